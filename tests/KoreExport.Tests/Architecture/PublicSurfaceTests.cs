using KoreExport.Tests.Pester;
using Xunit;

namespace KoreExport.Tests.Architecture;

/// <summary>What scripts can name (types, their members, cmdlets and parameters) changes only where somebody decides so.</summary>
public sealed class PublicSurfaceTests
{
    private const string UpdateVariable = "KOREEXPORT_UPDATE_PUBLIC_SURFACE";

    private static readonly string Snapshot = Path.Combine(
        PesterFiles.Root, "tests", "KoreExport.Tests", "Architecture", "PublicSurface.txt");

    [Fact]
    public void The_public_surface_is_as_it_was_agreed()
    {
        var actual = PublicSurface.Describe();
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
        {
            File.WriteAllText(Snapshot, actual);
        }

        var agreed = File.ReadAllText(Snapshot).Replace("\r\n", "\n", StringComparison.Ordinal);
        var added = actual.Split('\n').Except(agreed.Split('\n')).Select(line => "+ " + line);
        var removed = agreed.Split('\n').Except(actual.Split('\n')).Select(line => "- " + line);
        Assert.True(
            actual == agreed,
            $"The public surface has changed. If that is meant, run this test with {UpdateVariable}=1 and commit PublicSurface.txt.\n"
                + $"{string.Join('\n', removed.Concat(added))}");
    }

    // A DateTime minus another one is off by the zone where one of them is local.
    [Fact]
    public void Every_time_says_its_zone() =>
        Assert.DoesNotMatch("<DateTime[?>]", PublicSurface.Describe());

    [Fact]
    public void Public_types_are_in_one_namespace() =>
        Assert.All(PublicSurface.Types(), type => Assert.Equal("KoreExport", type.Namespace));
}

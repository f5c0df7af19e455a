using System.Text.RegularExpressions;
using KoreExport.Tests.Architecture;
using KoreExport.Tests.Pester;
using Xunit;

namespace KoreExport.Tests.Help;

/// <summary>The README speaks of what there is. tests/Pester/HelpExamples.Tests.ps1 runs its examples.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string Readme = File.ReadAllText(Path.Combine(PesterFiles.Root, "README.md")).ReplaceLineEndings("\n");

    [Fact]
    public void It_is_read_in_five_minutes() => Assert.InRange(Readme.Split('\n').Length, 80, 130);

    [Fact]
    public void The_table_has_every_cmdlet()
    {
        var manifest = File.ReadAllText(Path.Combine(PesterFiles.Root, "KoreExport.psd1"));
        var cmdlets = Cmdlet().Matches(
            manifest[manifest.IndexOf("CmdletsToExport", StringComparison.Ordinal)..]).Select(match => match.Groups[1].Value);
        var table = string.Concat(Readme.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)));
        Assert.All(cmdlets, cmdlet => Assert.Contains($"`{cmdlet}`", table, StringComparison.Ordinal));
    }

    [Fact]
    public void Links_lead_somewhere()
    {
        var links = Link().Matches(Readme).Select(match => match.Groups[1].Value).Where(
            link => !link.Contains("://", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(links);
        Assert.All(links, link => Assert.True(Path.Exists(Path.Combine(PesterFiles.Root, link)), $"There is no {link}."));
    }

    [Fact]
    public void The_folders_of_the_engine_are_drawn_as_they_are()
        => Assert.Contains(
            string.Join(", ", ProjectFolders.TopDown["KoreExport.Core"]), Blanks().Replace(Readme, " "), StringComparison.Ordinal);

    [GeneratedRegex(@"'([A-Z][a-z]+-Kore\w+)'")]
    private static partial Regex Cmdlet();

    [GeneratedRegex(@"\]\(([^)]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}

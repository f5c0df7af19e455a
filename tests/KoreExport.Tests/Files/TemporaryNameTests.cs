using System.Diagnostics;
using KoreExport.Files;
using Xunit;

namespace KoreExport.Tests.Files;

public sealed class TemporaryNameTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    /// <summary>A name that a process of this machine made which has ended.</summary>
    public static string OfADeadProcess(string path)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["--version"]) { RedirectStandardOutput = true })!;
        process.WaitForExit();
        var name = Path.GetFileName(TemporaryName.For(path)).Split('.');
        var owner = name[^2].Split('-');
        return TemporaryName.For(path, owner[0], process.Id);
    }

    [Fact]
    public void A_name_says_whose_it_is()
    {
        var path = TemporaryName.For("/folder/a.zip");
        Assert.Matches($@"^\.a\.zip\.[0-9a-f]{{8}}-{Environment.ProcessId}-[0-9a-f]{{12}}\.partial$", Path.GetFileName(path));
        Assert.Equal("/folder", Path.GetDirectoryName(path)!.Replace('\\', '/'));
        Assert.True(TemporaryName.Is(path));
        Assert.NotEqual(path, TemporaryName.For("/folder/a.zip"));
    }

    [Fact]
    public void A_writer_that_lives_or_that_nobody_can_tell_of_is_not_dead_for_a_day()
    {
        string[] unknown =
        [
            TemporaryName.For("/folder/a.zip"), TemporaryName.For("/folder/a.zip", "0123abcd", 99999999),
            "/folder/.a.zip.x.partial", "/folder/.a.zip.partial",
            "/folder/.a.zip.0123456789abcdef0123456789abcdef.partial",
        ];
        foreach (var path in unknown)
        {
            Assert.False(TemporaryName.IsDead(path, Now, Now));
            Assert.False(TemporaryName.IsDead(path, Now, Now.AddHours(23)));
            Assert.True(TemporaryName.IsDead(path, Now, Now.AddHours(25)));
        }
    }

    [Fact]
    public void What_got_its_name_in_the_meantime_is_not_dead()
    {
        var gone = File.GetLastWriteTimeUtc(TemporaryName.For(Path.Combine(Path.GetTempPath(), "a.zip")));
        Assert.False(TemporaryName.IsDead(OfADeadProcess("/folder/a.zip"), gone, Now));
        Assert.False(TemporaryName.IsDead(TemporaryName.For("/folder/a.zip"), gone, Now));
    }

    [Fact]
    public void A_process_of_this_machine_that_has_ended_is_dead() =>
        Assert.True(TemporaryName.IsDead(OfADeadProcess("/folder/a.zip"), Now, Now));

    [Theory]
    [InlineData("a.partial", false)]
    [InlineData(".partial", false)]
    [InlineData(".a.zip", false)]
    [InlineData(".a.partial", true)]
    public void Only_hidden_names_with_the_extension_are_ours(string name, bool isOurs) =>
        Assert.Equal(isOurs, TemporaryName.Is("/folder/" + name));
}

using Xunit;

namespace KoreExport.Tests.Sandbox;

public sealed class BotExportFileTests
{
    [Fact]
    public async Task A_bot_export_is_a_streamed_zip_of_three_deflated_files()
    {
        using var sandbox = new SandboxFixture();
        var zip = (await SandboxFixture.DownloadAsync(await sandbox.LinkAsync())).Bytes;
        Assert.Equal(["botDefinition.json", "config.json", "icon.png"], SandboxFixture.Entries(zip).Select(e => e.Key));
        Assert.InRange(zip.Length, 10_000, 100_000);

        // Bytes 6 and 8 of a local header: bit 3 says that the lengths follow the entry, 8 is deflate.
        Assert.Equal(8, zip[6] & 8);
        Assert.Equal(8, zip[8]);
    }

    [Fact]
    public async Task Two_exports_of_an_unchanged_bot_have_the_same_entries_in_different_zips()
    {
        using var sandbox = new SandboxFixture();
        var first = (await SandboxFixture.DownloadAsync(await sandbox.LinkAsync())).Bytes;
        var second = (await SandboxFixture.DownloadAsync(await sandbox.LinkAsync())).Bytes;
        Assert.NotEqual(first, second);
        Assert.Equal(SandboxFixture.Entries(first), SandboxFixture.Entries(second));
    }

    [Fact]
    public async Task A_bot_export_can_be_large()
    {
        using var sandbox = new SandboxFixture(o => o.BotExportBytes = 3_000_000);
        var zip = (await SandboxFixture.DownloadAsync(await sandbox.LinkAsync())).Bytes;
        Assert.InRange(zip.Length, 2_900_000, 3_300_000);
        Assert.True(SandboxFixture.Entries(zip).ContainsKey("botFunctions.js"));
    }

    [Fact]
    public async Task A_zip_can_have_an_entry_with_any_name()
    {
        using var sandbox = new SandboxFixture();
        sandbox.Faults.Download.ExtraEntryName = "../outside.txt";
        var zip = (await SandboxFixture.DownloadAsync(await sandbox.LinkAsync())).Bytes;
        Assert.True(SandboxFixture.Entries(zip).ContainsKey("../outside.txt"));
    }
}

using KoreExport.Downloads;
using KoreExport.Exports;
using Xunit;

namespace KoreExport.Tests.Files;

/// <summary>Archives unpacked into a folder, and those that must not be.</summary>
public sealed class ExpandTests
{
    private const uint SymbolicLink = 0xA1FF0000;

    [Fact]
    public async Task An_archive_is_expanded_into_a_folder_of_its_own_name()
    {
        using var stage = new Stage();
        var saved = await stage.ExpandAsync(ZipMaker.Make(
            new ZipItem("botDefinition.json", Samples.Definition), new ZipItem("folder/", []) { Method = 0 }, new ZipItem("folder/a.txt", "text"u8.ToArray()), new ZipItem("böt €.txt", [])));
        Assert.Equal(stage.Bench.At("backup"), saved.ExpandedPath);
        Assert.Equal(
            ["backup", "backup/botDefinition.json", "backup/böt €.txt", "backup/folder", "backup/folder/a.txt", "backup.zip"],
            stage.Bench.Listing().Keys.OrderBy(static name => name.Replace(".zip", "~", StringComparison.Ordinal), StringComparer.Ordinal));
        Assert.Equal(Samples.Definition, await File.ReadAllBytesAsync(stage.Bench.At("backup/botDefinition.json")));
    }

    [Theory]
    [InlineData("../outside.txt")]
    [InlineData("a/../../outside.txt")]
    [InlineData("..")]
    [InlineData("a/..")]
    [InlineData("./a.txt")]
    [InlineData("a//b.txt")]
    [Fault(FaultArea.Saving, "zip-slip: an entry that leads out of its folder", "KoreArchiveUnsafe; the zip is saved, nothing is expanded")]
    public async Task An_entry_that_leads_out_of_its_folder_is_refused(string name) => await RefusesAsync(name, "leads out of its folder");

    [Fact]
    public async Task The_sandbox_adds_an_entry_that_leads_out()
    {
        using var fixture = SaveFixture.OnSandbox();
        fixture.Faults.ExtraEntryName = "../outside.txt";
        var export = await fixture.ExportAsync();
        var folder = Path.Combine(fixture.Folder, "inner");
        var saver = new ExportSaver(fixture.Api, new WaitOptions(), new SaveOptions { Folder = folder, Expand = true });
        var failure = await Assert.ThrowsAsync<KoreException>(() => saver.SaveAsync(export, default));
        Assert.Equal(KoreErrorId.ArchiveUnsafe, failure.ErrorId);
        Assert.False(File.Exists(fixture.At("outside.txt")));
        Assert.Single(Directory.GetFileSystemEntries(folder));
    }

    [Theory]
    [InlineData("/etc/cron.d/job")]
    [InlineData("//server/share/a.txt")]
    [InlineData("\\\\server\\share\\a.txt")]
    [InlineData("\\\\?\\C:\\a.txt")]
    [InlineData("C:\\a.txt")]
    [InlineData("C:/a.txt")]
    [InlineData("C:a.txt")]
    [InlineData("..\\outside.txt")]
    [InlineData("folder\\a.txt")]
    [InlineData("a.txt:stream")]
    [InlineData("a.txt::$DATA")]
    [Fault(FaultArea.Saving, "entry with an absolute, drive or UNC path, a backslash or an alternate data stream", "KoreArchiveUnsafe; the zip is saved, nothing is expanded")]
    public async Task An_entry_with_an_absolute_path_is_refused(string name) => await RefusesAsync(name, "absolute path");

    [Theory]
    [InlineData("CON")]
    [InlineData("nul.txt")]
    [InlineData("NUL .txt")]
    [InlineData("Com1")]
    [InlineData("com1.tar.gz")]
    [InlineData("COM\u00B9")]
    [InlineData("lpt\u00B3.txt")]
    [InlineData("folder/prn")]
    [InlineData("aux/a.txt")]
    [InlineData("CONIN$")]
    [InlineData("a.txt.")]
    [InlineData("a.txt ")]
    [InlineData("a./b.txt")]
    [Fault(FaultArea.Saving, "entry with a device's name, or a dot or blank at its end", "KoreArchiveUnsafe; the zip is saved, nothing is expanded")]
    public async Task An_entry_that_windows_would_take_for_something_else_is_refused(string name) => await RefusesAsync(name, "Windows keeps for itself");

    [Theory]
    [InlineData("console.txt")]
    [InlineData("com10.txt")]
    [InlineData("nulls/null.txt")]
    [InlineData(".gitignore")]
    [InlineData(" a.txt")]
    [InlineData("...a")]
    public async Task An_entry_that_only_looks_like_one_is_expanded(string name)
    {
        using var stage = new Stage();
        await stage.ExpandAsync(ZipMaker.MakeExport(new ZipItem(name, "text"u8.ToArray())));
        Assert.Equal("text", await File.ReadAllTextAsync(stage.Bench.At("backup/" + name)));
    }

    [Theory]
    [InlineData("a\u0000b.txt")]
    [InlineData("a\u001b[2J.txt")]
    [InlineData("a\nb.txt")]
    [InlineData("a\u007fb.txt")]
    [InlineData("a?.txt")]
    [InlineData("a*.txt")]
    [InlineData("a|b.txt")]
    [InlineData("<a>.txt")]
    [Fault(FaultArea.Saving, "entry with control characters in its name", "KoreArchiveUnsafe; the zip is saved, nothing is expanded, the message shows none of them")]
    public async Task An_entry_with_characters_no_file_may_have_is_refused(string name)
    {
        var failure = await RefusesAsync(name, "characters that a file name cannot have");
        Assert.DoesNotContain(failure.Message, char.IsControl);
    }

    [Fact]
    [Fault(FaultArea.Saving, "entry name of more than 255 bytes", "KoreArchiveUnsafe; the zip is saved, nothing is expanded")]
    public async Task A_name_that_is_too_long_is_refused()
    {
        await RefusesAsync(new string('a', 256), "too long");

        // 86 characters, but 258 bytes: more than a file system of Unix has room for.
        await RefusesAsync(new string('€', 86), "too long");
        await RefusesAsync(string.Join('/', Enumerable.Repeat("a", 40)), "too long");
    }

    [UnixFact]
    public async Task A_long_path_of_short_names_is_expanded()
    {
        using var stage = new Stage();
        var name = string.Join('/', Enumerable.Repeat(new string('a', 100), 5));
        await stage.ExpandAsync(ZipMaker.MakeExport(new ZipItem(name, "text"u8.ToArray())));
        Assert.True(File.Exists(stage.Bench.At("backup/" + name)));
    }

    [Theory]
    [InlineData("link", SymbolicLink)]
    [InlineData("link/", SymbolicLink)]
    [Fault(FaultArea.Saving, "entry that is a symbolic link", "KoreArchiveUnsafe; the zip is saved, nothing is expanded")]
    public async Task A_symbolic_link_is_refused(string name, uint attributes)
    {
        using var stage = new Stage();
        var zip = ZipMaker.MakeExport(new ZipItem("a.txt", []), new ZipItem(name, name == "link" ? "/etc/passwd"u8.ToArray() : []) { Method = 0, ExternalAttributes = attributes });
        Assert.Contains("is a symbolic link", (await stage.RefusesAsync(zip, KoreErrorId.ArchiveUnsafe)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("icon.png", "Icon.PNG")]
    [InlineData("folder/a.txt", "FOLDER/A.txt")]
    [InlineData("Ü.txt", "ü.txt")]
    [Fault(FaultArea.Saving, "entries whose names differ only in case", "KoreArchiveUnsafe; the zip is saved, nothing is expanded")]
    public async Task Names_that_differ_only_in_case_are_refused(string one, string other) => await RefusesPairAsync(one, other);

    [Fact]
    [Fault(FaultArea.Saving, "two entries of one name", "KoreArchiveUnsafe; the zip is saved, nothing is expanded")]
    public async Task One_name_twice_is_refused() => await RefusesPairAsync("a.txt", "a.txt");

    [Theory]
    [InlineData("a", "a/b.txt")]
    [InlineData("a/b.txt", "a")]
    [InlineData("a/b", "A/B/c.txt")]
    [Fault(FaultArea.Saving, "entry that is a file here and a folder there", "KoreArchiveUnsafe; the zip is saved, nothing is expanded")]
    public async Task A_file_in_the_place_of_a_folder_is_refused(string one, string other) => await RefusesPairAsync(one, other);

    [Fact]
    [Fault(FaultArea.Saving, "folder to expand to exists", "KoreFileExists before anything is fetched; replaced as a whole with -Force")]
    public async Task A_folder_that_is_there_is_left_alone_without_force_and_replaced_as_a_whole_with_it()
    {
        var zip = Samples.Zip();
        using var server = new RawDownloadServer(new ServedFile(zip).Answer);
        using var fixture = new SaveFixture(server.Uri);
        Directory.CreateDirectory(fixture.At("backup/old"));
        await File.WriteAllTextAsync(fixture.At("backup/old/stale.txt"), "old");
        await File.WriteAllTextAsync(fixture.At("backup/botDefinition.json"), "{}");
        var export = SaveFixture.BotExport(server.Link(), zip.Length);
        await fixture.RefusesAsync(KoreErrorId.FileExists, export, new SaveOptions { Path = fixture.At("backup.zip"), Expand = true });
        Assert.Empty(server.Requests);

        await fixture.SavesAsync(export, zip, new SaveOptions { Path = fixture.At("backup.zip"), Expand = true, Overwrite = true });
        Assert.Equal(["backup", "backup.zip", "backup/botDefinition.json", "backup/config.json", "backup/icon.png"], fixture.Listing().Keys);
    }

    [Fact]
    public async Task A_folder_that_is_there_survives_an_archive_that_cannot_be_expanded()
    {
        using var stage = new Stage();
        Directory.CreateDirectory(stage.Bench.At("backup"));
        await File.WriteAllTextAsync(stage.Bench.At("backup/precious.txt"), "old");
        await File.WriteAllTextAsync(stage.Bench.At("backup/botDefinition.json"), "{}");
        await stage.RefusesAsync(ZipMaker.MakeExport(new ZipItem("../a.txt", [])), KoreErrorId.ArchiveUnsafe, overwrite: true);
        Assert.Equal("old", await File.ReadAllTextAsync(stage.Bench.At("backup/precious.txt")));
    }

    [Fact]
    [Fault(FaultArea.Saving, "-Expand -Force over a folder that holds something else", "KoreFileExists before anything is fetched; the folder is left alone")]
    public async Task A_folder_that_holds_no_export_is_never_replaced()
    {
        var zip = Samples.Zip();
        using var server = new RawDownloadServer(new ServedFile(zip).Answer);
        using var fixture = new SaveFixture(server.Uri);
        Directory.CreateDirectory(fixture.At("backup"));
        await File.WriteAllTextAsync(fixture.At("backup/thesis.txt"), "years of work");
        var refused = await fixture.RefusesAsync(KoreErrorId.FileExists, SaveFixture.BotExport(server.Link(), zip.Length), new SaveOptions { Path = fixture.At("backup.zip"), Expand = true, Overwrite = true });
        Assert.Contains("does not hold an export", refused.Message, System.StringComparison.Ordinal);
        Assert.Empty(server.Requests);
        Assert.Equal("years of work", await File.ReadAllTextAsync(fixture.At("backup/thesis.txt")));
    }

    [Fact]
    public async Task A_file_in_the_place_of_the_folder_is_never_replaced()
    {
        var zip = Samples.Zip();
        using var server = new RawDownloadServer(new ServedFile(zip).Answer);
        using var fixture = new SaveFixture(server.Uri);
        await File.WriteAllTextAsync(fixture.At("backup"), "a file");
        await fixture.RefusesAsync(KoreErrorId.FileExists, SaveFixture.BotExport(server.Link()), new SaveOptions { Path = fixture.At("backup.zip"), Expand = true, Overwrite = true });
    }

    [Theory]
    [InlineData("backup", "backup.expanded")]
    [InlineData(".zip", ".zip.expanded")]
    [InlineData("..zip", "..zip.expanded")]
    [InlineData("...zip", "...zip.expanded")]
    [InlineData("a..zip", "a..zip.expanded")]
    [InlineData("a .zip", "a .zip.expanded")]
    [InlineData("a.b.zip", "a.b")]
    [Fault(FaultArea.Saving, "file to save is named so that nothing is left without its extension", "expanded to a folder of its own, never over the destination")]
    public async Task The_folder_is_never_one_that_holds_other_things(string name, string folder)
    {
        var zip = Samples.Zip();
        using var server = new RawDownloadServer(new ServedFile(zip).Answer);
        using var fixture = new SaveFixture(server.Uri);
        await File.WriteAllTextAsync(fixture.At("precious.txt"), "old");
        var saved = await fixture.SavesAsync(SaveFixture.BotExport(server.Link()), zip, new SaveOptions { Path = fixture.At(name), Expand = true, Overwrite = true });
        Assert.Equal(fixture.At(folder), saved.ExpandedPath);
        Assert.Equal("old", await File.ReadAllTextAsync(fixture.At("precious.txt")));
    }

    private static async Task<KoreException> RefusesAsync(string name, string reason)
    {
        using var stage = new Stage();
        var failure = await stage.RefusesAsync(ZipMaker.Make(new ZipItem("botDefinition.json", Samples.Definition), new ZipItem(name, "text"u8.ToArray())), KoreErrorId.ArchiveUnsafe);
        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
        return failure;
    }

    private static async Task RefusesPairAsync(string one, string other)
    {
        using var stage = new Stage();
        var zip = ZipMaker.MakeExport(new ZipItem(one, "1"u8.ToArray()), new ZipItem(other, "2"u8.ToArray()));
        var failure = await stage.RefusesAsync(zip, KoreErrorId.ArchiveUnsafe);
        Assert.Contains("has the same name as another one", failure.Message, StringComparison.Ordinal);
    }

    private sealed class Stage : IDisposable
    {
        private readonly RawDownloadServer _server;
        private byte[] _zip = [];

        public Stage()
        {
            _server = new RawDownloadServer(request => new ServedFile(_zip).Answer(request));
            Bench = new SaveFixture(_server.Uri);
        }

        public SaveFixture Bench { get; }

        public Task<KoreSavedExport> ExpandAsync(byte[] zip, bool overwrite = false)
        {
            _zip = zip;
            return Bench.SaveAsync(SaveFixture.BotExport(_server.Link(), zip.Length), new SaveOptions { Path = Bench.At("backup.zip"), Expand = true, Overwrite = overwrite });
        }

        public async Task<KoreException> RefusesAsync(byte[] zip, string errorId, bool overwrite = false)
        {
            var before = Bench.Listing();
            var failure = await Assert.ThrowsAsync<KoreException>(() => ExpandAsync(zip, overwrite));
            Assert.True(failure.ErrorId == errorId, failure.ToString());
            var after = Bench.Listing();

            // The archive itself is saved, as the message says; beside it nothing has changed.
            Assert.True(after.Remove("backup.zip"));
            Assert.Equal(before, after);
            Assert.False(File.Exists(Path.Combine(Path.GetTempPath(), "outside.txt")));
            return failure;
        }

        public void Dispose()
        {
            Bench.Dispose();
            _server.Dispose();
        }
    }
}

using KoreExport.Files;
using Xunit;

namespace KoreExport.Tests.Files;

/// <summary>Archives unpacked into a folder, and those that must not be.</summary>
public sealed class ArchiveExpanderTests
{
    private const uint SymbolicLink = 0xA1FF0000;

    [Fact]
    public async Task An_archive_is_expanded_into_a_folder_of_its_own_name()
    {
        using var stage = new Stage();
        await stage.ExpandAsync(ZipMaker.Make(
            new ZipItem("botDefinition.json", Samples.Definition), new ZipItem("folder/", []) { Method = 0 }, new ZipItem("folder/a.txt", "text"u8.ToArray()), new ZipItem("böt €.txt", [])));
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
    [Fault(FaultArea.Saving, "zip-slip: an entry that leads out of its folder", "KoreArchiveUnsafe; nothing is expanded")]
    public async Task An_entry_that_leads_out_of_its_folder_is_refused(string name) => await RefusesAsync(name, "leads out of its folder");

    [Fact]
    public async Task The_sandbox_adds_an_entry_that_leads_out()
    {
        using var fixture = SaveFixture.OnSandbox();
        fixture.Faults.ExtraEntryName = "../outside.txt";
        var saved = await fixture.SaveAsync(await fixture.ExportAsync());
        var folder = fixture.At("inner/backup");
        var failure = await Assert.ThrowsAsync<KoreException>(() => ArchiveExpander.ExpandAsync(saved.FullName, folder, false, saved.BotId, default));
        Assert.Equal(KoreErrorId.ArchiveUnsafe, failure.ErrorId);
        Assert.Equal([Path.GetFileName(saved.FullName)], fixture.Listing().Keys);
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
    [Fault(FaultArea.Saving, "entry with an absolute, drive or UNC path, a backslash or an alternate data stream", "KoreArchiveUnsafe; nothing is expanded")]
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
    [Fault(FaultArea.Saving, "entry with a device's name, or a dot or blank at its end", "KoreArchiveUnsafe; nothing is expanded")]
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
    [Fault(FaultArea.Saving, "entry with control characters in its name", "KoreArchiveUnsafe; nothing is expanded, the message shows none of them")]
    public async Task An_entry_with_characters_no_file_may_have_is_refused(string name)
    {
        var failure = await RefusesAsync(name, "characters that a file name cannot have");
        Assert.DoesNotContain(failure.Message, char.IsControl);
    }

    [Fact]
    [Fault(FaultArea.Saving, "entry name of more than 255 bytes", "KoreArchiveUnsafe; nothing is expanded")]
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
    [Fault(FaultArea.Saving, "entry that is a symbolic link", "KoreArchiveUnsafe; nothing is expanded")]
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
    [Fault(FaultArea.Saving, "entries whose names differ only in case", "KoreArchiveUnsafe; nothing is expanded")]
    public async Task Names_that_differ_only_in_case_are_refused(string one, string other) => await RefusesPairAsync(one, other);

    [Fact]
    [Fault(FaultArea.Saving, "two entries of one name", "KoreArchiveUnsafe; nothing is expanded")]
    public async Task One_name_twice_is_refused() => await RefusesPairAsync("a.txt", "a.txt");

    [Theory]
    [InlineData("a", "a/b.txt")]
    [InlineData("a/b.txt", "a")]
    [InlineData("a/b", "A/B/c.txt")]
    [Fault(FaultArea.Saving, "entry that is a file here and a folder there", "KoreArchiveUnsafe; nothing is expanded")]
    public async Task A_file_in_the_place_of_a_folder_is_refused(string one, string other) => await RefusesPairAsync(one, other);

    [Fact]
    [Fault(FaultArea.Saving, "folder to expand to exists", "KoreFileExists; replaced as a whole with -Force")]
    public async Task A_folder_that_is_there_is_left_alone_without_force_and_replaced_as_a_whole_with_it()
    {
        using var stage = new Stage();
        var folder = stage.Bench.At("backup");
        Directory.CreateDirectory(stage.Bench.At("backup/old"));
        await File.WriteAllTextAsync(stage.Bench.At("backup/old/stale.txt"), "old");
        await File.WriteAllTextAsync(stage.Bench.At("backup/botDefinition.json"), "{}");
        Assert.Equal(KoreErrorId.FileExists, Assert.Throws<KoreException>(() => ArchiveExpander.CheckFree(folder, overwrite: false)).ErrorId);
        ArchiveExpander.CheckFree(folder, overwrite: true);
        await stage.ExpandAsync(Samples.Zip(), overwrite: true);
        Assert.Equal(["backup", "backup.zip", "backup/botDefinition.json", "backup/config.json", "backup/icon.png"], stage.Bench.Listing().Keys);
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
    [Fault(FaultArea.Saving, "folder to expand to holds something else, with -Force", "KoreFileExists; the folder is left alone")]
    public void A_folder_that_holds_no_export_is_never_replaced()
    {
        using var stage = new Stage();
        var folder = stage.Bench.At("backup");
        Directory.CreateDirectory(folder);
        File.WriteAllText(stage.Bench.At("backup/thesis.txt"), "years of work");
        var refused = Assert.Throws<KoreException>(() => ArchiveExpander.CheckFree(folder, overwrite: true));
        Assert.Equal(KoreErrorId.FileExists, refused.ErrorId);
        Assert.Contains("does not hold an export", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_in_the_place_of_the_folder_is_never_replaced()
    {
        using var stage = new Stage();
        File.WriteAllText(stage.Bench.At("backup"), "a file");
        Assert.Equal(
            KoreErrorId.FileExists, Assert.Throws<KoreException>(() => ArchiveExpander.CheckFree(stage.Bench.At("backup"), overwrite: true)).ErrorId);
    }

    [SmallDiskFact]
    public async Task A_disk_that_is_full_while_expanding_keeps_the_zip_alone()
    {
        using var disk = SmallDisk.Mount("64k");
        var path = Path.Combine(disk.Folder, "a.zip");
        await File.WriteAllBytesAsync(path, ZipMaker.Make(new ZipItem("a.txt", new byte[500_000])));
        var failure = await Assert.ThrowsAsync<KoreException>(
            () => ArchiveExpander.ExpandAsync(path, Path.Combine(disk.Folder, "a"), false, SaveFixture.Bot, default));
        Assert.Equal(KoreErrorId.FileWriteFailed, failure.ErrorId);
        Assert.Equal([path], Directory.GetFileSystemEntries(disk.Folder));
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
        public SaveFixture Bench { get; } = new(new Uri("https://platform.kore.example/"));

        public async Task ExpandAsync(byte[] zip, bool overwrite = false)
        {
            await File.WriteAllBytesAsync(Bench.At("backup.zip"), zip);
            await ArchiveExpander.ExpandAsync(Bench.At("backup.zip"), Bench.At("backup"), overwrite, SaveFixture.Bot, default);
        }

        public async Task<KoreException> RefusesAsync(byte[] zip, string errorId, bool overwrite = false)
        {
            var before = Bench.Listing();
            var failure = await Assert.ThrowsAsync<KoreException>(() => ExpandAsync(zip, overwrite));
            Assert.True(failure.ErrorId == errorId, failure.ToString());
            var after = Bench.Listing();

            // Beside the archive itself nothing has changed.
            Assert.True(after.Remove("backup.zip"));
            Assert.Equal(before, after);
            Assert.False(File.Exists(Path.Combine(Path.GetTempPath(), "outside.txt")));
            return failure;
        }

        public void Dispose() => Bench.Dispose();
    }
}

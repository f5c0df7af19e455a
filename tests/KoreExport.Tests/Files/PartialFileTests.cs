using KoreExport.Definitions;
using KoreExport.Downloads;
using KoreExport.Files;
using Xunit;

namespace KoreExport.Tests.Files;

/// <summary>What is on disk while a file is on its way, and after.</summary>
public sealed class PartialFileTests
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerFile | UnixFileMode.UserExecute;

    private static readonly byte[] Zip = Samples.Zip();

    [Fact]
    public async Task Until_it_is_whole_the_file_has_a_temporary_name_in_its_own_folder()
    {
        using var server = new RawDownloadServer(new ServedFile(Zip).Answer);
        using var fixture = new SaveFixture(server.Uri);
        string[] meanwhile = [];
        var options = new SaveOptions { Path = fixture.At("a.zip") };
        await fixture.SavesAsync(
            SaveFixture.BotExport(server.Link(), Zip.Length), Zip, options, _ => meanwhile = [.. fixture.Listing().Keys]);
        var temporary = Assert.Single(meanwhile);
        Assert.StartsWith(".a.zip.", temporary, StringComparison.Ordinal);
        Assert.EndsWith(".partial", temporary, StringComparison.Ordinal);
        Assert.Equal(["a.zip"], fixture.Listing().Keys);
    }

    [Fact]
    public async Task A_name_of_255_characters_leaves_room_for_the_temporary_one()
    {
        using var server = new RawDownloadServer(new ServedFile(Zip).Answer);
        using var fixture = new SaveFixture(server.Uri);
        await fixture.SavesAsync(
            SaveFixture.BotExport(server.Link()), Zip, new SaveOptions { Path = fixture.At(new string('a', 251) + ".zip") });
    }

    [Fact]
    public async Task A_name_of_wide_characters_leaves_room_for_the_temporary_one_too()
    {
        using var server = new RawDownloadServer(new ServedFile(Zip).Answer);
        using var fixture = new SaveFixture(server.Uri);
        await fixture.SavesAsync(
            SaveFixture.BotExport(server.Link()), Zip, new SaveOptions { Path = fixture.At(new string('€', 80) + ".zip") });
    }

    [UnixFact]
    [Fault(FaultArea.Saving, "path that is as long as the system allows", "saved; the temporary name is no longer than the final one")]
    public async Task A_path_that_leaves_no_room_for_a_longer_name_is_saved_to()
    {
        using var server = new RawDownloadServer(new ServedFile(Zip).Answer);
        using var fixture = new SaveFixture(server.Uri);

        // PATH_MAX is 4,096 bytes on Linux and 1,024 on macOS, with the zero at the end.
        var limit = OperatingSystem.IsMacOS() ? 1023 : 4095;
        foreach (var name in new[] { "a.zip", "a-longer-name.zip" })
        {
            var path = fixture.Folder;
            while (limit - path.Length - name.Length - 2 > 0)
            {
                path = Path.Combine(path, new string('d', Math.Min(200, limit - path.Length - name.Length - 2)));
            }

            path = Path.Combine(path, name);
            Assert.InRange(path.Length, limit - 1, limit);
            Assert.Throws<PathTooLongException>(() => PrivateFile.CreateFile(TemporaryName.For(path)));
            await fixture.SavesAsync(SaveFixture.BotExport(server.Link()), Zip, new SaveOptions { Path = path });
        }
    }

    [Theory]
    [InlineData("a")]
    [InlineData("ab")]
    [InlineData("a.zip")]
    [InlineData("a2345678.zip")]
    [InlineData("a23456789.zip")]
    [InlineData("st-1.bot.20300102T030405678Z.zip")]
    public void The_short_form_of_a_temporary_name_is_no_longer_than_the_final_one(string name)
    {
        var path = Path.GetFileName(TemporaryName.Short(Path.Combine("folder", name)));
        Assert.InRange(path.Length, 2, Math.Max(2, name.Length));
        Assert.StartsWith(".", path, StringComparison.Ordinal);
        Assert.Equal(name.Length > 12, path.EndsWith(TemporaryName.Extension, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(2500)]
    [Fault(FaultArea.Saving, "Ctrl+C in the middle of a stalled download", "ends at once; no temporary file is left")]
    public async Task Cancelling_a_stalled_download_ends_it_at_once_and_leaves_nothing(int stall)
    {
        using var cancel = new CancellationTokenSource();
        using var server = new RawDownloadServer(request => new ServedFile(Zip).Answer(request).StallAt(stall));
        using var fixture = new SaveFixture(server.Uri);
        await File.WriteAllTextAsync(fixture.At("a.zip"), "old");
        server.OnStall = closed =>
        {
            cancel.Cancel();
            return closed;
        };
        var before = fixture.Listing();
        var saving = fixture.SaveUncheckedAsync(
            SaveFixture.BotExport(server.Link(), Zip.Length),
            new SaveOptions { Path = fixture.At("a.zip"), Overwrite = true },
            null,
            cancel.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => saving);
        Assert.Equal(before, fixture.Listing());
        Assert.Empty(fixture.Clock.Delays);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Cancelling_between_two_tries_leaves_nothing()
    {
        using var cancel = new CancellationTokenSource();
        using var server = new RawDownloadServer(request => new ServedFile(Zip).Answer(request).CutAt(1000));
        using var fixture = new SaveFixture(server.Uri);
        fixture.Clock.OnDelay = _ => cancel.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => fixture.SaveUncheckedAsync(
                SaveFixture.BotExport(server.Link(), Zip.Length), new SaveOptions { Folder = fixture.Folder }, null, cancel.Token));
        Assert.Empty(fixture.Listing());
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Cancelling_when_the_last_byte_has_come_leaves_nothing()
    {
        using var cancel = new CancellationTokenSource();
        using var server = new RawDownloadServer(new ServedFile(Zip).Answer);
        using var fixture = new SaveFixture(server.Uri);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fixture.SaveUncheckedAsync(
            SaveFixture.BotExport(server.Link(), Zip.Length), null, now => CancelAt(cancel, now.Received == Zip.Length), cancel.Token));
        Assert.Empty(fixture.Listing());
    }

    [Fact]
    public async Task A_callback_that_fails_leaves_nothing()
    {
        using var server = new RawDownloadServer(new ServedFile(Zip).Answer);
        using var fixture = new SaveFixture(server.Uri);
        await Assert.ThrowsAsync<InvalidOperationException>(() => fixture.SaveUncheckedAsync(
            SaveFixture.BotExport(server.Link()), null, static _ => throw new InvalidOperationException("the pipeline has stopped")));
        Assert.Empty(fixture.Listing());
    }

    [UnixFact]
    [Fault(
        FaultArea.Secrets,
        "others on the machine read a saved export",
        "files are 0600 and new folders 0700 on Unix, from the first byte on")]
    public async Task Saved_files_and_folders_are_their_owners_alone()
    {
        using var server = new RawDownloadServer(new ServedFile(Zip).Answer);
        using var fixture = new SaveFixture(server.Uri);
        UnixFileMode? meanwhile = null;
        var folder = fixture.At("new/folder");
        var saved = await fixture.SavesAsync(
            SaveFixture.BotExport(server.Link()),
            Zip,
            new SaveOptions { Folder = folder },
            _ => meanwhile = Mode(Assert.Single(Directory.GetFiles(folder))));
        Assert.Equal(OwnerFile, meanwhile);
        Assert.Equal(OwnerFile, Mode(saved.FullName));
        Assert.Equal(OwnerFolder, Mode(fixture.At("new")));
        Assert.Equal(OwnerFolder, Mode(folder));
        var options = new ExpandOptions { SourcePath = saved.FullName, Destination = fixture.At("trees") };
        var tree = ExportExpander.Expand(options, default).Path;
        ExportMerger.Merge(tree, fixture.At("merged/a.zip"), force: false, default);
        foreach (var path in Directory.GetFileSystemEntries(fixture.Folder, "*", SearchOption.AllDirectories))
        {
            Assert.Equal(Directory.Exists(path) ? OwnerFolder : OwnerFile, Mode(path));
        }
    }

    [UnixFact]
    public async Task There_is_no_moment_in_which_others_could_open_a_new_file()
    {
        using var fixture = new SaveFixture(new Uri("https://platform.kore.example/"));
        var path = fixture.At("a.zip");
        using var enough = new CancellationTokenSource();
        var creating = Task.Run(() =>
        {
            while (!enough.IsCancellationRequested)
            {
                PrivateFile.CreateFile(path).Dispose();
                File.Delete(path);
            }
        });
        try
        {
            for (var seen = 0; seen < 300;)
            {
                if (TryMode(path) is { } mode)
                {
                    Assert.Equal(OwnerFile, mode);
                    seen++;
                }
            }
        }
        finally
        {
            await enough.CancelAsync();
            await creating;
        }

        static UnixFileMode? TryMode(string path)
        {
            try
            {
                return Mode(path);
            }
            catch (FileNotFoundException)
            {
                // Between two files.
                return null;
            }
        }
    }

    [UnixFact]
    public async Task A_file_that_was_open_to_all_is_not_once_it_is_replaced()
    {
        using var server = new RawDownloadServer(new ServedFile(Zip).Answer);
        using var fixture = new SaveFixture(server.Uri);
        await File.WriteAllTextAsync(fixture.At("a.zip"), "old");
        SetMode(fixture.At("a.zip"), OwnerFile | UnixFileMode.OtherRead | UnixFileMode.GroupRead);
        var folder = Mode(fixture.Folder);
        await fixture.SavesAsync(
            SaveFixture.BotExport(server.Link()), Zip, new SaveOptions { Path = fixture.At("a.zip"), Overwrite = true });
        Assert.Equal(OwnerFile, Mode(fixture.At("a.zip")));
        Assert.Equal(folder, Mode(fixture.Folder));
    }

    [UnixFact]
    public async Task A_link_in_the_place_of_the_file_is_replaced_and_not_written_through()
    {
        using var server = new RawDownloadServer(new ServedFile(Zip).Answer);
        using var fixture = new SaveFixture(server.Uri);
        await File.WriteAllTextAsync(fixture.At("precious.txt"), "old");
        File.CreateSymbolicLink(fixture.At("a.zip"), fixture.At("precious.txt"));
        await fixture.SavesAsync(
            SaveFixture.BotExport(server.Link()), Zip, new SaveOptions { Path = fixture.At("a.zip"), Overwrite = true });
        Assert.Equal("old", await File.ReadAllTextAsync(fixture.At("precious.txt")));

        File.CreateSymbolicLink(fixture.At("dangling.zip"), fixture.At("nowhere"));
        await fixture.SavesAsync(
            SaveFixture.BotExport(server.Link()), Zip, new SaveOptions { Path = fixture.At("dangling.zip"), Overwrite = true });
        Assert.False(File.Exists(fixture.At("nowhere")));
    }

    // Called on Unix alone, which the analyzer cannot see from the attribute.
    private static UnixFileMode Mode(string path) =>
        OperatingSystem.IsWindows() ? throw new PlatformNotSupportedException() : File.GetUnixFileMode(path);

    private static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }

    private static void CancelAt(CancellationTokenSource cancel, bool now)
    {
        if (now)
        {
            cancel.Cancel();
        }
    }
}

using KoreExport.Files;
using KoreExport.Tests.Support;
using Xunit;

namespace KoreExport.Tests.Files;

/// <summary>What is on disk while a file is on its way, and after.</summary>
public sealed class TemporaryFileTests
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerFile | UnixFileMode.UserExecute;

    private static readonly byte[] Zip = Samples.Zip();

    [Fact]
    public async Task Until_it_is_whole_the_file_has_a_temporary_name_in_its_own_folder()
    {
        using var server = new RawDownloadServer(new ServedFile(Zip).Answer);
        using var bench = new SaveBench(server.Uri);
        string[] meanwhile = [];
        var options = new SaveOptions { Path = bench.At("a.zip"), Report = (_, _, _) => meanwhile = [.. bench.Listing().Keys] };
        await bench.SavesAsync(SaveBench.BotExport(server.Link(), Zip.Length), Zip, options);
        var temporary = Assert.Single(meanwhile);
        Assert.StartsWith(".a.zip.", temporary, StringComparison.Ordinal);
        Assert.EndsWith(".partial", temporary, StringComparison.Ordinal);
        Assert.Equal(["a.zip"], bench.Listing().Keys);
    }

    [Fact]
    public async Task A_name_of_255_characters_leaves_room_for_the_temporary_one()
    {
        using var server = new RawDownloadServer(new ServedFile(Zip).Answer);
        using var bench = new SaveBench(server.Uri);
        await bench.SavesAsync(SaveBench.BotExport(server.Link()), Zip, new SaveOptions { Path = bench.At(new string('a', 251) + ".zip") });
    }

    [Fact]
    public async Task A_name_of_wide_characters_leaves_room_for_the_temporary_one_too()
    {
        using var server = new RawDownloadServer(new ServedFile(Zip).Answer);
        using var bench = new SaveBench(server.Uri);
        await bench.SavesAsync(SaveBench.BotExport(server.Link()), Zip, new SaveOptions { Path = bench.At(new string('€', 80) + ".zip") });
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
        using var bench = new SaveBench(server.Uri);
        await File.WriteAllTextAsync(bench.At("a.zip"), "old");
        server.OnStall = closed =>
        {
            cancel.Cancel();
            return closed;
        };
        var before = bench.Listing();
        var saver = new ExportSaver(bench.Api, new KoreExport.Exports.WaitOptions(), new SaveOptions { Path = bench.At("a.zip"), Overwrite = true });
        var saving = saver.SaveAsync(SaveBench.BotExport(server.Link(), Zip.Length), cancel.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => saving);
        Assert.Equal(before, bench.Listing());
        Assert.Empty(bench.Clock.Delays);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Cancelling_between_two_tries_leaves_nothing()
    {
        using var cancel = new CancellationTokenSource();
        using var server = new RawDownloadServer(request => new ServedFile(Zip).Answer(request).CutAt(1000));
        using var bench = new SaveBench(server.Uri);
        bench.Clock.OnDelay = _ => cancel.Cancel();
        var saver = new ExportSaver(bench.Api, new KoreExport.Exports.WaitOptions(), new SaveOptions { Folder = bench.Folder });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => saver.SaveAsync(SaveBench.BotExport(server.Link(), Zip.Length), cancel.Token));
        Assert.Empty(bench.Listing());
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Cancelling_when_the_last_byte_has_come_leaves_nothing()
    {
        using var cancel = new CancellationTokenSource();
        using var server = new RawDownloadServer(new ServedFile(Zip).Answer);
        using var bench = new SaveBench(server.Uri);
        var options = new SaveOptions { Folder = bench.Folder, Report = (_, done, _) => CancelAt(cancel, done == Zip.Length) };
        var saver = new ExportSaver(bench.Api, new KoreExport.Exports.WaitOptions(), options);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => saver.SaveAsync(SaveBench.BotExport(server.Link(), Zip.Length), cancel.Token));
        Assert.Empty(bench.Listing());
    }

    [Fact]
    public async Task Cancelling_in_the_middle_of_expanding_leaves_the_zip_and_no_part_of_the_folder()
    {
        using var cancel = new CancellationTokenSource();
        using var bench = new SaveBench(new Uri("https://platform.kore.example/"));
        await File.WriteAllBytesAsync(bench.At("a.zip"), Zip);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ArchiveExpander.ExpandAsync(bench.At("a.zip"), bench.At("a"), false, SaveBench.Bot, cancel.Token));
        Assert.Equal(["a.zip"], bench.Listing().Keys);
    }

    [Fact]
    public async Task A_callback_that_fails_leaves_nothing()
    {
        using var server = new RawDownloadServer(new ServedFile(Zip).Answer);
        using var bench = new SaveBench(server.Uri);
        var options = new SaveOptions { Folder = bench.Folder, Report = static (_, _, _) => throw new InvalidOperationException("the pipeline has stopped") };
        var saver = new ExportSaver(bench.Api, new KoreExport.Exports.WaitOptions(), options);
        await Assert.ThrowsAsync<InvalidOperationException>(() => saver.SaveAsync(SaveBench.BotExport(server.Link()), default));
        Assert.Empty(bench.Listing());
    }

    [UnixFact]
    [Fault(FaultArea.Secrets, "others on the machine read a saved export", "files are 0600 and new folders 0700 on Unix, from the first byte on")]
    public async Task Saved_files_and_folders_are_their_owners_alone()
    {
        using var server = new RawDownloadServer(new ServedFile(Zip).Answer);
        using var bench = new SaveBench(server.Uri);
        UnixFileMode? meanwhile = null;
        var folder = bench.At("new/folder");
        var options = new SaveOptions
        {
            Folder = folder,
            Expand = true,
            Report = (_, _, _) => meanwhile = Mode(Assert.Single(Directory.GetFiles(folder))),
        };
        var saved = await bench.SavesAsync(SaveBench.BotExport(server.Link()), Zip, options);
        Assert.Equal(OwnerFile, meanwhile);
        Assert.Equal(OwnerFile, Mode(saved.Path));
        Assert.Equal(OwnerFolder, Mode(bench.At("new")));
        Assert.Equal(OwnerFolder, Mode(folder));
        Assert.Equal(OwnerFolder, Mode(saved.ExpandedPath!));
        Assert.All(Directory.GetFiles(saved.ExpandedPath!), static file => Assert.Equal(OwnerFile, Mode(file)));
    }

    [UnixFact]
    public async Task There_is_no_moment_in_which_others_could_open_a_new_file()
    {
        using var bench = new SaveBench(new Uri("https://platform.kore.example/"));
        var path = bench.At("a.zip");
        using var enough = new CancellationTokenSource();
        var creating = Task.Run(() =>
        {
            while (!enough.IsCancellationRequested)
            {
                OwnerOnly.CreateFile(path).Dispose();
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
        using var bench = new SaveBench(server.Uri);
        await File.WriteAllTextAsync(bench.At("a.zip"), "old");
        SetMode(bench.At("a.zip"), OwnerFile | UnixFileMode.OtherRead | UnixFileMode.GroupRead);
        var folder = Mode(bench.Folder);
        await bench.SavesAsync(SaveBench.BotExport(server.Link()), Zip, new SaveOptions { Path = bench.At("a.zip"), Overwrite = true });
        Assert.Equal(OwnerFile, Mode(bench.At("a.zip")));
        Assert.Equal(folder, Mode(bench.Folder));
    }

    [UnixFact]
    public async Task A_link_in_the_place_of_the_file_is_replaced_and_not_written_through()
    {
        using var server = new RawDownloadServer(new ServedFile(Zip).Answer);
        using var bench = new SaveBench(server.Uri);
        await File.WriteAllTextAsync(bench.At("precious.txt"), "old");
        File.CreateSymbolicLink(bench.At("a.zip"), bench.At("precious.txt"));
        await bench.SavesAsync(SaveBench.BotExport(server.Link()), Zip, new SaveOptions { Path = bench.At("a.zip"), Overwrite = true });
        Assert.Equal("old", await File.ReadAllTextAsync(bench.At("precious.txt")));

        File.CreateSymbolicLink(bench.At("dangling.zip"), bench.At("nowhere"));
        await bench.SavesAsync(SaveBench.BotExport(server.Link()), Zip, new SaveOptions { Path = bench.At("dangling.zip"), Overwrite = true });
        Assert.False(File.Exists(bench.At("nowhere")));
    }

    // Called on Unix alone, which the analyzer cannot see from the attribute.
    private static UnixFileMode Mode(string path) => OperatingSystem.IsWindows() ? throw new PlatformNotSupportedException() : File.GetUnixFileMode(path);

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

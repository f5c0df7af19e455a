using KoreExport.Downloads;
using KoreExport.Files;
using Xunit;

namespace KoreExport.Tests.Files;

/// <summary>Disks, folders and other processes.</summary>
public sealed class SavePathTests : IDisposable
{
    private static readonly byte[] Zip = Samples.Zip();
    private static readonly byte[] OtherZip = Samples.Zip(seed: 2);

    private readonly RawDownloadServer _server;
    private readonly SaveFixture _fixture;
    private ServedFile _file = new(Zip);

    public SavePathTests()
    {
        _server = new RawDownloadServer(request => _file.Answer(request));
        _fixture = new SaveFixture(_server.Uri, retries: 1);
    }

    private KoreExportJob Export => SaveFixture.BotExport(_server.Link(), _file.Content.Length);

    public void Dispose()
    {
        _fixture.Dispose();
        _server.Dispose();
    }

    [SmallDiskFact]
    [Fault(FaultArea.Saving, "disk full", "KoreFileWriteFailed; no temporary file is left, the old file is unharmed")]
    public async Task A_full_disk_is_an_error_and_leaves_nothing()
    {
        using var disk = SmallDisk.Mount("64k");
        var path = Path.Combine(disk.Folder, "a.zip");
        await File.WriteAllTextAsync(path, "old");
        _file = new ServedFile(Samples.Zip(noise: 200_000));
        var failure = await _fixture.RefusesAsync(KoreErrorId.FileWriteFailed, Export, new SaveOptions { Path = path, Overwrite = true });
        Assert.Equal(KoreErrorCategory.WriteError, failure.Category);
        Assert.Contains("No space left", failure.Message, StringComparison.Ordinal);
        Assert.Equal([path], Directory.GetFileSystemEntries(disk.Folder));
        Assert.Equal("old", await File.ReadAllTextAsync(path));
    }

    [SmallDiskFact]
    [Fault(FaultArea.Saving, "no permission to write", "KoreFileWriteFailed before a byte is fetched")]
    public async Task A_folder_that_cannot_be_written_to_is_an_error_before_the_download()
    {
        using var disk = SmallDisk.Mount("64k");
        disk.MakeReadOnly();
        await _fixture.RefusesAsync(KoreErrorId.FileWriteFailed, Export, new SaveOptions { Folder = disk.Folder });
        await _fixture.RefusesAsync(
            KoreErrorId.FileWriteFailed, Export, new SaveOptions { Folder = Path.Combine(disk.Folder, "new", "folder") });
        Assert.Empty(_server.Requests);
    }

    [Fact]
    [Fault(FaultArea.Saving, "destination folder is a file", "KoreFileWriteFailed before a byte is fetched; the file is unharmed")]
    public async Task A_file_in_the_place_of_the_folder_is_an_error()
    {
        await File.WriteAllTextAsync(_fixture.At("backup"), "a file");
        await _fixture.RefusesAsync(KoreErrorId.FileWriteFailed, Export, new SaveOptions { Folder = _fixture.At("backup") });
        await _fixture.RefusesAsync(KoreErrorId.FileWriteFailed, Export, new SaveOptions { Folder = _fixture.At("backup/below") });
        Assert.Empty(_server.Requests);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Fault(FaultArea.Saving, "destination file is a folder", "KoreFileWriteFailed before a byte is fetched; the folder is unharmed")]
    public async Task A_folder_in_the_place_of_the_file_is_an_error(bool overwrite)
    {
        Directory.CreateDirectory(_fixture.At("a.zip"));
        await _fixture.RefusesAsync(
            KoreErrorId.FileWriteFailed, Export, new SaveOptions { Path = _fixture.At("a.zip"), Overwrite = overwrite });
        Assert.Empty(_server.Requests);
    }

    [UnixFact]
    [Fault(FaultArea.Saving, "destination folder vanishes in the middle", "KoreFileWriteFailed; nothing is left")]
    public async Task A_folder_that_vanishes_meanwhile_is_an_error()
    {
        var folder = _fixture.At("backup");
        await _fixture.RefusesAsync(KoreErrorId.FileWriteFailed, Export, new SaveOptions { Folder = folder }, progress: _ =>
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        });
    }

    [Fact]
    public async Task A_folder_that_is_missing_is_made_with_those_above_it()
    {
        var saved = await _fixture.SavesAsync(Export, Zip, new SaveOptions { Folder = _fixture.At("a/b/c") });
        Assert.Equal(_fixture.At("a/b/c"), Path.GetDirectoryName(saved.FullName));
    }

    [Fact]
    [Fault(FaultArea.Saving, "file exists, no -Force", "KoreFileExists before a byte is fetched; the file is left alone")]
    public async Task A_file_that_is_there_is_left_alone()
    {
        await File.WriteAllTextAsync(_fixture.At("a.zip"), "old");
        var failure = await _fixture.RefusesAsync(KoreErrorId.FileExists, Export, new SaveOptions { Path = _fixture.At("a.zip") });
        Assert.Equal(KoreErrorCategory.ResourceExists, failure.Category);
        Assert.Empty(_server.Requests);
    }

    [Fact]
    public async Task Saving_the_same_export_twice_is_the_same_name_twice()
    {
        await _fixture.SaveAsync(Export);
        await _fixture.RefusesAsync(KoreErrorId.FileExists, Export);
        await _fixture.SaveAsync(Export, new SaveOptions { Folder = _fixture.Folder, Overwrite = true });
        Assert.Single(_fixture.Listing());
    }

    [Fact]
    [Fault(FaultArea.Saving, "file exists, with -Force", "replaced in one step, once the new one is whole")]
    public async Task With_force_the_old_file_stays_until_the_new_one_is_whole()
    {
        await File.WriteAllTextAsync(_fixture.At("a.zip"), "old");
        var meanwhile = string.Empty;
        var options = new SaveOptions { Path = _fixture.At("a.zip"), Overwrite = true };
        await _fixture.SavesAsync(
            Export, Zip, options, now => meanwhile = now.Received == Zip.Length ? File.ReadAllText(options.Path) : meanwhile);
        Assert.Equal("old", meanwhile);
        Assert.Equal(["a.zip"], _fixture.Listing().Keys);
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("damaged")]
    [InlineData("longer")]
    [Fault(FaultArea.Saving, "download fails, with -Force", "the old file is unharmed")]
    public async Task With_force_a_failure_leaves_the_old_file(string fault)
    {
        await File.WriteAllTextAsync(_fixture.At("a.zip"), "old");
        var announced = Zip.Length;
        var damaged = (byte[])Zip.Clone();
        damaged[^200] ^= 0xFF;
        _file = new ServedFile(fault switch { "cut" => Zip[..^10], "longer" => [.. Zip, 0], _ => damaged });
        var id = fault == "damaged" ? KoreErrorId.FileCorrupt : KoreErrorId.DownloadIncomplete;
        await _fixture.RefusesAsync(
            id, SaveFixture.BotExport(_server.Link(), announced), new SaveOptions { Path = _fixture.At("a.zip"), Overwrite = true });
    }

    [Fact]
    [Fault(FaultArea.Saving, "another process saves the same name meanwhile, no -Force", "KoreFileExists; the other's file is unharmed")]
    public async Task A_file_that_appears_meanwhile_is_left_alone()
    {
        // It is not there when the download begins, and there when it ends.
        var options = new SaveOptions { Path = _fixture.At("a.zip") };
        var refused = await Assert.ThrowsAsync<KoreException>(
            () => _fixture.SaveUncheckedAsync(Export, options, _ => File.WriteAllText(options.Path, "other")));
        Assert.Equal(KoreErrorId.FileExists, refused.ErrorId);
        Assert.Equal("other", await File.ReadAllTextAsync(_fixture.At("a.zip")));
        Assert.Single(_fixture.Listing());
    }

    [Fact]
    public async Task A_file_that_appears_or_disappears_meanwhile_gives_way_to_force()
    {
        var options = new SaveOptions { Path = _fixture.At("a.zip"), Overwrite = true };
        await _fixture.SavesAsync(Export, Zip, options, _ => File.WriteAllText(options.Path, "other"));
        await _fixture.SavesAsync(Export, Zip, options, _ => File.Delete(options.Path));
    }

    [Fact]
    [Fault(
        FaultArea.Saving,
        "several processes save the same name at the same time",
        "one file wins without -Force; with it the last, and it is whole")]
    public async Task Without_force_exactly_one_of_many_wins()
    {
        for (var round = 0; round < 30; round++)
        {
            var path = _fixture.At($"{round}.zip");
            var files = await FilesAtTheSameTimeAsync(path, overwrite: false);
            var winner = Assert.Single(files, static file => file.Error is null);
            Assert.All(files, static file => Assert.True(file.Error is null or KoreErrorId.FileExists, file.Error));
            Assert.Equal(winner.Content, await File.ReadAllBytesAsync(path));
        }

        Assert.Equal(30, _fixture.Listing().Count);
    }

    [Fact]
    public async Task With_force_all_of_many_succeed_and_the_file_is_one_of_theirs()
    {
        for (var round = 0; round < 30; round++)
        {
            var path = _fixture.At($"{round}.zip");
            var files = await FilesAtTheSameTimeAsync(path, overwrite: true);
            Assert.All(files, static file => Assert.Null(file.Error));
            var content = await File.ReadAllBytesAsync(path);
            Assert.Contains(files, file => file.Content.AsSpan().SequenceEqual(content));
        }

        Assert.Equal(30, _fixture.Listing().Count);
    }

    [Fact]
    public async Task Two_savers_of_one_name_do_not_get_into_each_others_way()
    {
        using var other = new RawDownloadServer(new ServedFile(OtherZip).Answer);
        var path = _fixture.At("a.zip");
        var results = await Task.WhenAll(
            Record.ExceptionAsync(() => SaveAsync(Export)),
            Record.ExceptionAsync(() => SaveAsync(SaveFixture.BotExport(other.Link(), OtherZip.Length))));
        var loser = Assert.IsType<KoreException>(Assert.Single(results, static result => result is not null));
        Assert.Equal(KoreErrorId.FileExists, loser.ErrorId);
        Assert.Equal(results[0] is null ? Zip : OtherZip, await File.ReadAllBytesAsync(path));
        Assert.Single(_fixture.Listing());

        Task SaveAsync(KoreExportJob export) =>
            _fixture.SaveUncheckedAsync(export, new SaveOptions { Path = path });
    }

    private static async Task<(byte[] Content, string? Error)[]> FilesAtTheSameTimeAsync(string path, bool overwrite)
    {
        const int savers = 4;
        using var start = new Barrier(savers);
        return await Task.WhenAll(Enumerable.Range(0, savers).Select(number => Task.Factory.StartNew(
            () =>
            {
                var content = Samples.Noise(number, 1000 + number);
                using var file = PartialFile.Create(path);
                file.AppendAsync(content, content.Length, default).GetAwaiter().GetResult();
                start.SignalAndWait();
                try
                {
                    file.Commit(path, overwrite);
                    return (content, (string?)null);
                }
                catch (KoreException failure)
                {
                    return (content, failure.ErrorId);
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));
    }
}

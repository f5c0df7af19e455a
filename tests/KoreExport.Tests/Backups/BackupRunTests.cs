using KoreExport.Backups;
using KoreExport.Errors;
using Xunit;

namespace KoreExport.Tests.Backups;

public sealed class BackupRunTests
{
    [Fact]
    public async Task A_run_leaves_an_index_that_knows_every_file()
    {
        using var bench = new BackupBench();
        var (saved, failed) = await bench.ExportAsync();
        Assert.Empty(failed);
        var items = bench.Index.Items.ToList();
        Assert.Equal(bench.Sandbox.BotId.Order(StringComparer.Ordinal), items.Select(item => item.BotId));
        foreach (var item in items)
        {
            var file = saved.Single(one => one.BotId == item.BotId);
            Assert.Equal(
                (file.Id, file.Sha256, file.ContentHash, file.Size, Path.GetFileName(file.Path), file.Name, "{\"exportType\":\"latest\"}"),
                (item.RequestId!, item.Sha256!, item.ContentHash!, item.Size, item.Path!, item.Name!, item.Options!));
            Assert.Equal(bench.Sandbox.HostUri.GetLeftPart(UriPartial.Authority), item.Host);
        }

        Assert.True((await bench.TestAsync()).Ok);
    }

    [Fact]
    public async Task Resume_does_what_failed_what_is_gone_and_what_is_new_and_nothing_else()
    {
        using var bench = new BackupBench(bots: 6);
        var bots = bench.Sandbox.BotId;
        bench.Sandbox.Faults.Job.BotId = bots[0];
        bench.Sandbox.Faults.Job.FailCount = 1;
        var (_, failed) = await bench.ExportAsync(bots.Take(5));
        Assert.Equal(KoreErrorId.ExportFailed, Assert.IsType<KoreException>(failed[bots[0]]).ErrorId);
        Assert.Equal("KoreExportFailed", bench.Index.Newest(new BackupKey(bots[0], KoreBackupKind.Bot, null))!.ErrorId);
        File.Delete(bench.Zips.Single(path => path.Contains(bots[1], StringComparison.Ordinal)));
        File.AppendAllText(bench.Zips.Single(path => path.Contains(bots[2], StringComparison.Ordinal)), "x");

        bench.Sandbox.ClearRequests();
        var (saved, _) = await bench.ExportAsync(resume: true);
        Assert.Equal(new[] { bots[0], bots[1], bots[2], bots[5] }.Order(), saved.Select(one => one.BotId).Order());
        Assert.Equal(4, bench.Starts);

        bench.Sandbox.ClearRequests();
        Assert.Empty((await bench.ExportAsync(resume: true)).Saved);
        Assert.Equal(0, bench.Starts);
    }

    [Fact]
    public async Task Resume_takes_neither_another_selection_nor_what_is_too_old_for_done()
    {
        using var bench = new BackupBench(bots: 2);
        await bench.ExportAsync();
        Assert.Equal(2, (await bench.ExportAsync(resume: true, type: "published")).Saved.Count);
        Assert.Empty((await bench.ExportAsync(resume: true, type: "published", maximumAge: TimeSpan.FromHours(1))).Saved);
        Assert.Equal(2, (await bench.ExportAsync(resume: true, type: "published", maximumAge: TimeSpan.Zero)).Saved.Count);
    }

    [Fact]
    public async Task A_night_without_changes_writes_no_file_and_a_changed_bot_exactly_one()
    {
        using var bench = new BackupBench();
        await bench.ExportAsync(skipUnchanged: true);
        var before = bench.Zips;
        for (var night = 0; night < 3; night++)
        {
            var (same, _) = await bench.ExportAsync(skipUnchanged: true);
            Assert.All(same, one => Assert.Equal(KoreBackupOutcome.Unchanged, one.Outcome));
            Assert.Equal(before, same.Select(one => one.Path).Order(StringComparer.Ordinal));
        }

        Assert.Equal(before, bench.Zips);
        Assert.Equal(8, bench.Index.Count);

        bench.Sandbox.TouchBot(bench.Sandbox.BotId[2]);
        var (after, _) = await bench.ExportAsync(skipUnchanged: true);
        var changed = Assert.Single(after, one => one.Outcome == KoreBackupOutcome.Saved);
        Assert.Equal(bench.Sandbox.BotId[2], changed.BotId);
        Assert.Equal([changed.Path], bench.Zips.Except(before));
        Assert.True((await bench.TestAsync(TimeSpan.FromMinutes(1))).Ok);
    }

    [Fact]
    public async Task A_damaged_or_missing_copy_does_not_pass_for_unchanged()
    {
        using var bench = new BackupBench(bots: 2);
        await bench.ExportAsync();
        var bytes = File.ReadAllBytes(bench.Zips[0]);
        bytes[40] ^= 1;
        File.WriteAllBytes(bench.Zips[0], bytes);
        File.Delete(bench.Zips[1]);
        var (saved, _) = await bench.ExportAsync(skipUnchanged: true);
        Assert.All(saved, one => Assert.Equal(KoreBackupOutcome.Saved, one.Outcome));
    }

    [Fact]
    public async Task Old_files_may_be_cleaned_up()
    {
        using var bench = new BackupBench(bots: 1);
        await bench.ExportAsync();
        var old = Assert.Single(bench.Zips);
        await bench.ExportAsync();
        File.Delete(old);
        Assert.Equal(1, (await bench.TestAsync()).Missing);
        await bench.ExportAsync(skipUnchanged: true);
        Assert.True((await bench.TestAsync()).Ok);
    }

    [Fact]
    public async Task An_index_that_cannot_be_read_is_not_built_upon()
    {
        using var bench = new BackupBench(bots: 1);
        Directory.CreateDirectory(bench.Folder);
        File.WriteAllText(BackupFiles.IndexPath(bench.Folder), "{");
        Assert.Equal(KoreErrorId.IndexInvalid, (await Assert.ThrowsAsync<KoreException>(() => bench.ExportAsync())).ErrorId);
        Assert.Equal("{", File.ReadAllText(BackupFiles.IndexPath(bench.Folder)));
        Assert.Empty(bench.Sandbox.Requests);
    }

    [Fact]
    public async Task Leftovers_of_a_killed_run_go_and_files_in_the_making_stay()
    {
        using var bench = new BackupBench(bots: 1);
        Directory.CreateDirectory(bench.Folder);
        var leftover = Path.Combine(bench.Folder, ".st-1.bot.zip.0123.partial");
        File.WriteAllText(leftover, "half");
        using var live = KoreExport.Files.PartialFile.Create(Path.Combine(bench.Folder, "live.zip"));
        await bench.ExportAsync();
        Assert.False(File.Exists(leftover));
        Assert.Single(Directory.GetFiles(bench.Folder, ".live.zip.*"));
    }

    [Fact]
    public async Task Two_runs_into_one_folder_lose_nothing()
    {
        using var bench = new BackupBench(bots: 40);
        var halves = bench.Sandbox.BotId.Chunk(20).ToList();
        await Task.WhenAll(halves.Select(half => bench.ExportAsync(half)));
        Assert.Equal(40, bench.Index.Count);
        Assert.True((await bench.TestAsync(bots: bench.Sandbox.BotId.ToList())).Ok);
    }
}

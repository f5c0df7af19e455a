using KoreExport.Backups;
using KoreExport.Files;
using Xunit;

namespace KoreExport.Tests.Backups;

public sealed class BackupRunTests
{
    [Fact]
    public async Task A_run_leaves_an_index_that_knows_every_file()
    {
        using var fixture = new BackupFixture();
        var (saved, failed) = await fixture.ExportAsync();
        Assert.Empty(failed);
        var items = fixture.Index.Items.ToList();
        Assert.Equal(fixture.Sandbox.BotId.Order(StringComparer.Ordinal), items.Select(item => item.BotId));
        foreach (var item in items)
        {
            var file = saved.Single(one => one.BotId == item.BotId);
            Assert.Equal(
                (file.Id, file.Sha256, file.ContentHash, file.Size, Path.GetFileName(file.FullName), file.Name, "{\"exportType\":\"latest\"}"),
                (item.RequestId!, item.Sha256!, item.ContentHash!, item.Size, item.Path!, item.Name!, item.Options!));
            Assert.Equal(fixture.Sandbox.HostUri.GetLeftPart(UriPartial.Authority), item.Host);
        }

        Assert.True((await fixture.TestAsync()).Ok);
    }

    [Fact]
    public async Task Resume_does_what_failed_what_is_gone_and_what_is_new_and_nothing_else()
    {
        using var fixture = new BackupFixture(bots: 6);
        var bots = fixture.Sandbox.BotId;
        fixture.Sandbox.Faults.Job.BotId = bots[0];
        fixture.Sandbox.Faults.Job.FailCount = 1;
        var (_, failed) = await fixture.ExportAsync(bots.Take(5));
        Assert.Equal(KoreErrorId.ExportFailed, Assert.IsType<KoreException>(failed[bots[0]]).ErrorId);
        Assert.Equal("KoreExportFailed", fixture.Index.Newest(new BackupKey(bots[0], KoreExportKind.Bot, null))!.ErrorId);
        File.Delete(fixture.Zips.Single(path => path.Contains(bots[1], StringComparison.Ordinal)));
        File.AppendAllText(fixture.Zips.Single(path => path.Contains(bots[2], StringComparison.Ordinal)), "x");

        fixture.Sandbox.ClearRequests();
        var (saved, _) = await fixture.ExportAsync(resume: true);
        Assert.Equal(new[] { bots[0], bots[1], bots[2], bots[5] }.Order(), saved.Select(one => one.BotId).Order());
        Assert.Equal(4, fixture.Starts);

        fixture.Sandbox.ClearRequests();
        Assert.Empty((await fixture.ExportAsync(resume: true)).Saved);
        Assert.Equal(0, fixture.Starts);
    }

    [Fact]
    public async Task Resume_takes_neither_another_selection_nor_what_is_too_old_for_done()
    {
        using var fixture = new BackupFixture(bots: 2);
        await fixture.ExportAsync();
        Assert.Equal(2, (await fixture.ExportAsync(resume: true, type: "published")).Saved.Count);
        Assert.Empty((await fixture.ExportAsync(resume: true, type: "published", maximumAge: TimeSpan.FromHours(1))).Saved);
        Assert.Equal(2, (await fixture.ExportAsync(resume: true, type: "published", maximumAge: TimeSpan.Zero)).Saved.Count);
    }

    [Fact]
    public async Task A_night_without_changes_writes_no_file_and_a_changed_bot_exactly_one()
    {
        using var fixture = new BackupFixture();
        await fixture.ExportAsync(skipUnchanged: true);
        var before = fixture.Zips;
        for (var night = 0; night < 3; night++)
        {
            var (same, _) = await fixture.ExportAsync(skipUnchanged: true);
            Assert.All(same, one => Assert.Equal(KoreBackupOutcome.Unchanged, one.Outcome));
            Assert.Equal(before, same.Select(one => one.FullName).Order(StringComparer.Ordinal));
        }

        Assert.Equal(before, fixture.Zips);
        Assert.Equal(8, fixture.Index.Count);

        fixture.Sandbox.TouchBot(fixture.Sandbox.BotId[2]);
        var (after, _) = await fixture.ExportAsync(skipUnchanged: true);
        var changed = Assert.Single(after, one => one.Outcome == KoreBackupOutcome.Saved);
        Assert.Equal(fixture.Sandbox.BotId[2], changed.BotId);
        Assert.Equal([changed.FullName], fixture.Zips.Except(before));
        Assert.True((await fixture.TestAsync(TimeSpan.FromMinutes(1))).Ok);
    }

    [Fact]
    public async Task A_damaged_or_missing_copy_does_not_pass_for_unchanged()
    {
        using var fixture = new BackupFixture(bots: 2);
        await fixture.ExportAsync();
        var bytes = File.ReadAllBytes(fixture.Zips[0]);
        bytes[40] ^= 1;
        File.WriteAllBytes(fixture.Zips[0], bytes);
        File.Delete(fixture.Zips[1]);
        var (saved, _) = await fixture.ExportAsync(skipUnchanged: true);
        Assert.All(saved, one => Assert.Equal(KoreBackupOutcome.Saved, one.Outcome));
    }

    [Fact]
    public async Task Old_files_may_be_cleaned_up()
    {
        using var fixture = new BackupFixture(bots: 1);
        await fixture.ExportAsync();
        var old = Assert.Single(fixture.Zips);
        await fixture.ExportAsync();
        File.Delete(old);
        Assert.Equal(1, (await fixture.TestAsync()).Missing);
        await fixture.ExportAsync(skipUnchanged: true);
        Assert.True((await fixture.TestAsync()).Ok);
    }

    [Fact]
    public async Task An_index_that_cannot_be_read_is_not_built_upon()
    {
        using var fixture = new BackupFixture(bots: 1);
        Directory.CreateDirectory(fixture.Folder);
        File.WriteAllText(BackupFiles.IndexPath(fixture.Folder), "{");
        Assert.Equal(KoreErrorId.IndexInvalid, (await Assert.ThrowsAsync<KoreException>(() => fixture.ExportAsync())).ErrorId);
        Assert.Equal("{", File.ReadAllText(BackupFiles.IndexPath(fixture.Folder)));
        Assert.Empty(fixture.Sandbox.Requests);
    }

    [Fact]
    public async Task Leftovers_of_a_killed_run_go_and_files_in_the_making_stay()
    {
        using var fixture = new BackupFixture(bots: 1);
        Directory.CreateDirectory(fixture.Folder);
        var leftover = Path.Combine(fixture.Folder, ".st-1.bot.zip.0123.partial");
        File.WriteAllText(leftover, "half");
        using var live = PartialFile.Create(Path.Combine(fixture.Folder, "live.zip"));
        await fixture.ExportAsync();
        Assert.False(File.Exists(leftover));
        Assert.Single(Directory.GetFiles(fixture.Folder, ".live.zip.*"));
    }

    [Fact]
    public async Task Two_runs_into_one_folder_lose_nothing()
    {
        using var fixture = new BackupFixture(bots: 40);
        var halves = fixture.Sandbox.BotId.Chunk(20).ToList();
        await Task.WhenAll(halves.Select(half => fixture.ExportAsync(half)));
        Assert.Equal(40, fixture.Index.Count);
        Assert.True((await fixture.TestAsync(bots: fixture.Sandbox.BotId.ToList())).Ok);
    }
}

using System.Globalization;
using KoreExport.Backups;
using Xunit;

namespace KoreExport.Tests.Backups;

public sealed class BackupTestTests
{
    [Fact]
    public async Task Every_kind_of_damage_is_found_and_named()
    {
        using var fixture = new BackupFixture(bots: 5);
        await fixture.ExportAsync();
        var zips = fixture.Zips;
        File.Delete(zips[0]);
        File.AppendAllText(zips[1], "x");
        var bytes = File.ReadAllBytes(zips[2]);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(zips[2], bytes);
        File.WriteAllText(Path.Combine(fixture.Folder, "stranger.zip"), "?");
        File.WriteAllText(Path.Combine(fixture.Folder, ".x.zip.1.partial"), "?");
        File.WriteAllText(Path.Combine(fixture.Folder, ".gitattributes"), "*.zip binary");
        Directory.CreateDirectory(Path.Combine(fixture.Folder, "unpacked"));

        var report = await fixture.TestAsync();
        Assert.False(report.Ok);
        Assert.Equal((1, 2, 3, 5, 2), (report.Missing, report.Damaged, report.Foreign, report.FileCount, report.GoodFileCount));
        Assert.Equal(zips[0], report.Problems[0].Path);
        Assert.Equal(Path.GetFileName(zips[0])[..39], report.Problems[0].BotId);
        Assert.Contains("bytes instead of", report.Problems.Single(problem => problem.Path == zips[1]).Message, StringComparison.Ordinal);
        Assert.Contains("SHA-256", report.Problems.Single(problem => problem.Path == zips[2]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stale_and_failed_exports_are_found()
    {
        using var fixture = new BackupFixture(bots: 3);
        await fixture.ExportAsync();
        Assert.Equal(3, (await fixture.TestAsync(TimeSpan.Zero)).Stale);
        Assert.True((await fixture.TestAsync(TimeSpan.FromHours(1))).Ok);

        fixture.Sandbox.Faults.Job.FailCount = 1;
        await fixture.ExportAsync(fixture.Sandbox.BotId.Take(1));
        var problem = Assert.Single((await fixture.TestAsync()).Problems);
        Assert.Equal((KoreBackupProblemKind.Failed, fixture.Sandbox.BotId[0]), (problem.Problem, problem.BotId));
        Assert.NotNull(problem.LastGoodOn);
        Assert.Contains("KoreExportFailed", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shards_count_as_one_set_and_a_bot_in_none_of_them_is_named()
    {
        using var fixture = new BackupFixture(bots: 6);
        var bots = fixture.Sandbox.BotId;
        var shards = Enumerable.Range(0, 2).Select(_ => fixture.NewFolder()).ToArray();
        for (var i = 0; i < 2; i++)
        {
            fixture.Folder = shards[i];
            await fixture.ExportAsync(bots.Take(5).Where((_, n) => n % 2 == i));
        }

        Assert.True((await fixture.TestAsync(bots: bots.Take(5).ToList(), folders: shards)).Ok);
        var problem = Assert.Single((await fixture.TestAsync(bots: bots.ToList(), folders: shards)).Problems);
        Assert.Equal((KoreBackupProblemKind.Absent, bots[5]), (problem.Problem, problem.BotId));

        // What the account has no more need not be fresh.
        Assert.Equal(1, (await fixture.TestAsync(TimeSpan.Zero, [bots[0]], shards)).Stale);
    }

    [Fact]
    public async Task A_failure_in_one_shard_counts_for_nothing_where_another_has_done_it_since()
    {
        using var fixture = new BackupFixture(bots: 1);
        var shards = new[] { fixture.NewFolder(), fixture.NewFolder() };
        fixture.Sandbox.Faults.Job.FailCount = 1;
        fixture.Folder = shards[0];
        await fixture.ExportAsync();
        Assert.False((await fixture.TestAsync()).Ok);
        fixture.Folder = shards[1];
        await fixture.ExportAsync();
        Assert.True((await fixture.TestAsync(folders: shards)).Ok);
    }

    [Fact]
    public async Task A_folder_without_a_readable_index_is_a_problem_and_not_the_end()
    {
        using var fixture = new BackupFixture(bots: 1);
        await fixture.ExportAsync();
        var (empty, broken) = (fixture.NewFolder(), fixture.NewFolder());
        Directory.CreateDirectory(empty);
        Directory.CreateDirectory(broken);
        File.WriteAllText(BackupFiles.IndexPath(broken), "{}");
        var report = await fixture.TestAsync(folders: [fixture.Folder, empty, broken, fixture.NewFolder()]);
        Assert.Equal((2, 1, 1), (report.Missing, report.Damaged, report.GoodFileCount));
        Assert.Equal("3 problems", report.ToString());
        Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"1 bots, 1 files, all good"), (await fixture.TestAsync()).ToString());
    }
}

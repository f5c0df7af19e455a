using System.Diagnostics;
using KoreExport.Backups;
using Xunit;
using Xunit.Abstractions;

namespace KoreExport.Tests.Backups;

public sealed class BackupRetentionTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_year_of_twenty_bots_is_thinned_to_exactly_what_the_rules_say()
    {
        using var set = new SetFixture { Clock = new FakeClock(new DateTimeOffset(2025, 1, 1, 3, 0, 0, TimeSpan.Zero)) };
        var nights = new List<DateTimeOffset>();
        for (var night = 0; night < 365; night++)
        {
            nights.Insert(0, set.Now);
            for (var bot = 1; bot <= 20; bot++)
            {
                Save(set, SetFixture.About($"st-{bot}"), $"night {night} of bot {bot}");
            }

            set.Night();
        }

        // By the process's own time, because others may want the machine too.
        var expected = Expected(nights);
        var wall = Stopwatch.StartNew();
        using var process = DemoProcess.Start("remove", set.Folder, "0", "7", "4", "12");
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        output.WriteLine(
            $"7300 files, {expected.Count * 20} kept: {text.ReplaceLineEndings(" ")}s of processor time, "
                + $"{wall.Elapsed.TotalSeconds:0.0} s");
        Assert.Equal(0, process.ExitCode);
        Assert.InRange(double.Parse(text.Split('\n')[1], System.Globalization.CultureInfo.InvariantCulture), 0, 5);
        for (var bot = 1; bot <= 20; bot++)
        {
            var left = set.Set.FolderOf($"st-{bot}").Entries.Select(entry => entry.Name.Time).ToList();
            Assert.Equal(expected, left);
        }

        Assert.Equal(expected.Count * 20 * 2, set.Files().Count);
        var report = await set.TestAsync(new BackupTestOptions { Strict = true });
        Assert.True(report.Ok, string.Join("\n", report.Problems));
        Assert.Equal(expected.Count * 20, report.GoodFileCount);
    }

    [Fact]
    public void Series_are_decided_each_by_itself()
    {
        using var set = new SetFixture();
        Save(set, SetFixture.About(), "one");
        Save(set, SetFixture.About(options: "exportType=published"), "two");
        Save(set, SetFixture.About(kind: KoreExportKind.MlUtterance), "three");
        Save(set, SetFixture.About(kind: KoreExportKind.TestSuite, part: "a"), "four");
        Save(set, SetFixture.About(kind: KoreExportKind.TestSuite, part: "b"), "five");
        set.Night();
        Save(set, SetFixture.About(), "six");
        var decisions = Decide(set, new RetentionPolicy { Last = 1 });
        Assert.Equal(6, decisions.Count);
        Assert.Equal("one", File.ReadAllText(Assert.Single(decisions, decision => !decision.IsKept).Entry.FilePath));
    }

    [Fact]
    public void A_damaged_file_counts_for_nothing_and_is_left_alone()
    {
        using var set = new SetFixture();
        var paths = new List<string>();
        for (var night = 0; night < 4; night++)
        {
            paths.Insert(0, Save(set, SetFixture.About(), "night " + night));
            set.Night();
        }

        File.WriteAllText(paths[0], "night X");
        var decisions = Decide(set, new RetentionPolicy { Last = 1 }).ToDictionary(decision => decision.Entry.FilePath);
        Assert.Contains("damaged", decisions[paths[0]].Reason, StringComparison.Ordinal);
        Assert.True(decisions[paths[0]].IsKept);
        Assert.Equal("last 1 of 1", decisions[paths[1]].Reason);
        Assert.False(decisions[paths[2]].IsKept);

        // The newest good one stays, although it is the oldest of all.
        File.WriteAllText(paths[1], "night X");
        File.WriteAllText(paths[2], "night X");
        decisions = Decide(set, new RetentionPolicy { Within = TimeSpan.FromHours(1) }).ToDictionary(decision => decision.Entry.FilePath);
        Assert.Equal("the newest good one", decisions[paths[3]].Reason);
    }

    [Fact]
    public void What_is_left_of_a_bot_that_is_gone_stays_unless_asked()
    {
        using var set = new SetFixture();
        Save(set, SetFixture.About("st-gone"), "old");
        set.Night(400);
        Save(set, SetFixture.About("st-here"), "new");
        var policy = new RetentionPolicy { Within = TimeSpan.FromDays(365) };
        Assert.All(Decide(set, policy), decision => Assert.True(decision.IsKept));
        Assert.Single(Decide(set, policy, ["st-here"]));
        var removed = Assert.Single(Decide(set, policy, ["st-here"], includesRetired: true), decision => !decision.IsKept);
        Assert.Equal("st-gone", removed.Entry.Record!.BotId);
    }

    [Fact]
    public void What_would_remove_what_nobody_means_is_refused()
    {
        foreach (var refused in new Action[]
        {
            static () => BackupRetention.Create(new RetentionPolicy(), null, includesRetired: false),
            static () => BackupRetention.Create(new RetentionPolicy { Last = 1 }, [], includesRetired: true),
            static () => BackupRetention.Create(new RetentionPolicy { Last = 1 }, null, includesRetired: true),
        })
        {
            Assert.Equal(KoreErrorId.OptionInvalid, Assert.Throws<KoreException>(refused).ErrorId);
        }
    }

    private static IReadOnlyList<RetentionDecision> Decide(
        SetFixture set, RetentionPolicy policy, HashSet<string>? botIds = null, bool includesRetired = false) =>
        BackupRetention.Create(policy, botIds, includesRetired)
            .Decide([set.Folder], set.Now, problem => Assert.Fail(problem.Message), CancellationToken.None);

    private static string Save(SetFixture set, BackupRecord about, string content)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(content);
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));
        var path = set.Writer.Save(
            about with { Size = bytes.Length, Sha256 = hash, ContentHash = hash }, "zip", BackupState.Of(about.Series, [], set.Now));
        File.WriteAllBytes(path, bytes);
        return path;
    }

    // By calendar, another way than the rules go: 7 days; the last night of each of 4 weeks and 12 months; the oldest where months lack.
    private static List<string> Expected(List<DateTimeOffset> newestFirst)
    {
        static DateTime Monday(DateTimeOffset time) => time.UtcDateTime.Date.AddDays(-(((int)time.DayOfWeek + 6) % 7));
        var kept = newestFirst.Take(7)
            .Concat(newestFirst.GroupBy(Monday).OrderByDescending(week => week.Key).Take(4).Select(week => week.Max()))
            .Concat(newestFirst
                .GroupBy(time => (time.UtcDateTime.Year, time.UtcDateTime.Month))
                .OrderByDescending(month => month.Key)
                .Take(12)
                .Select(month => month.Max()));
        return kept.Distinct().OrderDescending().Select(BackupFileName.TimeText).ToList();
    }
}

using KoreExport.Backups;
using KoreExport.Files;
using KoreExport.Tests.Files;
using Xunit;

namespace KoreExport.Tests.Backups;

public sealed class BackupTesterTests : IDisposable
{
    private static readonly TimeSpan Day = TimeSpan.FromHours(26);

    private readonly SetFixture _fixture = new();

    private BackupRecord Bot { get; } = SetFixture.About();

    private BackupRecord Published { get; } = SetFixture.About(options: SetFixture.Published);

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task A_whole_set_is_ok_and_its_figures_are_right()
    {
        _fixture.Save(Bot, "12345");
        _fixture.Save(Published, "123");
        _fixture.Save(SetFixture.About("st-2"), "12");
        var report = await OkAsync(new BackupTestOptions { MaximumAge = Day, BotIds = ["st-1", "st-2"] });
        Assert.Equal((2, 3, 3, 10L, 0), (report.BotCount, report.FileCount, report.GoodFileCount, report.Size, report.Retired.Count));
        Assert.Equal((_fixture.Now, _fixture.Now), (report.OldestOn, report.NewestOn));
    }

    [Fact]
    public async Task Every_kind_of_damage_is_found_and_named()
    {
        var missing = _fixture.Save(SetFixture.About("st-1"));
        var longer = _fixture.Save(SetFixture.About("st-2"));
        var other = _fixture.Save(SetFixture.About("st-3"));
        var unreadable = _fixture.Save(SetFixture.About("st-4"));
        var newer = _fixture.Save(SetFixture.About("st-5"));
        _fixture.Save(SetFixture.About("st-6"));
        File.Delete(missing);
        File.AppendAllText(longer, "x");
        File.WriteAllText(other, "CONTENT");
        File.WriteAllText(unreadable + ".record.json", "{");
        File.WriteAllText(newer + ".record.json", """{"schema":2}""");

        var report = await _fixture.TestAsync();
        Assert.Equal((1, 4, 0, 4, 1), (report.Missing, report.Damaged, report.Foreign, report.FileCount, report.GoodFileCount));
        Assert.Equal(
            [missing, longer, other, unreadable + ".record.json", newer + ".record.json"],
            report.Problems.Select(problem => problem.Path!));
        Assert.Equal(["st-1", "st-2", "st-3", "st-4", "st-5"], report.Problems.Select(problem => problem.BotId!));
        string[] words = ["missing", "8 bytes instead of 7", "SHA-256 mismatch", "not whole JSON", "schema is 2"];
        Assert.All(words.Zip(report.Problems), pair => Assert.Contains(pair.First, pair.Second.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_success_of_one_selection_neither_hides_the_failure_of_another_nor_its_age()
    {
        _fixture.Fail(Published);
        _fixture.Clock.Advance(TimeSpan.FromMinutes(1));
        _fixture.Save(Bot);
        var failed = Assert.Single((await _fixture.TestAsync()).Problems);
        Assert.Equal((KoreBackupProblemKind.Failed, "st-1", KoreExportKind.Bot), (failed.Problem, failed.BotId, failed.Kind));
        Assert.Contains("published", failed.Message, StringComparison.Ordinal);

        _fixture.Save(Published, "p");
        await OkAsync(new BackupTestOptions { MaximumAge = Day });
        _fixture.Night(2);
        _fixture.Renew(Bot);
        var stale = Assert.Single((await _fixture.TestAsync(new BackupTestOptions { MaximumAge = Day })).Problems);
        Assert.Equal(KoreBackupProblemKind.Stale, stale.Problem);
        Assert.Contains("published", stale.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clock_that_was_ahead_once_is_said_hides_no_failure_and_turns_stale()
    {
        _fixture.Save(Bot, "before");
        _fixture.Clock.SetWallClockAhead(TimeSpan.FromDays(365));
        _fixture.Save(Bot, "ahead");
        _fixture.Clock.SetWallClockAhead(TimeSpan.FromDays(-365));
        Assert.Equal([KoreBackupProblemKind.ClockSkew], Kinds(await _fixture.TestAsync()));
        _fixture.Night(2);
        var old = new BackupTestOptions { MaximumAge = Day };
        Assert.Equal([KoreBackupProblemKind.Stale, KoreBackupProblemKind.ClockSkew], Kinds(await _fixture.TestAsync(old)));
        _fixture.Fail(Bot);
        Assert.Equal([KoreBackupProblemKind.Failed], Kinds(await _fixture.TestAsync(old)));
        _fixture.Night();
        _fixture.Renew(Bot);
        await OkAsync(old);
    }

    [Fact]
    public async Task Without_the_list_of_the_accounts_bots_nothing_is_ok()
    {
        _fixture.Save(Bot);
        var report = await _fixture.TestAsync(new BackupTestOptions { BotIds = [] });
        Assert.False(report.Ok);
        Assert.Equal([KoreBackupProblemKind.Absent], Kinds(report));
        Assert.Null(report.Problems[0].BotId);
        Assert.Empty(report.Retired);
    }

    [Fact]
    public async Task A_bot_that_is_in_no_set_is_absent()
    {
        _fixture.Save(Bot);
        var report = await _fixture.TestAsync(new BackupTestOptions { BotIds = ["st-1", "st-2", "st-3"] });
        Assert.Equal(["st-2", "st-3"], report.Problems.Select(problem => problem.BotId));
        Assert.Equal([KoreBackupProblemKind.Absent, KoreBackupProblemKind.Absent], Kinds(report));
    }

    [Fact]
    public async Task A_retired_bot_is_said_once_and_can_be_left_out()
    {
        _fixture.Save(Bot);
        var gone = SetFixture.About("st-9");
        var first = _fixture.Save(gone, "one");
        _fixture.Night();
        var second = _fixture.Save(gone, "two");
        _fixture.Fail(SetFixture.About("st-9", KoreExportKind.Variable));
        _fixture.Night(30);
        _fixture.Renew(Bot);
        var options = new BackupTestOptions { MaximumAge = Day, BotIds = ["st-1"] };
        Assert.Equal(["st-9"], (await OkAsync(options)).Retired);

        // Its files may be all that is left of it.
        File.Delete(first);
        File.AppendAllText(second, "x");
        var problem = Assert.Single((await _fixture.TestAsync(options)).Problems);
        Assert.Equal("st-9", problem.BotId);
        Assert.Contains("2 of its files", problem.Message, StringComparison.Ordinal);
        Assert.Empty((await OkAsync(options with { ExcludeRetired = true })).Retired);

        // What was deleted with its record is gone.
        File.Delete(first + ".record.json");
        File.Delete(second);
        File.Delete(second + ".record.json");
        await OkAsync(options);
    }

    [Fact]
    public async Task What_was_deleted_with_its_record_is_gone_and_what_without_is_missing()
    {
        var old = _fixture.Save(Bot, "one");
        _fixture.Night();
        _fixture.Save(Bot, "two");
        File.Delete(old);
        Assert.Equal([KoreBackupProblemKind.Missing], Kinds(await _fixture.TestAsync()));
        File.Delete(old + ".record.json");
        await OkAsync();
    }

    [Fact]
    public async Task Parts_that_the_platform_has_no_more_need_not_be_fresh_and_those_it_has_are_judged_together()
    {
        var suites = SetFixture.About(kind: KoreExportKind.TestSuite);
        _fixture.Save(suites with { Part = "old" }, "{}", "json");
        _fixture.Save(suites with { Part = "kept" }, "{}", "json");
        _fixture.List(suites, "old", "kept");
        _fixture.Night(3);
        _fixture.Renew(suites with { Part = "kept" });
        _fixture.List(suites, "kept");
        await OkAsync(new BackupTestOptions { MaximumAge = Day });
        _fixture.Night(3);
        var stale = Assert.Single((await _fixture.TestAsync(new BackupTestOptions { MaximumAge = Day })).Problems);
        Assert.Equal((KoreBackupProblemKind.Stale, null), (stale.Problem, stale.Part));
    }

    [Fact]
    public async Task A_bot_without_parts_is_as_good_as_any()
    {
        _fixture.List(SetFixture.About(kind: KoreExportKind.TestSuite));
        var report = await OkAsync(new BackupTestOptions { MaximumAge = Day, BotIds = ["st-1"] });
        Assert.Equal((1, 0), (report.BotCount, report.FileCount));
    }

    [Fact]
    public async Task An_export_made_by_hand_need_not_be_made_again_where_a_newer_one_is_there()
    {
        var byHand = SetFixture.About(options: null);
        _fixture.Save(byHand);
        _fixture.Night(3);
        Assert.Equal([KoreBackupProblemKind.Stale], Kinds(await _fixture.TestAsync(new BackupTestOptions { MaximumAge = Day })));
        _fixture.Save(Bot);
        await OkAsync(new BackupTestOptions { MaximumAge = Day });
    }

    [Fact]
    public async Task Files_of_others_do_no_harm_and_strict_lists_them()
    {
        using var fixture = new SetFixture { Clock = new FakeClock() };
        var saved = fixture.Save(Bot);
        string At(string name) => Path.Combine(fixture.Folder, name);
        Array.ForEach([".git", "lost+found", "notes"], name => Directory.CreateDirectory(At(name)));
        var live = TemporaryName.For(At("st-1/x.zip"));
        var dead = TemporaryNameTests.OfADeadProcess(At("st-1/x.zip"));
        string[] foreign = [dead, At("README.md"), At("st-1/20290101T030000000Z.bot.zip"), At("st-1/notes.txt"), At("notes/diary.txt")];
        foreach (var file in foreign.Append(live))
        {
            File.WriteAllText(file, "?");
        }

        await OkAsync(fixture: fixture);
        var strict = await fixture.TestAsync(new BackupTestOptions { Strict = true });
        Assert.Equal(foreign.Append(At("lost+found")).Order(), strict.Problems.Select(problem => problem.Path!).Order());
        Assert.Equal(strict.Problems.Count, strict.Foreign);
        Assert.True(File.Exists(saved));
    }

    [Fact]
    public async Task While_an_export_runs_its_files_are_neither_foreign_nor_missing()
    {
        using var fixture = new SetFixture { Clock = new FakeClock() };
        fixture.Save(Bot, "one");
        fixture.Night();
        var path = fixture.Prepare(Bot, "two");
        var temporary = TemporaryName.For(path);
        File.WriteAllText(temporary, "two");
        File.SetLastWriteTimeUtc(temporary, fixture.Now.UtcDateTime);
        await OkAsync(new BackupTestOptions { Strict = true }, fixture);

        // Ended at that moment, its file is the next export's to finish.
        File.Move(temporary, TemporaryNameTests.OfADeadProcess(path));
        await OkAsync(fixture: fixture);
        File.Delete(Directory.GetFiles(Path.GetDirectoryName(path)!, ".*").Single());
        Assert.Equal([KoreBackupProblemKind.Missing], Kinds(await fixture.TestAsync()));
    }

    [Fact]
    public async Task A_test_during_exports_finds_nothing_wrong_at_any_moment()
    {
        using var fixture = new SetFixture { Clock = new FakeClock() };
        fixture.Save(Bot);
        using var enough = new CancellationTokenSource();
        var written = 0;
        var writing = Task.Run(() =>
        {
            for (var i = 0; !enough.IsCancellationRequested; i++)
            {
                var about = SetFixture.About($"st-{i % 5}");
                Directory.CreateDirectory(fixture.Set.PathOf(about.BotId));

                // As an export does it: the file is whole before its record is written, and gets its name after that.
                var temporary = TemporaryName.For(Path.Combine(fixture.Set.PathOf(about.BotId), "bot.zip"));
                File.WriteAllText(temporary, $"content {i}");
                AtomicFile.MoveNew(temporary, fixture.Prepare(about, $"content {i}"));
                fixture.Renew(about);
                Interlocked.Increment(ref written);
            }
        });
        try
        {
            for (var test = 0; (test < 25 || Volatile.Read(ref written) < 10) && !writing.IsCompleted; test++)
            {
                await OkAsync(new BackupTestOptions { Strict = true, MaximumAge = Day }, fixture);
            }
        }
        finally
        {
            await enough.CancelAsync();
            await writing;
        }

        Assert.True((await OkAsync(fixture: fixture)).GoodFileCount > 5);
    }

    [Fact]
    public async Task A_look_into_the_files_finds_what_a_hash_does_not()
    {
        _fixture.Save(Bot, "no zip at all");
        await OkAsync();
        Assert.Equal([KoreBackupProblemKind.Damaged], Kinds(await _fixture.TestAsync(new BackupTestOptions { Inspect = true })));
    }

    [Fact]
    public async Task A_folder_that_is_no_set_is_missing_and_one_of_the_older_form_is_named()
    {
        Directory.CreateDirectory(_fixture.Folder);
        var report = await _fixture.TestAsync(null, _fixture.Folder, _fixture.NewFolder());
        Assert.Equal([KoreBackupProblemKind.Missing, KoreBackupProblemKind.Missing], Kinds(report));
        File.WriteAllText(Path.Combine(_fixture.Folder, "kore-export.json"), """{"schema":1,"items":[]}""");
        var older = Assert.Single((await _fixture.TestAsync()).Problems);
        Assert.Equal((KoreBackupProblemKind.Damaged, _fixture.Folder), (older.Problem, older.Path));
        Assert.Contains("older form", older.Message, StringComparison.Ordinal);
        var failure = Assert.Throws<KoreException>(() => _fixture.Set);
        Assert.Equal(KoreErrorId.BackupFormatUnsupported, failure.ErrorId);
        Assert.NotEmpty(failure.RecommendedAction);
    }

    [Fact]
    public async Task A_test_can_be_ended()
    {
        _fixture.Save(Bot);
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();
        var tester = new BackupTester(_fixture.Clock, new BackupTestOptions());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => tester.RunAsync([_fixture.Folder], cancel.Token));
    }

    private static IEnumerable<KoreBackupProblemKind> Kinds(KoreBackupReport report) => report.Problems.Select(problem => problem.Problem);

    private async Task<KoreBackupReport> OkAsync(BackupTestOptions? options = null, SetFixture? fixture = null)
    {
        var report = await (fixture ?? _fixture).TestAsync(options);
        Assert.True(report.Ok, string.Join("\n", report.Problems));
        return report;
    }
}

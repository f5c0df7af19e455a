using KoreExport.Backups;
using Xunit;

namespace KoreExport.Tests.Backups;

/// <summary>Exports from a sandbox into sets.</summary>
public sealed class BackupExporterTests
{
    [Fact]
    public async Task A_run_leaves_a_file_and_its_record_for_each_bot()
    {
        using var fixture = new BackupFixture();
        var (saved, failed) = await fixture.ExportAsync();
        Assert.Empty(failed);
        var backups = fixture.Find();
        Assert.Equal(fixture.Sandbox.BotId.Order(StringComparer.Ordinal), backups.Select(one => one.BotId));
        foreach (var one in backups)
        {
            var file = saved.Single(file => file.BotId == one.BotId);
            Assert.Equal(Path.Combine(fixture.Folder, one.BotId), Path.GetDirectoryName(file.FullName));
            Assert.Equal(
                (file.Id, file.Sha256, file.ContentHash, file.Size, file.FullName, file.Name, "{\"exportType\":\"latest\"}"),
                (one.Id!, one.Sha256!, one.ContentHash!, one.Size!.Value, one.FullName!, one.Name!, one.Options!));
            Assert.Equal((file.EntryCount, file.CreatedOn), (one.EntryCount, one.CreatedOn));
            Assert.Equal(file.SavedOn, one.SavedOn, TimeSpan.FromMilliseconds(1));
            Assert.Equal(fixture.Sandbox.HostUri.GetLeftPart(UriPartial.Authority), one.HostUri);
        }

        Assert.Equal(8, Directory.GetFiles(fixture.Folder, "*", SearchOption.AllDirectories).Length);
        Assert.True((await fixture.TestAsync(bots: fixture.Sandbox.BotId)).Ok);
    }

    [Fact]
    public async Task Resume_does_what_failed_what_is_gone_and_what_is_new_and_nothing_else()
    {
        using var fixture = new BackupFixture(bots: 6);
        var bots = fixture.Sandbox.BotId;
        fixture.Sandbox.Faults.Job.BotId = bots[0];
        fixture.Sandbox.Faults.Job.FailCount = 1;
        var (_, failed) = await fixture.ExportAsync(bots.Take(5));
        Assert.Equal(KoreErrorId.ExportFailed, failed[bots[0]].ErrorId);
        Assert.Equal(
            (bots[0], KoreErrorId.ExportFailed), fixture.Find(KoreBackupOutcome.Failed).Select(one => (one.BotId, one.ErrorId)).Single());
        File.Delete(fixture.Zips.Single(path => path.Contains(bots[1], StringComparison.Ordinal)));
        File.AppendAllText(fixture.Zips.Single(path => path.Contains(bots[2], StringComparison.Ordinal)), "x");

        fixture.Sandbox.ClearRequests();
        var (saved, _) = await fixture.ExportAsync(set: Resume);
        Assert.Equal(new[] { bots[0], bots[1], bots[2], bots[5] }.Order(), saved.Select(one => one.BotId).Order());
        Assert.Equal(4, fixture.Starts);

        fixture.Sandbox.ClearRequests();
        Assert.Empty((await fixture.ExportAsync(set: Resume)).Saved);
        Assert.Equal(0, fixture.Starts);
    }

    [Fact]
    public async Task Resume_takes_neither_another_selection_nor_what_is_too_old_for_done()
    {
        using var fixture = new BackupFixture(bots: 2);
        await fixture.ExportAsync();
        Assert.Equal(2, (await fixture.ExportAsync(type: "published", set: Resume)).Saved.Count);
        Assert.Empty((await fixture.ExportAsync(set: Resume)).Saved);
        Assert.Empty(
            (await fixture.ExportAsync(type: "published", set: set => Resume(set) with { MaximumAge = TimeSpan.FromHours(1) })).Saved);
        Assert.Equal(
            2, (await fixture.ExportAsync(type: "published", set: set => Resume(set) with { MaximumAge = TimeSpan.Zero })).Saved.Count);
    }

    [Fact]
    public async Task A_failure_of_one_selection_is_not_made_good_by_the_success_of_another()
    {
        using var fixture = new BackupFixture(bots: 1);
        fixture.Sandbox.Faults.Job.FailCount = 1;
        await fixture.ExportAsync(type: "published");
        await fixture.ExportAsync();
        Assert.Equal(KoreBackupProblemKind.Failed, Assert.Single((await fixture.TestAsync()).Problems).Problem);
        Assert.Single((await fixture.ExportAsync(type: "published", set: Resume)).Saved);
        Assert.Empty((await fixture.ExportAsync(set: Resume)).Saved);
        Assert.True((await fixture.TestAsync()).Ok);
    }

    [Fact]
    public async Task Unchanged_is_what_holds_the_same_as_the_newest_file_with_the_same_options()
    {
        using var fixture = new BackupFixture(bots: 1);
        await fixture.ExportAsync();
        var (published, _) = await fixture.ExportAsync(type: "published", set: Skip);
        Assert.Equal(KoreBackupOutcome.Saved, Assert.Single(published).Outcome);
        var (csv, _) = await fixture.ExportAsync(kind: KoreExportKind.MlUtterance, set: Skip);
        var (json, _) = await fixture.ExportAsync(kind: KoreExportKind.MlUtterance, set: Skip, context: fixture.Context(fileType: "json"));
        Assert.Equal((".csv", ".json"), (Path.GetExtension(csv.Single().FullName), Path.GetExtension(json.Single().FullName)));
        foreach (var type in new[] { "latest", "published" })
        {
            var (same, _) = await fixture.ExportAsync(type: type, set: Skip);
            Assert.Equal(KoreBackupOutcome.Unchanged, Assert.Single(same).Outcome);
        }

        Assert.Equal(2, fixture.Zips.Length);
    }

    [Fact]
    public async Task A_night_without_changes_writes_no_file_and_a_changed_bot_exactly_one()
    {
        using var fixture = new BackupFixture();
        await fixture.ExportAsync(set: Skip);
        var before = fixture.Zips;
        var checkedOn = fixture.Find().Select(one => one.CheckedOn).ToList();
        for (var night = 0; night < 3; night++)
        {
            await Task.Delay(2);
            var (same, _) = await fixture.ExportAsync(set: Skip);
            Assert.All(same, one => Assert.Equal(KoreBackupOutcome.Unchanged, one.Outcome));
            Assert.Equal(before, same.Select(one => one.FullName).Order(StringComparer.Ordinal));
        }

        Assert.Equal(before, fixture.Zips);
        Assert.Equal(8, Directory.GetFiles(fixture.Folder, "*", SearchOption.AllDirectories).Length);
        Assert.All(fixture.Find().Zip(checkedOn), one => Assert.True(one.First.CheckedOn > one.Second));

        fixture.Sandbox.TouchBot(fixture.Sandbox.BotId[2]);
        var (after, _) = await fixture.ExportAsync(set: Skip);
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
        var (saved, _) = await fixture.ExportAsync(set: Skip);
        Assert.All(saved, one => Assert.Equal(KoreBackupOutcome.Saved, one.Outcome));
    }

    [Fact]
    public async Task Start_wait_and_save_write_the_same_record_as_an_export_in_one()
    {
        using var fixture = new BackupFixture(bots: 1);
        var bot = fixture.Sandbox.BotId[0];
        var saved = await fixture.SaveAsync(bot, "published");
        await fixture.ExportAsync(type: "published");
        var records = fixture.Find();
        Assert.Equal(2, records.Count);
        Assert.Contains(saved.FullName, records.Select(one => one.FullName));
        Assert.Equal("{\"exportType\":\"published\"}", records.Select(one => one.Options).Distinct().Single());
        Assert.Equal(
            Path.GetFileName(records[0].FullName!).Split('.')[1..], Path.GetFileName(records[1].FullName!).Split('.')[1..]);
        Assert.Empty((await fixture.ExportAsync(type: "published", set: Resume)).Saved);
        Assert.True((await fixture.TestAsync(TimeSpan.FromMinutes(1), [bot])).Ok);
    }

    [Fact]
    public async Task An_export_whose_options_nobody_knows_any_more_is_recorded_without_them()
    {
        using var fixture = new BackupFixture(bots: 1);
        await fixture.SaveAsync(fixture.Sandbox.BotId[0], forget: true);
        Assert.Null(Assert.Single(fixture.Find()).Options);
        Assert.Single((await fixture.ExportAsync(set: Resume)).Saved);
        Assert.True((await fixture.TestAsync(TimeSpan.FromMinutes(1), fixture.Sandbox.BotId)).Ok);
    }

    [Fact]
    public async Task A_name_that_is_known_stays_with_exports_that_come_without_one()
    {
        using var fixture = new BackupFixture(bots: 1);
        var bot = fixture.Sandbox.BotId[0];
        await fixture.ExportAsync();
        Assert.Equal("Bot " + bot, (await fixture.SaveAsync(bot)).Name);
    }

    [Theory]
    [InlineData(KoreExportKind.TestSuite, 3)]
    [InlineData(KoreExportKind.Role, 2)]
    public async Task Parts_are_listed_and_one_that_failed_is_done_again(KoreExportKind kind, int parts)
    {
        using var fixture = new BackupFixture(bots: 1);
        fixture.Sandbox.Faults.Api.Kind = kind == KoreExportKind.Role ? SandboxRequestKind.ExportRoles : SandboxRequestKind.ExportTestSuite;
        fixture.Sandbox.Faults.Api.ServerErrorCount = 2;
        var (saved, failed) = await fixture.ExportAsync(kind: kind);

        // What was saved before and after the part that failed comes out.
        Assert.Equal(parts - 1, saved.Count);
        Assert.Single(failed);
        Assert.Single(fixture.Find(KoreBackupOutcome.Listed));
        var problem = Assert.Single((await fixture.TestAsync()).Problems);
        Assert.Equal((KoreBackupProblemKind.Failed, kind), (problem.Problem, problem.Kind));
        Assert.DoesNotContain(problem.Part, saved.Select(one => one.Part));

        Assert.Equal(parts, (await fixture.ExportAsync(kind: kind, set: Resume)).Saved.Count);
        Assert.True((await fixture.TestAsync()).Ok);
        Assert.Empty((await fixture.ExportAsync(kind: kind, set: Resume)).Saved);
    }

    [Fact]
    public async Task A_part_that_was_deleted_with_its_record_comes_back_once()
    {
        using var fixture = new BackupFixture(bots: 1);
        var (saved, _) = await fixture.ExportAsync(kind: KoreExportKind.TestSuite);
        File.Delete(saved[1].FullName);
        File.Delete(saved[1].FullName + BackupFileName.RecordExtension);
        Assert.True((await fixture.TestAsync()).Ok);
        Assert.Equal(3, (await fixture.ExportAsync(kind: KoreExportKind.TestSuite, set: Resume)).Saved.Count);
        Assert.Empty((await fixture.ExportAsync(kind: KoreExportKind.TestSuite, set: Resume)).Saved);
    }

    [Fact]
    public async Task Suites_whose_list_fails_are_a_failure_until_it_comes()
    {
        using var fixture = new BackupFixture(bots: 1);
        fixture.Sandbox.Faults.Api.Kind = SandboxRequestKind.ListTestSuites;
        fixture.Sandbox.Faults.Api.ServerErrorCount = 2;
        Assert.Empty((await fixture.ExportAsync(kind: KoreExportKind.TestSuite)).Saved);
        Assert.Equal(1, (await fixture.TestAsync()).Failed);
        Assert.Equal(3, (await fixture.ExportAsync(kind: KoreExportKind.TestSuite, set: Resume)).Saved.Count);
        Assert.True((await fixture.TestAsync()).Ok);
    }

    [Fact]
    public async Task Suites_are_asked_for_in_the_bots_languages()
    {
        using var fixture = new BackupFixture(bots: 1);
        await fixture.ExportAsync(kind: KoreExportKind.TestSuite, context: fixture.Context() with { Languages = ["de", "ja"] });
        var asked = fixture.Sandbox.Requests.Where(request => request.Kind == SandboxRequestKind.ListTestSuites);
        Assert.Equal(["de", "ja"], asked.Select(request => request.BotLanguage));
        Assert.True((await fixture.TestAsync()).Ok);
    }

    [Fact]
    public async Task The_roles_of_another_account_are_others()
    {
        using var fixture = new BackupFixture(bots: 1);
        await fixture.ExportAsync(kind: KoreExportKind.Role);
        using var other = new BackupFixture(bots: 1, set: options => options.ClientId = "cs-another-account") { Folder = fixture.Folder };
        Assert.Equal(2, (await other.ExportAsync(kind: KoreExportKind.Role, set: Resume)).Saved.Count);
        Assert.Equal(4, fixture.Find().Count);
        Assert.True((await fixture.TestAsync()).Ok);
    }

    [Fact]
    public async Task Without_a_set_nothing_but_the_file_is_written()
    {
        using var fixture = new BackupFixture(bots: 1);
        var context = fixture.Context();
        var path = Path.Combine(fixture.NewFolder(), "one.zip");
        context = context with { Save = context.Save with { Path = path } };
        var result = await new BackupExporter(context, options: null)
            .RunAsync(BackupFixture.Job(context, fixture.Sandbox.BotId[0]), static _ => { }, default);
        Assert.Equal(path, Assert.Single(result.Saved).FullName);
        Assert.Equal([path], Directory.GetFileSystemEntries(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public async Task A_set_of_the_older_form_is_left_alone()
    {
        using var fixture = new BackupFixture(bots: 1);
        Directory.CreateDirectory(fixture.Folder);
        var index = Path.Combine(fixture.Folder, "kore-export.json");
        File.WriteAllText(index, "{}");
        var failure = await Assert.ThrowsAsync<KoreException>(() => fixture.ExportAsync());
        Assert.Equal(KoreErrorId.BackupFormatUnsupported, failure.ErrorId);
        Assert.Equal([index], Directory.GetFileSystemEntries(fixture.Folder));
        Assert.Empty(fixture.Sandbox.Requests);
    }

    [Theory]
    [InlineData(90, "behind")]
    [InlineData(-90, "ahead of")]
    [InlineData(4, null)]
    public async Task A_clock_that_is_minutes_off_gives_way_to_the_platforms_and_is_said_once(int minutes, string? word)
    {
        using var fixture = new BackupFixture(bots: 3) { TokenLifetime = TimeSpan.FromHours(3) };
        fixture.Sandbox.Faults.Api.ClockSkew = TimeSpan.FromMinutes(minutes);
        await fixture.ExportAsync();
        var saved = new BackupQuery().Find(fixture.Set, DateTimeOffset.UtcNow).SelectMany(result => result.Backups).ToList();
        Assert.Equal(3, saved.Count);
        if (word is null)
        {
            Assert.Empty(fixture.Log.Warnings);
            return;
        }

        var platform = DateTimeOffset.UtcNow + TimeSpan.FromMinutes(minutes);
        Assert.All(saved, one => Assert.Equal(platform, one.SavedOn, TimeSpan.FromMinutes(2)));
        Assert.Contains($"minutes {word} the platform's", Assert.Single(fixture.Log.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_recorded_is_one_bots_error()
    {
        using var fixture = new BackupFixture(bots: 3);
        Directory.CreateDirectory(fixture.Folder);
        var bots = fixture.Sandbox.BotId;
        await File.WriteAllTextAsync(Path.Combine(fixture.Folder, bots[1]), "in the way");
        var (saved, failed) = await fixture.ExportAsync();
        Assert.Equal(new[] { bots[0], bots[2] }.Order(), saved.Select(one => one.BotId).Order());
        Assert.Equal(KoreErrorId.FileWriteFailed, Assert.Single(failed).Value.ErrorId);
        Assert.Contains(fixture.Log.Warnings, line => line.Contains("could not be recorded", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_runs_into_one_folder_lose_nothing()
    {
        using var fixture = new BackupFixture(bots: 40);
        var halves = fixture.Sandbox.BotId.Chunk(20).ToList();
        await Task.WhenAll(halves.Select(half => fixture.ExportAsync(half)));
        Assert.Equal(40, fixture.Find().Count);
        Assert.True((await fixture.TestAsync(bots: fixture.Sandbox.BotId)).Ok);
    }

    [Fact]
    public async Task A_test_while_exports_run_finds_nothing_wrong()
    {
        using var fixture = new BackupFixture(bots: 30);
        await fixture.ExportAsync(fixture.Sandbox.BotId.Take(1));
        var export = fixture.ExportAsync();
        while (!export.IsCompleted)
        {
            var report = await new BackupTester(fixture.Session.Clock, new BackupTestOptions { Strict = true })
                .RunAsync([fixture.Folder], CancellationToken.None);
            Assert.True(report.Ok, string.Join('\n', report.Problems));
        }

        Assert.Equal(30, (await export).Saved.Count);
    }

    private static BackupOptions Resume(BackupOptions set) => set with { Resume = true };

    private static BackupOptions Skip(BackupOptions set) => set with { SkipUnchanged = true };
}

using KoreExport.Backups;
using Xunit;

namespace KoreExport.Tests.Backups;

public sealed class BackupStateTests : IDisposable
{
    private readonly SetFixture _fixture = new();

    private BackupRecord Bot { get; } = SetFixture.About();

    private BackupRecord Published { get; } = SetFixture.About(options: SetFixture.Published);

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void The_newest_record_says_where_a_series_stands()
    {
        Assert.Null(_fixture.State(Bot).Newest);
        _fixture.Save(Bot, "one");
        _fixture.Night();
        _fixture.Fail(Bot);
        Assert.Equal(KoreBackupOutcome.Failed, Newest(Bot));
        Assert.Equal("one", File.ReadAllText(_fixture.State(Bot).NewestGood!.FilePath));
        _fixture.Night();
        _fixture.Renew(Bot);
        Assert.Equal(KoreBackupOutcome.Saved, Newest(Bot));
        Assert.Equal(_fixture.Now, TimeOfNewestGood(_fixture.State(Bot)));
    }

    [Fact]
    public void Options_parts_kinds_and_platforms_are_different_things()
    {
        _fixture.Fail(Published);
        _fixture.Save(Bot);
        Assert.Equal(KoreBackupOutcome.Failed, Newest(Published));
        Assert.Null(_fixture.State(Published).NewestGood);
        Assert.Equal(KoreBackupOutcome.Saved, Newest(Bot));

        var elsewhere = SetFixture.About(host: "https://other.example");
        Assert.Null(_fixture.State(elsewhere).Newest);
        _fixture.Night();
        _fixture.Save(elsewhere, "other");
        Assert.Equal("content", File.ReadAllText(_fixture.State(Bot).NewestGood!.FilePath));
        Assert.Equal("other", File.ReadAllText(_fixture.State(elsewhere).NewestGood!.FilePath));

        var roles = SetFixture.Roles;
        _fixture.Save(roles, "[]", "json");
        Assert.Null(_fixture.State(roles with { ClientId = "cs-2" }).Newest);
        Assert.Null(_fixture.State(roles with { Part = "bot" }).Newest);
        Assert.NotNull(_fixture.State(roles).NewestGood);
    }

    [Fact]
    public void A_record_without_its_whole_file_is_no_backup()
    {
        _fixture.Save(Bot, "one");
        _fixture.Night();
        var path = _fixture.Save(Bot, "three");
        File.AppendAllText(path, "x");
        Assert.Equal("one", File.ReadAllText(_fixture.State(Bot).NewestGood!.FilePath));
        File.Delete(path);
        Assert.Equal("one", File.ReadAllText(_fixture.State(Bot).NewestGood!.FilePath));
        _fixture.Night();
        _fixture.Prepare(Bot, "soon");
        Assert.Equal("one", File.ReadAllText(_fixture.State(Bot).NewestGood!.FilePath));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_clock_that_was_ahead_once_does_not_hide_what_came_later(bool wasRenewedThen)
    {
        _fixture.Save(Bot, "one");
        _fixture.Night();
        _fixture.Clock.SetWallClockAhead(TimeSpan.FromDays(365));
        if (wasRenewedThen)
        {
            _fixture.Renew(Bot);
        }
        else
        {
            _fixture.Save(Bot, "two");
        }

        _fixture.Clock.SetWallClockAhead(TimeSpan.FromDays(-365));
        _fixture.Night();
        _fixture.Fail(Bot);
        Assert.Equal(KoreBackupOutcome.Failed, Newest(Bot));
        Assert.Equal(wasRenewedThen ? "one" : "two", File.ReadAllText(_fixture.State(Bot).NewestGood!.FilePath));
        Assert.Null(_fixture.State(Bot).Ahead);

        // Nor when that time has come: nothing was exported for a year.
        _fixture.Night(364);
        var state = AllOf(Bot);
        Assert.Equal(KoreBackupOutcome.Failed, state.Newest!.Record!.Outcome);
        Assert.True(TimeOfNewestGood(state) < _fixture.Now.AddDays(-300));

        // The next export corrects it.
        _fixture.Save(Bot, "three");
        Assert.Equal("three", File.ReadAllText(_fixture.State(Bot).NewestGood!.FilePath));
        Assert.Equal("three", File.ReadAllText(AllOf(Bot).NewestGood!.FilePath));
    }

    [Fact]
    public void A_good_export_after_a_clock_was_ahead_is_the_newest_at_once_and_for_good()
    {
        _fixture.Clock.SetWallClockAhead(TimeSpan.FromDays(30));
        _fixture.Save(Bot, "ahead");
        _fixture.Clock.SetWallClockAhead(TimeSpan.FromDays(-30));
        _fixture.Night();
        _fixture.Save(Bot, "right");
        Assert.Equal("right", File.ReadAllText(_fixture.State(Bot).NewestGood!.FilePath));
        _fixture.Night();
        _fixture.Renew(Bot);
        _fixture.Night(60);
        Assert.Equal("right", File.ReadAllText(AllOf(Bot).NewestGood!.FilePath));
    }

    [Fact]
    public void The_platforms_clock_counts_where_ours_was_ahead()
    {
        var created = _fixture.Now;
        _fixture.Clock.SetWallClockAhead(TimeSpan.FromDays(365));
        _fixture.Save(Bot with { CreatedOn = created });
        _fixture.Clock.SetWallClockAhead(TimeSpan.FromDays(-365));
        Assert.Equal(created, TimeOfNewestGood(_fixture.State(Bot)));
    }

    [Fact]
    public void A_failure_written_by_a_machine_without_the_time_is_the_newest_word_all_the_same()
    {
        _fixture.Save(Bot);
        _fixture.Night();
        var years = TimeSpan.FromDays(60 * 365);
        _fixture.Clock.SetWallClockAhead(-years);
        _fixture.Fail(Bot);
        _fixture.Clock.SetWallClockAhead(years);
        Assert.Equal(KoreBackupOutcome.Failed, Newest(Bot));
        _fixture.Night();
        _fixture.Renew(Bot);
        Assert.Equal(KoreBackupOutcome.Saved, Newest(Bot));
    }

    [Fact]
    public void Clocks_of_two_machines_that_differ_by_seconds_do_not_turn_the_order_round()
    {
        _fixture.Save(Bot);
        _fixture.Clock.SetWallClockAhead(TimeSpan.FromSeconds(-3));
        _fixture.Fail(Bot);
        _fixture.Clock.SetWallClockAhead(TimeSpan.FromSeconds(3));
        Assert.Equal(KoreBackupOutcome.Failed, Newest(Bot));
        _fixture.Clock.SetWallClockAhead(TimeSpan.FromSeconds(-6));
        _fixture.Renew(Bot);
        _fixture.Clock.SetWallClockAhead(TimeSpan.FromSeconds(6));
        Assert.Equal(KoreBackupOutcome.Saved, Newest(Bot));
        Assert.Null(_fixture.State(Bot).Ahead);
    }

    [Fact]
    public void A_bot_that_went_from_one_shard_to_another_stands_as_its_later_shard_says()
    {
        var first = _fixture.Folder;
        foreach (var night in Enumerable.Range(0, 5))
        {
            _fixture.Save(Bot, $"night {night}");
            _fixture.Night();
        }

        var second = _fixture.Folder = _fixture.NewFolder();
        _fixture.Fail(Bot);
        var entries = new[] { first, second }.SelectMany(folder => BackupSetReader.Open(folder).FolderOf(SetFixture.Bot).Entries);
        Assert.Equal(KoreBackupOutcome.Failed, BackupState.Of(entries, _fixture.Now)[Bot.Series].Newest!.Record!.Outcome);
    }

    private static DateTimeOffset? TimeOfNewestGood(BackupState state) => state.TimeOf(state.NewestGood!);

    // By all records, and not by the newest names alone.
    private BackupState AllOf(BackupRecord about) => BackupState.Of(_fixture.Set.FolderOf(about.BotId).Entries, _fixture.Now)[about.Series];

    private KoreBackupOutcome Newest(BackupRecord about)
    {
        var outcome = _fixture.State(about).Newest!.Record!.Outcome;
        Assert.Equal(outcome, AllOf(about).Newest!.Record!.Outcome);
        return outcome;
    }
}

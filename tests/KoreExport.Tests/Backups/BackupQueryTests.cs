using KoreExport.Backups;
using Xunit;

namespace KoreExport.Tests.Backups;

public sealed class BackupQueryTests : IDisposable
{
    private readonly SetFixture _fixture = new();

    private BackupRecord Bot { get; } = SetFixture.About();

    private BackupRecord Published { get; } = SetFixture.About(options: SetFixture.Published);

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void A_set_is_listed_by_bot_and_kind_newest_first()
    {
        _fixture.Save(Bot with { RequestId = "ber-1", EntryCount = 3, CreatedOn = _fixture.Now.AddSeconds(-2) }, "one");
        _fixture.Night();
        _fixture.Save(Bot, "two!");
        _fixture.Save(SetFixture.About(kind: KoreExportKind.Variable), "[]", "json");
        _fixture.Save(SetFixture.About("st-0"), "three");
        _fixture.Fail(Published);
        var found = _fixture.Find();
        Assert.Equal(["three", "two!", "one", "[]"], found.Select(backup => File.ReadAllText(backup.FullName!)));
        var (two, one) = (found[1], found[2]);
        Assert.Equal(
            ("st-1", "Bot st-1", KoreExportKind.Bot, "ber-1", 3L, KoreBackupOutcome.Saved, SetFixture.Latest, SetFixture.Host, 3),
            (one.BotId, one.Name, one.Kind, one.Id, one.Size, one.Outcome, one.Options, one.HostUri, one.EntryCount));
        Assert.Equal((one.FullName, null), (two.PreviousPath, one.PreviousPath));
        Assert.Equal(_fixture.Now.AddDays(-1).AddSeconds(-2), one.CreatedOn);
        Assert.Equal(one.FullName + ".record.json", one.RecordPath);

        var failed = Assert.Single(_fixture.Find(new BackupQuery { Outcomes = [KoreBackupOutcome.Failed] }));
        Assert.Equal((null, KoreErrorId.ExportFailed, SetFixture.Published), (failed.FullName, failed.ErrorId, failed.Options));
    }

    [Fact]
    public void The_newest_of_each_bot_kind_part_and_options_are_found_without_a_look_into_the_others()
    {
        foreach (var night in Enumerable.Range(0, 5))
        {
            _fixture.Save(Bot, $"bot {night}");
            _fixture.Save(Published, $"published {night}");
            _fixture.Save(SetFixture.About("st-2"), $"other {night}");
            _fixture.Night();
        }

        // Whoever read these would stumble.
        var records = Directory.GetFiles(_fixture.Folder, "*.record.json", SearchOption.AllDirectories);
        foreach (var record in records.Where(path => !path.Contains("20300105", StringComparison.Ordinal)))
        {
            File.WriteAllText(record, "unreadable");
        }

        var results = new BackupQuery { Newest = 1 }.Find(_fixture.Set, _fixture.Now).ToList();
        var newest = results.SelectMany(result => result.Backups).ToList();
        Assert.Equal(["bot 4", "published 4", "other 4"], newest.Select(backup => File.ReadAllText(backup.FullName!)));
        Assert.Empty(results.SelectMany(result => result.Problems));
        Assert.All(newest, backup => Assert.Contains("20300104", backup.PreviousPath, StringComparison.Ordinal));

        // And who asks for all of them is told.
        Assert.Equal(12, new BackupQuery().Find(_fixture.Set, _fixture.Now).Sum(result => result.Problems.Count));
    }

    [Fact]
    public void Before_a_time_the_newest_is_what_was_the_newest_then()
    {
        foreach (var night in Enumerable.Range(0, 5))
        {
            _fixture.Save(Bot, $"{night}");
            _fixture.Night();
        }

        var third = _fixture.Now.AddDays(-2);
        Assert.Equal("2", Content(new BackupQuery { Newest = 1, Before = third }));
        Assert.Equal("3 4", Content(new BackupQuery { After = third }, "4", "3"));
        Assert.Equal("2 3", Content(new BackupQuery { After = third.AddDays(-1), Before = third.AddDays(1) }, "3", "2"));
        Assert.Equal("", Content(new BackupQuery { After = _fixture.Now }));
    }

    [Fact]
    public void Bots_names_and_kinds_are_chosen()
    {
        _fixture.Save(Bot, "1");
        _fixture.Save(SetFixture.About("st-2") with { Name = "Weather" }, "2");
        _fixture.Save(SetFixture.About(kind: KoreExportKind.Variable), "v", "json");
        _fixture.Save(SetFixture.Roles, "r", "json");
        Assert.Equal("1 v", Content(new BackupQuery { BotIds = ["st-1", "st-nowhere"] }));
        Assert.Equal("2", Content(new BackupQuery { Name = static name => name?.StartsWith("Wea", StringComparison.Ordinal) == true }));
        Assert.Equal("r v", Content(new BackupQuery { Kinds = [KoreExportKind.Variable, KoreExportKind.Role] }));
        Assert.Equal("1 2 r v", Content(new BackupQuery()));
    }

    [Fact]
    public void A_newest_record_whose_file_is_gone_gives_way_to_the_one_before()
    {
        _fixture.Save(Bot, "one");
        _fixture.Night();
        File.Delete(_fixture.Save(Bot, "two"));
        Assert.Equal("one", Content(new BackupQuery { Newest = 1 }));
    }

    [Fact]
    public void A_name_that_is_ahead_of_the_time_does_not_hide_the_newest()
    {
        _fixture.Clock.SetWallClockAhead(TimeSpan.FromDays(365));
        _fixture.Save(Bot, "ahead");
        _fixture.Clock.SetWallClockAhead(TimeSpan.FromDays(-365));
        _fixture.Save(Bot, "now");
        Assert.Contains("now", _fixture.Find(new BackupQuery { Newest = 1 }).Select(backup => File.ReadAllText(backup.FullName!)));
    }

    private string Content(BackupQuery query, params string[] inOrder)
    {
        var found = _fixture.Find(query).Select(backup => File.ReadAllText(backup.FullName!)).ToList();
        if (inOrder.Length > 0)
        {
            Assert.Equal(inOrder, found);
        }

        return string.Join(' ', found.Order(StringComparer.Ordinal));
    }
}

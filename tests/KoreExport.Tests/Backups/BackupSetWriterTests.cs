using KoreExport.Backups;
using Xunit;

namespace KoreExport.Tests.Backups;

public sealed class BackupSetWriterTests : IDisposable
{
    private readonly SetFixture _fixture = new();

    private BackupRecord Bot { get; } = SetFixture.About();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void The_record_is_there_before_the_file_and_says_what_it_will_be()
    {
        var path = _fixture.Prepare(Bot, "12345");
        Assert.Equal(Path.Combine(_fixture.Folder, "st-1", "20300101T030000000Z.bot.zip"), path);
        Assert.Equal(["st-1/20300101T030000000Z.bot.zip.record.json"], _fixture.Files());
        var record = BackupRecordFile.Read(path + ".record.json")!;
        Assert.Equal((5, _fixture.Now, _fixture.Now, "Bot st-1"), (record.Size, record.SavedOn, record.CheckedOn, record.Name));
        Assert.NotEmpty(record.ToolVersion!);

        BackupSetWriter.Withdraw(path);
        Assert.Empty(_fixture.Files());
    }

    [Fact]
    public void A_file_that_has_its_name_keeps_its_record()
    {
        var path = _fixture.Save(Bot);
        BackupSetWriter.Withdraw(path);
        Assert.Equal(2, _fixture.Files().Count);
    }

    [Fact]
    public void No_two_writers_get_one_name()
    {
        var paths = new System.Collections.Concurrent.ConcurrentBag<string>();
        Parallel.For(0, 40, _ => paths.Add(_fixture.Save(Bot)));
        Assert.Equal(40, paths.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(80, _fixture.Files().Count);
    }

    [Fact]
    public void An_unchanged_night_changes_checkedOn_of_the_newest_record_and_nothing_else()
    {
        _fixture.Save(Bot, "one");
        _fixture.Night();
        var path = _fixture.Save(Bot, "two");
        var before = _fixture.Files().ToDictionary(name => name, Content);
        _fixture.Night();
        _fixture.Renew(Bot);
        Assert.Equal(before.Keys, _fixture.Files());
        var changed = Assert.Single(before, file => Content(file.Key) != file.Value);
        Assert.Equal("st-1/" + Path.GetFileName(path) + ".record.json", changed.Key);
        const string Before = "\"checkedOn\": \"2030-01-02T03:00:00.000Z\"", After = "\"checkedOn\": \"2030-01-03T03:00:00.000Z\"";
        Assert.Equal(changed.Value.Replace(Before, After, StringComparison.Ordinal), Content(changed.Key));

        string Content(string name) => File.ReadAllText(Path.Combine(_fixture.Folder, name));
    }

    [Fact]
    public void What_was_deleted_meanwhile_does_not_come_back()
    {
        var path = _fixture.Save(Bot);
        var state = _fixture.State(Bot);
        Assert.NotNull(state.NewestGood);
        File.Delete(path + ".record.json");
        File.Delete(path);
        _fixture.Writer.Renew(state.NewestGood, state);
        Assert.Empty(_fixture.Files());
    }

    [Fact]
    public void While_an_export_goes_on_failing_there_is_one_record_of_it_that_says_since_when()
    {
        var since = _fixture.Now;
        for (var night = 0; night < 5; night++)
        {
            _fixture.Fail(Bot, night < 4 ? KoreErrorId.ExportTimeout : KoreErrorId.ExportFailed);
            _fixture.Night();
        }

        Assert.Equal(["st-1/20300101T030000000Z.bot.failed.record.json"], _fixture.Files());
        var record = _fixture.State(Bot).Newest!.Record!;
        Assert.Equal((since, since.AddDays(4), KoreErrorId.ExportFailed), (record.SavedOn, record.CheckedOn, record.ErrorId));

        _fixture.Save(Bot);
        _fixture.Night();
        _fixture.Fail(Bot);
        Assert.Equal(4, _fixture.Files().Count);
        Assert.Equal(_fixture.Now, _fixture.State(Bot).Newest!.Record!.SavedOn);
    }

    [Fact]
    public void Parts_are_listed_once_until_they_change()
    {
        var suites = SetFixture.About(kind: KoreExportKind.TestSuite);
        _fixture.List(suites, "b", "a");
        _fixture.Night();
        _fixture.List(suites, "a", "b");
        Assert.Single(_fixture.Files());
        Assert.Equal(_fixture.Now, _fixture.State(suites).NewestGood!.Record!.CheckedOn);
        _fixture.Night();
        _fixture.List(suites);
        Assert.Equal(2, _fixture.Files().Count);
        Assert.Empty(_fixture.State(suites).NewestGood!.Record!.Parts);
    }

    [Fact]
    public void What_cannot_be_written_is_one_bots_problem_in_one_clear_error()
    {
        Directory.CreateDirectory(_fixture.Folder);
        File.WriteAllText(Path.Combine(_fixture.Folder, "st-1"), "a file where the bot's folder should be");
        var failure = Assert.Throws<KoreException>(() => _fixture.Save(Bot));
        Assert.Equal(KoreErrorId.FileWriteFailed, failure.ErrorId);
        _fixture.Save(SetFixture.About("st-2"));
        Assert.Single(_fixture.Find());
    }

    [Fact]
    public void A_record_that_somebody_has_open_for_himself_alone_hinders_nobody_else()
    {
        var path = _fixture.Save(Bot, "one");
        _fixture.Save(SetFixture.About("st-2"));
        using (new FileStream(path + ".record.json", FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            _fixture.Night();
            _fixture.Renew(SetFixture.About("st-2"));
            _fixture.Save(Bot, "two");
            Assert.Equal("two", File.ReadAllText(_fixture.State(Bot).NewestGood!.FilePath));
        }

        Assert.Equal(2, _fixture.Find(new BackupQuery { BotIds = [SetFixture.Bot] }).Count);
    }

    [Fact]
    public void Long_ids_and_names_fit()
    {
        var botId = new string('b', 128);
        var suite = SetFixture.About(botId, KoreExportKind.TestSuite, part: new string('s', 5000));
        _fixture.Save(suite, "{}", "json");
        _fixture.Save(SetFixture.Roles, "[]", "json");
        Assert.Equal(["account", botId], _fixture.Set.ListFolders().Select(Path.GetFileName));
        Assert.Equal(suite.Part, _fixture.State(suite).NewestGood!.Record!.Part);
    }

    [UnixFact]
    public void Records_and_folders_are_their_owners_alone()
    {
        var path = _fixture.Prepare(Bot);
        if (!OperatingSystem.IsWindows())
        {
            const UnixFileMode Owners = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            Assert.Equal(Owners, File.GetUnixFileMode(path + ".record.json"));
            Assert.Equal(Owners | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(path)!));
        }
    }
}

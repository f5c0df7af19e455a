using FsCheck;
using FsCheck.Fluent;
using KoreExport.Backups;
using KoreExport.Files;
using Xunit;

namespace KoreExport.Tests.Backups;

public sealed class BackupFileNameTests
{
    private static readonly DateTimeOffset Time = new(2030, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    [Theory]
    [InlineData(KoreExportKind.Bot, SetFixture.Latest, null, "zip", "20300102T030405678Z.bot.zip")]
    [InlineData(KoreExportKind.MlUtterance, "state=configured&type=csv", null, "csv", "20300102T030405678Z.utterances.csv")]
    [InlineData(KoreExportKind.Variable, null, null, "json", "20300102T030405678Z.variables.json")]
    [InlineData(KoreExportKind.Bot, SetFixture.Latest, null, BackupFileName.Failed, "20300102T030405678Z.bot.failed")]
    [InlineData(KoreExportKind.TestSuite, null, null, BackupFileName.Listed, "20300102T030405678Z.testsuite.listed")]
    public void A_file_is_called_by_its_time_and_kind(KoreExportKind kind, string? options, string? part, string ending, string expected)
    {
        var name = BackupFileName.For(new BackupSeries(SetFixture.Host, "st-1", kind) { Options = options, Part = part }, Time, ending);
        Assert.Equal(expected, name.FileName);
        Assert.Equal(expected + ".record.json", name.RecordName);
        Assert.Equal(name, BackupFileName.ParseRecord(name.RecordName));
        Assert.Equal(name, BackupFileName.Parse(name.FileName));
    }

    [Theory]
    [InlineData(KoreExportKind.Bot, SetFixture.Published, null, "exportType-published-")]
    [InlineData(KoreExportKind.MlUtterance, "state=configured&type=json", null, "state-configured-type-json-")]
    [InlineData(KoreExportKind.TestSuite, null, "Nightly run: Überblick", "Nightly-run-berblick-")]
    [InlineData(KoreExportKind.TestSuite, null, "毎晩", "")]
    [InlineData(KoreExportKind.TestSuite, null, "../../etc/passwd", "etc-passwd-")]
    [InlineData(KoreExportKind.TestSuite, null, "..\\..\\x:y*?\0\u202E", "x-y-")]
    [InlineData(KoreExportKind.TestSuite, null, "CON", "CON-")]
    [InlineData(KoreExportKind.Role, null, "admin", "admin-")]
    [InlineData(KoreExportKind.Bot, null, null, "unknown-")]
    [Fault(
        FaultArea.Names,
        "a test suite's name holds slashes, dots, control characters or nothing but other scripts",
        "plain letters and digits of it remain, with a piece of its hash")]
    public void What_is_special_shows_in_the_name_with_a_piece_of_a_hash(KoreExportKind kind, string? options, string? part, string start)
    {
        var name = BackupFileName.For(new BackupSeries(SetFixture.Host, "st-1", kind) { Options = options, Part = part }, Time, "json");
        Assert.Matches("^" + start + "[0-9a-f]{8}$", name.Label!);
    }

    [Fact]
    public void Different_parts_options_and_accounts_have_different_names()
    {
        var suite = new BackupSeries(SetFixture.Host, "st-1", KoreExportKind.TestSuite) { Part = "a b" };
        var role = new BackupSeries(SetFixture.Host, string.Empty, KoreExportKind.Role) { Part = "admin", ClientId = "cs-1" };
        string?[] labels =
        [
            suite.Label(), (suite with { Part = "a-b" }).Label(), (suite with { Part = "A b" }).Label(),
            (suite with { Options = "language=de" }).Label(),
            role.Label(), (role with { ClientId = "cs-2" }).Label(), (role with { Host = "https://other.example" }).Label(),
        ];
        Assert.Equal(labels.Length, labels.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public void Any_part_and_options_give_a_name_that_every_system_takes_and_that_reads_back() =>
        Prop.ForAll<string, string>(static (part, options) =>
        {
            var series = new BackupSeries(SetFixture.Host, "st-1", KoreExportKind.TestSuite) { Part = part, Options = options };
            var name = BackupFileName.For(series, Time, "json");
            Assert.InRange(name.RecordName.Length, 1, 110);
            Assert.Matches("^[A-Za-z0-9_.-]+$", name.RecordName);
            Assert.InRange(Path.GetFileName(TemporaryName.For("/" + name.RecordName)).Length, 1, 200);
            Assert.Equal(name, BackupFileName.ParseRecord(name.RecordName));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500).WithQuietOnSuccess(true));

    [Theory]
    [InlineData("README.md")]
    [InlineData("20300102T030405678Z.bot.zip")]
    [InlineData("20300102T030405678Z.bot.record.json")]
    [InlineData("20300102T030405678Z.everything.zip.record.json")]
    [InlineData("20300102T030405678Z.bot.a.b.zip.record.json")]
    [InlineData("20300102T030405678Z.bot..zip.record.json")]
    [InlineData("20300102T030405678Z.bot.a b.zip.record.json")]
    [InlineData("20300102X030405678Z.bot.zip.record.json")]
    [InlineData("2030x102T030405678Z.bot.zip.record.json")]
    [InlineData(".20300102T030405678Z.bot.zip.record.json")]
    [InlineData(".record.json")]
    public void What_is_no_record_is_not_taken_for_one(string name) => Assert.Null(BackupFileName.ParseRecord(name));

    [Theory]
    [InlineData("st-1", "st-1")]
    [InlineData("", "account")]
    [InlineData("account", "_account")]
    [InlineData("Account", "_Account")]
    [InlineData("CON", "_CON")]
    [InlineData("com1.x", "_com1.x")]
    [InlineData("_st", "_st")]
    [Fault(FaultArea.Names, "bot id that is a device's name on Windows", "the bot's folder begins with '_'")]
    public void A_bot_has_a_folder_with_its_id_for_a_name_that_every_system_takes(string botId, string folder)
    {
        Assert.Equal(folder, BackupFileName.FolderName(botId));
        Assert.Equal(botId, BackupFileName.BotIdOf(folder));
    }

    [Fact]
    public void A_name_that_is_taken_has_a_next_one_and_names_sort_by_time()
    {
        var name = BackupFileName.ParseRecord("20301231T235959999Z.bot.zip.record.json")!;
        Assert.Equal("20310101T000000000Z.bot.zip", name.Next().FileName);
        Assert.True(string.CompareOrdinal(name.Time, name.Next().Time) < 0);
    }
}

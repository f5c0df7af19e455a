using System.Text;
using System.Text.Json.Nodes;
using KoreExport.Backups;
using Xunit;

namespace KoreExport.Tests.Backups;

public sealed class BackupRecordJsonTests
{
    private static readonly DateTimeOffset Night = new(2030, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    private static readonly BackupRecord Saved = new()
    {
        BotId = "st-1", Name = "Wetter ☀ \"Bot\"", Kind = KoreExportKind.TestSuite, Part = "a suite", Host = SetFixture.Host,
        Account = "acc-1", ClientId = "cs-1", Options = "language=de", RequestId = "ts-1", CreatedOn = Night.AddSeconds(-5),
        SavedOn = Night, CheckedOn = Night.AddDays(3), Size = 5,
        Sha256 = new string('a', 64), ContentHash = new string('b', 64), EntryCount = 3, ToolVersion = "1.2.3",
    };

    public static TheoryData<string> Records => ["saved", "failed", "listed"];

    [Theory]
    [MemberData(nameof(Records))]
    public void A_record_comes_back_as_it_was_written(string which)
    {
        var record = which switch
        {
            "saved" => Saved,
            "failed" => new BackupRecord
            {
                BotId = "st-1", Kind = KoreExportKind.Bot, Host = SetFixture.Host, Outcome = KoreBackupOutcome.Failed,
                SavedOn = Night, CheckedOn = Night.AddDays(1),
                ErrorId = "KoreExportFailed", Message = "It failed.", ToolVersion = "1.2.3",
            },
            _ => new BackupRecord
            {
                Kind = KoreExportKind.Role, Host = SetFixture.Host, Outcome = KoreBackupOutcome.Listed,
                SavedOn = Night, CheckedOn = Night, ToolVersion = "1.2.3",
                Parts = ["admin", "bot"], WrittenAfter = [Night.AddYears(1), Night.AddYears(2)],
            },
        };
        var read = BackupRecordJson.Read(BackupRecordJson.Write(record));
        foreach (var property in typeof(BackupRecord).GetProperties())
        {
            Assert.Equal(property.GetValue(record), property.GetValue(read));
        }
    }

    [Fact]
    public void A_record_explains_itself()
    {
        var json = JsonNode.Parse(BackupRecordJson.Write(Saved))!.AsObject();
        Assert.Equal(
            [
                "schema", "botId", "name", "kind", "part", "host", "account", "clientId", "options", "requestId", "outcome",
                "size", "sha256", "contentHash", "entryCount", "createdOn", "savedOn", "checkedOn", "toolVersion",
            ],
            json.Select(member => member.Key));
        Assert.Equal("Wetter ☀ \"Bot\"", (string)json["name"]!);
        Assert.Equal("2030-01-02T03:04:05.678Z", (string)json["savedOn"]!);
        Assert.Contains("☀", Encoding.UTF8.GetString(BackupRecordJson.Write(Saved)), StringComparison.Ordinal);
        Assert.Equal((byte)'\n', BackupRecordJson.Write(Saved)[^1]);
    }

    [Fact]
    public void Keys_it_does_not_know_and_a_byte_order_mark_do_no_harm()
    {
        var json = JsonNode.Parse(BackupRecordJson.Write(Saved))!;
        json["newer"] = new JsonObject { ["schema"] = 7 };
        byte[] bytes = [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(json.ToJsonString())];
        Assert.Equal(Saved.Part, BackupRecordJson.Read(bytes).Part);
    }

    [Theory]
    [InlineData("", "not whole JSON")]
    [InlineData("{", "not whole JSON")]
    [InlineData("[]", "not the record")]
    [InlineData("{}", "not the record")]
    [InlineData("""{"schema":2}""", "its schema is 2, and this version of KoreExport knows schema 1")]
    [InlineData("""{"schema":"1"}""", "'schema' in it is not a number")]
    [InlineData("""{"schema":1} {""", "not whole JSON")]
    [InlineData("""{"schema":1}""", "is not a kind")]
    public void What_is_no_record_is_refused_in_words(string json, string why)
    {
        var failure = Assert.Throws<FormatException>(() => BackupRecordJson.Read(Encoding.UTF8.GetBytes(json)));
        Assert.Contains(why, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("botId", "\"../x\"")]
    [InlineData("botId", "\"\"")]
    [InlineData("botId", "null")]
    [InlineData("botId", "7")]
    [InlineData("kind", "\"Everything\"")]
    [InlineData("kind", "\"0\"")]
    [InlineData("outcome", "\"saved\"")]
    [InlineData("outcome", "\"Unchanged\"")]
    [InlineData("host", "null")]
    [InlineData("size", "null")]
    [InlineData("size", "-1")]
    [InlineData("size", "\"5\"")]
    [InlineData("sha256", "\"abc\"")]
    [InlineData("sha256", "null")]
    [InlineData("contentHash", "\"ABCDEF\"")]
    [InlineData("savedOn", "null")]
    [InlineData("savedOn", "\"yesterday\"")]
    [InlineData("checkedOn", "\"soon\"")]
    [InlineData("part", "[]")]
    [InlineData("parts", "[1]")]
    [InlineData("writtenAfter", "[\"x\"]")]
    public void What_cannot_be_right_is_refused(string key, string value)
    {
        var json = JsonNode.Parse(BackupRecordJson.Write(Saved))!;
        json[key] = JsonNode.Parse(value);
        Assert.Throws<FormatException>(() => BackupRecordJson.Read(Encoding.UTF8.GetBytes(json.ToJsonString())));
    }

    [Fact]
    public void Very_long_options_become_a_hash_that_still_tells_them_apart()
    {
        Assert.Equal(SetFixture.Latest, BackupRecordJson.Shorten(SetFixture.Latest));
        Assert.Null(BackupRecordJson.Shorten(null));
        var one = BackupRecordJson.Shorten(new string('a', 5000))!;
        Assert.StartsWith("sha256:", one, StringComparison.Ordinal);
        Assert.NotEqual(one, BackupRecordJson.Shorten(new string('a', 5001)));
    }
}

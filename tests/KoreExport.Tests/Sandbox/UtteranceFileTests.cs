using System.Text;
using System.Text.Json.Nodes;
using KoreExport.Sandbox.Bots;
using Xunit;

namespace KoreExport.Tests.Sandbox;

public sealed class UtteranceFileTests
{
    [Fact]
    public async Task Utterances_as_json_are_an_array_of_the_known_members()
    {
        using var sandbox = new SandboxFixture();
        var reply = await SandboxFixture.DownloadAsync(await sandbox.MlLinkAsync("json"));
        Assert.Equal("application/json", reply.Headers["Content-Type"]);
        var rows = JsonNode.Parse(reply.Bytes)!.AsArray();
        Assert.Equal(400, rows.Count);
        Assert.All(rows, row => Assert.Equal(
            ["taskName", "sentence", "type", "entities", "language"], row!.AsObject().Select(member => member.Key)));
    }

    [Fact]
    public async Task Utterances_as_csv_have_the_documented_header()
    {
        using var sandbox = new SandboxFixture(o => o.UtteranceCount = 7);
        var reply = await SandboxFixture.DownloadAsync(await sandbox.MlLinkAsync("csv"));
        Assert.Equal("text/csv", reply.Headers["Content-Type"]);
        Assert.StartsWith("taskName,sentence,type,language\r\n", reply.Text);
        Assert.Equal(8, reply.Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public void Both_formats_are_read_as_they_were_written()
    {
        Utterance[] rows = [new("A, \"b\"", "one\r\ntwo, \"three\"", "DialogIntent", "en"), new("予約", "", "DialogIntent", "ja")];
        Assert.True(UtteranceFile.TryRead(UtteranceFile.Csv(rows), out var fromCsv, out var isJson));
        Assert.False(isJson);
        Assert.Equal(rows, fromCsv);
        Assert.True(UtteranceFile.TryRead(UtteranceFile.Json(rows), out var fromJson, out isJson));
        Assert.True(isJson);
        Assert.Equal(rows, fromJson);
    }

    [Theory]
    [InlineData(",jkkjkjkj\n")]
    [InlineData("")]
    [InlineData("taskName,sentence,type\na,b,c\n")]
    [InlineData("taskName,sentence,type,language\na,b\n")]
    [InlineData("[{\"taskName\":\"a\"}]")]
    [InlineData("[1]")]
    [InlineData("[")]
    public void What_is_neither_is_refused(string text) =>
        Assert.False(UtteranceFile.TryRead(Encoding.UTF8.GetBytes(text), out _, out _));
}

using System.Text.Json.Nodes;
using Xunit;

namespace KoreExport.Tests.Sandbox;

public sealed class UtteranceContentTests
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
}

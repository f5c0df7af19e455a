using Xunit;

namespace KoreExport.Tests.Sandbox;

public sealed class BotExportsTests
{
    private static readonly string[] StartFields =
        ["_id", "streamId", "status", "createdBy", "exportType", "requestType", "createdOn", "__v"];

    [Fact]
    public async Task The_start_of_a_bot_export_answers_exactly_the_documented_fields()
    {
        using var sandbox = new SandboxFixture();
        var reply = await sandbox.StartAsync(body: """{"exportType":"published"}""");
        Assert.Equal(200, reply.Status);
        Assert.Equal(StartFields, reply.Json.Select(f => f.Key));
        Assert.StartsWith("ber-", (string)reply.Json["_id"]!);
        Assert.Equal(sandbox.Bot, (string)reply.Json["streamId"]!);
        Assert.Equal("pending", (string)reply.Json["status"]!);
        Assert.Equal("published", (string)reply.Json["exportType"]!);
        Assert.Equal("Botexport", (string)reply.Json["requestType"]!);
        Assert.Equal("2030-01-02T03:04:05.678Z", (string)reply.Json["createdOn"]!);
    }

    [Fact]
    public async Task A_bot_export_is_pending_until_its_time_is_over_and_then_has_a_link()
    {
        using var sandbox = new SandboxFixture();
        var started = await sandbox.StartAsync();
        sandbox.Pass(TimeSpan.FromSeconds(9.999));
        Assert.Equal("pending", (string)(await sandbox.StatusAsync()).Json["status"]!);
        sandbox.Pass(TimeSpan.FromSeconds(0.001));

        var done = (await sandbox.StatusAsync()).Json;
        Assert.Equal("success", (string)done["status"]!);
        Assert.Equal((string)started.Json["_id"]!, (string)done["_id"]!);
        Assert.Equal([.. StartFields, "downloadURL", "fileId", "fileSize", "store"], done.Select(f => f.Key));
        Assert.Matches(
            "^http://[^/]+/api/getMediaStream/market/f-[0-9a-f-]{36}\\.zip"
                + "\\?e=[0-9]+&n=[0-9]+&s=[A-Za-z0-9_-]+\\$\\$&clientfilename=[^&]+\\.zip$",
            (string)done["downloadURL"]!);
        Assert.Equal(System.Text.Json.JsonValueKind.String, done["fileSize"]!.GetValueKind());
    }

    [Fact]
    public async Task A_status_may_have_a_body()
    {
        using var sandbox = new SandboxFixture();
        await sandbox.StartAsync();
        var reply = await sandbox.SendAsync(HttpMethod.Get, sandbox.Path("export/status"), """{"exportType":"latest"}""");
        Assert.Equal(200, reply.Status);
    }

    [Fact]
    public async Task An_unknown_option_word_is_taken()
    {
        using var sandbox = new SandboxFixture();
        Assert.Equal(200, (await sandbox.StartAsync(body: """{"exportType":"latest","exportOptions":{"tasks":["botTsk"]}}""")).Status);
    }
}

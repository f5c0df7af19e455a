using Xunit;

namespace KoreExport.Tests.Sandbox;

public sealed class ExportTests
{
    private static readonly string[] StartFields =
        ["_id", "streamId", "status", "createdBy", "exportType", "requestType", "createdOn", "__v"];

    private static readonly string[] MlFields =
    [
        "_id", "streamId", "status", "percentageComplete", "createdBy", "jobType", "action", "fileType", "countOfDockStatuses",
        "statusLogs", "lMod", "createdOn", "requestedTime", "__v",
    ];

    [Fact]
    public async Task The_start_of_a_bot_export_answers_exactly_the_documented_fields()
    {
        using var sandbox = new SandboxAtHand();
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
        using var sandbox = new SandboxAtHand();
        var started = await sandbox.StartAsync();
        sandbox.Pass(TimeSpan.FromSeconds(9.999));
        Assert.Equal("pending", (string)(await sandbox.StatusAsync()).Json["status"]!);
        sandbox.Pass(TimeSpan.FromSeconds(0.001));

        var done = (await sandbox.StatusAsync()).Json;
        Assert.Equal("success", (string)done["status"]!);
        Assert.Equal((string)started.Json["_id"]!, (string)done["_id"]!);
        Assert.Equal([.. StartFields, "downloadURL", "fileId", "fileSize", "store"], done.Select(f => f.Key));
        Assert.Matches(
            "^http://[^/]+/api/getMediaStream/market/f-[0-9a-f-]{36}\\.zip\\?e=[0-9]+&n=[0-9]+&s=[A-Za-z0-9_-]+\\$\\$$",
            (string)done["downloadURL"]!);
        Assert.Equal(System.Text.Json.JsonValueKind.String, done["fileSize"]!.GetValueKind());
    }

    [Theory]
    [InlineData("csv", "CSV")]
    [InlineData("JSON", "JSON")]
    public async Task The_start_of_an_ml_export_answers_exactly_the_documented_fields(string type, string answered)
    {
        using var sandbox = new SandboxAtHand();
        var json = (await sandbox.StartMlAsync(type)).Json;
        Assert.Equal(MlFields, json.Select(f => f.Key));
        Assert.StartsWith("ds-", (string)json["_id"]!);
        Assert.Equal("IN_PROGRESS", (string)json["status"]!);
        Assert.Equal(0, (int)json["percentageComplete"]!);
        Assert.Equal("ML_UTTERANCE", (string)json["jobType"]!);
        Assert.Equal("EXPORT", (string)json["action"]!);
        Assert.Equal(answered, (string)json["fileType"]!);
    }

    [Fact]
    public async Task An_ml_export_gets_further_until_it_has_a_link_of_another_spelling()
    {
        using var sandbox = new SandboxAtHand();
        await sandbox.StartMlAsync();
        sandbox.Pass(TimeSpan.FromSeconds(5));
        Assert.Equal(50, (int)(await sandbox.MlStatusAsync()).Json["percentageComplete"]!);
        sandbox.Pass(TimeSpan.FromSeconds(5));

        var done = (await sandbox.MlStatusAsync()).Json;
        Assert.Equal("SUCCESS", (string)done["status"]!);
        Assert.Equal(100, (int)done["percentageComplete"]!);
        Assert.Equal([.. MlFields, "downloadUrl"], done.Select(f => f.Key));
    }

    [Fact]
    public async Task A_status_shows_the_latest_request_of_its_bot_and_of_no_other()
    {
        using var sandbox = new SandboxAtHand();
        var first = (string)(await sandbox.StartAsync()).Json["_id"]!;
        var other = (string)(await sandbox.StartAsync(sandbox.Server.BotId[1])).Json["_id"]!;
        var second = (string)(await sandbox.StartAsync()).Json["_id"]!;

        Assert.NotEqual(first, second);
        Assert.Equal(second, (string)(await sandbox.StatusAsync()).Json["_id"]!);
        Assert.Equal(other, (string)(await sandbox.StatusAsync(sandbox.Server.BotId[1])).Json["_id"]!);
    }

    [Fact]
    public async Task The_two_kinds_of_export_do_not_hide_each_other()
    {
        using var sandbox = new SandboxAtHand();
        var bot = (string)(await sandbox.StartAsync()).Json["_id"]!;
        var ml = (string)(await sandbox.StartMlAsync()).Json["_id"]!;
        Assert.Equal(bot, (string)(await sandbox.StatusAsync()).Json["_id"]!);
        Assert.Equal(ml, (string)(await sandbox.MlStatusAsync()).Json["_id"]!);
    }

    [Fact]
    public async Task A_finished_export_of_somebody_else_can_be_added()
    {
        using var sandbox = new SandboxAtHand();
        var bot = sandbox.Server.AddFinishedBotExport(sandbox.Bot);
        var ml = sandbox.Server.AddFinishedMlExport(sandbox.Bot);
        Assert.Equal(bot, (string)(await sandbox.StatusAsync()).Json["_id"]!);
        Assert.Equal("success", (string)(await sandbox.StatusAsync()).Json["status"]!);
        Assert.Equal(ml, (string)(await sandbox.MlStatusAsync()).Json["_id"]!);
    }

    [Fact]
    public async Task The_words_bot_and_stream_are_interchangeable()
    {
        using var sandbox = new SandboxAtHand();
        var started = await sandbox.SendAsync(HttpMethod.Post, $"/api/public/stream/{sandbox.Bot}/export", """{"exportType":"latest"}""");
        Assert.Equal((string)started.Json["_id"]!, (string)(await sandbox.StatusAsync()).Json["_id"]!);
    }

    [Fact]
    public async Task A_status_may_have_a_body()
    {
        using var sandbox = new SandboxAtHand();
        await sandbox.StartAsync();
        var reply = await sandbox.SendAsync(HttpMethod.Get, sandbox.Path("export/status"), """{"exportType":"latest"}""");
        Assert.Equal(200, reply.Status);
    }

    [Fact]
    public async Task An_unknown_option_word_is_taken()
    {
        using var sandbox = new SandboxAtHand();
        Assert.Equal(200, (await sandbox.StartAsync(body: """{"exportType":"latest","exportOptions":{"tasks":["botTsk"]}}""")).Status);
    }

    [Fact]
    public async Task Every_status_answer_has_a_fresh_link_to_the_same_file()
    {
        using var sandbox = new SandboxAtHand();
        var first = await sandbox.LinkAsync();
        var second = (string)(await sandbox.StatusAsync()).Json["downloadURL"]!;
        Assert.NotEqual(first, second);
        Assert.Equal(first.Split('?')[0], second.Split('?')[0]);
    }
}

using Xunit;

namespace KoreExport.Tests.Sandbox;

public sealed class ExportEndpointTests
{
    [Fact]
    public async Task A_status_shows_the_latest_request_of_its_bot_and_of_no_other()
    {
        using var sandbox = new SandboxFixture();
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
        using var sandbox = new SandboxFixture();
        var bot = (string)(await sandbox.StartAsync()).Json["_id"]!;
        var ml = (string)(await sandbox.StartMlAsync()).Json["_id"]!;
        Assert.Equal(bot, (string)(await sandbox.StatusAsync()).Json["_id"]!);
        Assert.Equal(ml, (string)(await sandbox.MlStatusAsync()).Json["_id"]!);
    }

    [Fact]
    public async Task A_finished_export_of_somebody_else_can_be_added()
    {
        using var sandbox = new SandboxFixture();
        var bot = sandbox.Server.AddFinishedBotExport(sandbox.Bot);
        var ml = sandbox.Server.AddFinishedMlExport(sandbox.Bot);
        Assert.Equal(bot, (string)(await sandbox.StatusAsync()).Json["_id"]!);
        Assert.Equal("success", (string)(await sandbox.StatusAsync()).Json["status"]!);
        Assert.Equal(ml, (string)(await sandbox.MlStatusAsync()).Json["_id"]!);
    }

    [Fact]
    public async Task The_words_bot_and_stream_are_interchangeable()
    {
        using var sandbox = new SandboxFixture();
        var started = await sandbox.SendAsync(HttpMethod.Post, $"/api/public/stream/{sandbox.Bot}/export", """{"exportType":"latest"}""");
        Assert.Equal((string)started.Json["_id"]!, (string)(await sandbox.StatusAsync()).Json["_id"]!);
    }
}

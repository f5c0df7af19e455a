using System.Text.Json.Nodes;
using Xunit;

namespace KoreExport.Tests.Sandbox;

public sealed class BotPublishingsTests
{
    private const string Body = """{"versionComment":"new update","initiateTraining":true}""";

    [Fact]
    public async Task Publishing_gets_further_until_it_is_successful_and_the_bot_is_published()
    {
        using var import = new ImportFixture();
        await import.ImportAsync(
            await import.UploadChangedAsync(await import.ExportAsync(), definition => definition["color"] = "#111111"), import.Bot);
        Assert.Equal("#009dab", (string)(await import.DefinitionAsync(type: "published"))["color"]!);
        await PublishAsync(import);
        import.Sandbox.Pass(TimeSpan.FromSeconds(5));
        var running = await StatusAsync(import);
        Assert.Equal(("inprogress", 49), ((string)running["status"]!, (int)running["percentageComplete"]!));
        import.Sandbox.Pass(TimeSpan.FromSeconds(5));
        var done = await StatusAsync(import);
        Assert.Equal(("successful", 100), ((string)done["status"]!, (int)done["percentageComplete"]!));
        Assert.Equal(["SETTINGS", "NL"], done["statusSummary"]!.AsArray().Select(part => (string)part!["resourceId"]!));
        Assert.Equal("#111111", (string)(await import.DefinitionAsync(type: "published"))["color"]!);
    }

    [Fact]
    public async Task Publishing_alone_changes_a_time_a_hash_and_ids_of_small_talk()
    {
        using var import = new ImportFixture();
        var before = await import.DefinitionAsync();
        await PublishAsync(import);
        import.Sandbox.FinishJobs();
        var after = await import.DefinitionAsync();
        Assert.Equal(
            ["botEvents", "smallTalk", "encryptedHash"],
            before.Where(member => member.Value?.ToJsonString() != after[member.Key]?.ToJsonString()).Select(member => member.Key));
        Assert.Equal(after.ToJsonString(), (await import.DefinitionAsync()).ToJsonString());
    }

    [Fact]
    public async Task A_bot_without_an_enabled_channel_is_refused()
    {
        using var import = new ImportFixture();
        var status = await import.ImportAsync(
            await import.UploadChangedAsync(await import.ExportAsync(), definition => definition["channels"] = new JsonArray()));
        var reply = await import.Sandbox.SendAsync(HttpMethod.Post, import.Sandbox.Path("publish", (string)status["streamId"]!), Body);
        Assert.Equal(400, reply.Status);
    }

    [Fact]
    public async Task Publishing_can_fail_and_the_published_version_stays()
    {
        using var import = new ImportFixture();
        var before = SandboxFixture.Entries(await import.ExportAsync(type: "published"));
        import.Faults.FailCount = 1;
        await PublishAsync(import);
        import.Sandbox.FinishJobs();
        Assert.Equal("failed", (string)(await StatusAsync(import))["status"]!);
        Assert.Equal(before, SandboxFixture.Entries(await import.ExportAsync(type: "published")));
    }

    private static async Task PublishAsync(ImportFixture import) =>
        Assert.Equal(200, (await import.Sandbox.SendAsync(HttpMethod.Post, import.Sandbox.Path("publish"), Body)).Status);

    private static async Task<JsonObject> StatusAsync(ImportFixture import) =>
        (await import.Sandbox.SendAsync(HttpMethod.Get, import.Sandbox.Path("publish/status"))).Json;
}

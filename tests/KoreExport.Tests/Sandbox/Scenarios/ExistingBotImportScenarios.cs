using System.Text.Json.Nodes;
using Xunit;

namespace KoreExport.Tests.Sandbox.Scenarios;

/// <summary>The vendor's own scenarios of an import into an existing bot: 19.</summary>
public sealed class ExistingBotImportScenarios
{
    private const string Rest =
        ""","storyBoardScenes":{"includeComments":true},"customDashboard":false}""";

    [Theory]
    [InlineData("botDefinition.json")]
    [InlineData("config.json")]
    public async Task A_file_is_uploaded(string name)
    {
        using var import = new ImportFixture();
        Assert.Equal(200, (await import.SendUploadAsync("{}"u8.ToArray(), name)).Status);
    }

    [Fact]
    public async Task Two_files_are_enough_and_the_status_has_the_bot()
    {
        using var import = new ImportFixture();
        var status = await import.ImportAsync(await BodyAsync(import), import.Bot);
        Assert.Equal("success", (string)status["status"]!);
        Assert.Equal(import.Bot, (string)status["streamId"]!);
    }

    [Theory]
    [InlineData(
        """{"nlpData":[],"settings":[],"options":{},"tasks":["botTask","knowledgeGraph","smallTalk","forms"]""",
        "KnowledgeTasks", "SmallTalk", "Dialog")]
    [InlineData(
        """{"nlpData":["nlpSettings","utterances","patterns","standardResponses"],"settings":[],"tasks":[],"options":{"utterances":{"append":true,"replace":false},"patterns":{"append":true,"replace":false}}""",
        "Patterns", "Standard Responses", "Utterences")]
    [InlineData(
        """{"nlpData":[],"settings":["botSettings","botVariables","ivrSettings"],"options":{},"tasks":[]""",
        "BotVariables", "CustomTemplates")]
    public async Task A_part_is_imported_and_logged(string options, params string[] steps)
    {
        using var import = new ImportFixture();
        var body = await BodyAsync(import);
        body["importOptions"] = JsonNode.Parse(options + Rest);
        var started = await import.StartAsync(body, import.Bot);
        Assert.Equal("pending", (string)started.Json["status"]!);
        import.Sandbox.FinishJobs();
        var status = (await import.StatusAsync((string)started.Json["_id"]!)).Json;
        Assert.Equal("success", (string)status["status"]!);
        Assert.Empty(steps.Except(ImportFixture.Steps(status)));
        if (steps.Contains("BotVariables"))
        {
            Assert.Equal("BotVariables", (string)status["statusLogs"]![8]!["taskType"]!);
        }
    }

    [Fact]
    public async Task An_unknown_bot_is_refused()
    {
        using var import = new ImportFixture();
        (await import.StartAsync(await BodyAsync(import), "st-nobody")).IsError(400, 400, "Invalid StreamId");
    }

    [Fact]
    public async Task A_missing_and_an_altered_token_are_refused()
    {
        using var import = new ImportFixture();
        var body = await BodyAsync(import);
        (await import.StartAsync(body, import.Bot, "")).IsError(401, 4002, "Invalid SDK credentials");
        (await import.StartAsync(body, import.Bot, import.Sandbox.Token() + "1234")).IsError(401, 4002, "Invalid SDK credentials");
    }

    [Fact]
    public async Task A_missing_scope_is_refused()
    {
        using var import = new ImportFixture();
        (await import.StartAsync(await BodyAsync(import), import.Bot, import.ScopelessToken()))
            .IsError(401, 4002, "Permission denied. Scope is incorrect!");
    }

    [Fact]
    public async Task A_wrong_method_is_refused()
    {
        using var import = new ImportFixture();
        (await import.Sandbox.SendAsync(HttpMethod.Get, import.Sandbox.Path("import"))).IsError(405, 405, "Method Not Allowed");
    }

    [Fact]
    public async Task A_status_is_refused_as_that_of_a_new_bot()
    {
        using var import = new ImportFixture();
        var id = (string)(await import.StartAsync(await BodyAsync(import), import.Bot)).Json["_id"]!;
        (await import.StatusAsync(id + "1234")).IsError(400, 400, "Invalid request ID");
        (await import.StatusAsync(id, token: "")).IsError(401, 4002, "Invalid SDK credentials");
        (await import.StatusAsync(id, import.ScopelessToken())).IsError(401, 4002, "Permission denied. Scope is incorrect!");
        (await import.Sandbox.SendAsync(HttpMethod.Post, "/api/public/bot/import/status/" + id)).IsError(405, 405, "Method Not Allowed");
    }

    private static async Task<JsonObject> BodyAsync(ImportFixture import)
    {
        var body = await import.UploadPartsAsync(await import.ExportAsync());
        body.Remove("icon");
        return body;
    }
}

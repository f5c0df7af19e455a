using System.Text.Json.Nodes;
using Xunit;

namespace KoreExport.Tests.Sandbox;

public sealed class SandboxImportFaultsTests
{
    [Fact]
    public async Task An_import_can_fail_and_changes_nothing()
    {
        using var import = new ImportFixture();
        import.Faults.FailCount = 1;
        import.Faults.FailureWord = "failure";
        import.Faults.FailureMessage = "Language model missing";
        var body = await ChangedAsync(import);
        var failed = await import.ImportAsync(body, import.Bot);
        Assert.Equal("failure", (string)failed["status"]!);
        Assert.Equal("Language model missing", (string)failed["message"]!);
        Assert.Equal("#009dab", (string)(await import.DefinitionAsync())["color"]!);
        Assert.Equal("success", (string)(await import.ImportAsync(body, import.Bot))["status"]!);
        Assert.Equal("#111111", (string)(await import.DefinitionAsync())["color"]!);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_import_can_end_half_done(bool existing)
    {
        using var import = new ImportFixture();
        import.Faults.HalfDoneCount = 1;
        var body = await import.UploadChangedAsync(await import.ExportAsync(), definition =>
        {
            definition["dialogs"]!.AsArray().RemoveAt(0);
            definition["sentences"]!.AsArray().RemoveAt(0);
        });
        var before = existing ? (await import.DefinitionAsync())["sentences"]!.AsArray().Count : 0;
        var status = await import.ImportAsync(body, existing ? import.Bot : null);
        Assert.Equal("failed", (string)status["status"]!);
        Assert.False(status.ContainsKey("streamId"));
        Assert.Equal(["success", "failed"], status["statusLogs"]!.AsArray().TakeLast(2).Select(line => (string)line!["status"]!));
        var after = await import.DefinitionAsync(existing ? import.Bot : import.Sandbox.Server.BotId[^1]);
        Assert.Equal(existing ? 20 : 19, after["dialogs"]!.AsArray().Count);
        Assert.Equal(before, after["sentences"]!.AsArray().Count);
    }

    [Fact]
    public async Task An_import_can_stay_unfinished_and_is_done_once_the_fault_is_gone()
    {
        using var import = new ImportFixture();
        import.Faults.NeverFinish = true;
        import.Faults.UnknownStatusWord = "queued";
        var status = await import.ImportAsync(await ChangedAsync(import), import.Bot);
        Assert.Equal("queued", (string)status["status"]!);
        Assert.Equal("#009dab", (string)(await import.DefinitionAsync())["color"]!);
        import.Faults.NeverFinish = false;
        Assert.Equal("success", (string)(await import.StatusAsync((string)status["_id"]!)).Json["status"]!);
        Assert.Equal("#111111", (string)(await import.DefinitionAsync())["color"]!);
    }

    [Fact]
    public async Task The_first_statuses_can_answer_500()
    {
        using var import = new ImportFixture();
        import.Faults.FirstStatus500 = 2;
        var id = (string)(await import.StartAsync(await ChangedAsync(import), import.Bot)).Json["_id"]!;
        Assert.Equal(500, (await import.StatusAsync(id)).Status);
        Assert.Equal(500, (await import.StatusAsync(id)).Status);
        Assert.Equal(200, (await import.StatusAsync(id)).Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_imported_bot_keeps_the_hash_of_its_file_unless_it_is_made_anew(bool regenerate)
    {
        using var import = new ImportFixture();
        import.Faults.RegenerateHash = regenerate;
        var zip = await import.ExportAsync();
        await import.ImportAsync(await import.UploadPartsAsync(zip), import.Bot);
        var before = (string)SandboxFixture.Definition(zip)["encryptedHash"]!;
        var after = (string)(await import.DefinitionAsync())["encryptedHash"]!;
        Assert.Equal(!regenerate, before == after);
        Assert.Matches("^[0-9a-f]{32}$", after);
    }

    [Fact]
    public async Task An_answer_can_be_lost_though_the_import_is_carried_out()
    {
        using var import = new ImportFixture();
        var body = await ChangedAsync(import);
        import.Sandbox.Faults.Api.Kind = SandboxRequestKind.StartBotImport;
        import.Sandbox.Faults.Api.LostAnswerCount = 1;
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => import.StartAsync(body, import.Bot));
        import.Sandbox.FinishJobs();
        Assert.Equal("#111111", (string)(await import.DefinitionAsync())["color"]!);
    }

    [Fact]
    public async Task An_import_can_meet_a_limit()
    {
        using var import = new ImportFixture();
        var body = await ChangedAsync(import);
        import.Sandbox.Faults.Api.Kind = SandboxRequestKind.StartBotImport;
        import.Sandbox.Faults.Api.RateLimitCount = 1;
        (await import.StartAsync(body, import.Bot)).IsError(429, 429, SandboxApiFaults.PerMinuteMessage);
        Assert.Equal(200, (await import.StartAsync(body, import.Bot)).Status);
    }

    private static Task<JsonObject> ChangedAsync(ImportFixture import) => ChangedAsync(import, import.ExportAsync());

    private static async Task<JsonObject> ChangedAsync(ImportFixture import, Task<byte[]> zip) =>
        await import.UploadChangedAsync(await zip, definition => definition["color"] = "#111111");
}

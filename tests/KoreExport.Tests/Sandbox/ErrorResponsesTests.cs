using Xunit;

namespace KoreExport.Tests.Sandbox;

public sealed class ErrorResponsesTests
{
    [Fact]
    public async Task A_missing_token_is_refused()
    {
        using var sandbox = new SandboxFixture();
        (await sandbox.StatusAsync(token: "")).IsError(401, 4002, "Invalid SDK credentials");
    }

    [Fact]
    public async Task A_missing_scope_has_the_code_of_bad_credentials_and_other_words()
    {
        using var sandbox = new SandboxFixture();
        var token = RawToken.Hmac(sandbox.Server.ScopelessClientSecret, sandbox.Claims(sandbox.Server.ScopelessClientId));
        (await sandbox.StartAsync(token: token)).IsError(401, 4002, "Permission denied. Scope is incorrect!");
        (await sandbox.StatusAsync(token: token)).IsError(401, 4002, "Permission denied. Scope is incorrect!");
    }

    [Fact]
    public async Task An_unknown_bot_is_a_bad_stream_to_the_bot_export_and_bad_credentials_to_the_ml_export()
    {
        using var sandbox = new SandboxFixture();
        (await sandbox.StartAsync("st-nobody")).IsError(400, 400, "Invalid StreamId");
        (await sandbox.StatusAsync("st-nobody")).IsError(400, 400, "Invalid StreamId");
        (await sandbox.StartMlAsync(bot: "st-nobody")).IsError(401, 4002, "Invalid SDK credentials");
        (await sandbox.MlStatusAsync("st-nobody")).IsError(401, 4002, "Invalid SDK credentials");
    }

    [Fact]
    public async Task An_admin_app_is_told_of_an_unknown_bot_the_same_way_by_both_exports()
    {
        using var sandbox = new SandboxFixture(o => o.AdminApp = true);
        (await sandbox.StartAsync("st-nobody")).IsError(400, 400, "Invalid StreamId");
        (await sandbox.StartMlAsync(bot: "st-nobody")).IsError(400, 400, "Invalid StreamId");
    }

    [Fact]
    public async Task A_builder_app_is_told_of_an_unknown_bot_the_same_way_by_both_exports()
    {
        using var sandbox = new SandboxFixture(o => o.AdminApp = false);
        (await sandbox.StartAsync("st-nobody")).IsError(401, 4002, "Invalid SDK credentials");
        (await sandbox.StartMlAsync(bot: "st-nobody")).IsError(401, 4002, "Invalid SDK credentials");
    }

    [Theory]
    [InlineData("exportType=latest")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"exportType":"newest"}""")]
    [InlineData("""{"exportType":"latest","exportType":"latest"}""")]
    public async Task A_body_that_is_not_what_it_should_be_is_refused(string body)
    {
        using var sandbox = new SandboxFixture();
        (await sandbox.StartAsync(body: body)).IsError(412, 412, "Validation errors/ Invalid arguments");
    }

    [Theory]
    [InlineData("mlexport")]
    [InlineData("mlexport?state=configured&type=xml")]
    public async Task An_ml_export_wants_a_type(string call)
    {
        using var sandbox = new SandboxFixture();
        (await sandbox.SendAsync(HttpMethod.Post, sandbox.Path(call))).IsError(412, 412, "Validation errors/ Invalid arguments");
    }

    [Theory]
    [InlineData("""{"exportType":"latest","exportOptions":{}}""")]
    [InlineData("""{"exportType":"latest","exportOptions":{"tasks":[],"nlpData":[],"settings":[],"AgentAI":[]}}""")]
    public async Task An_empty_selection_is_refused(string body)
    {
        using var sandbox = new SandboxFixture();
        (await sandbox.StartAsync(body: body)).IsError(400, 400, "Please select at least one component");
    }

    [Fact]
    public async Task An_unknown_test_suite_is_refused()
    {
        using var sandbox = new SandboxFixture();
        (await sandbox.SendWithLanguageAsync(HttpMethod.Post, sandbox.Path("testsuite/My%20suite/export")))
            .IsError(400, 400, "Test Suite not found");
    }

    [Fact]
    public async Task A_status_before_any_start_is_refused()
    {
        using var sandbox = new SandboxFixture();
        (await sandbox.StatusAsync()).IsError(400, 400, "No export request found");
    }
}

using KoreExport.Exports;
using Xunit;

namespace KoreExport.Tests.Http;

/// <summary>Each refusal of the platform, and the error it becomes.</summary>
public sealed class PlatformErrorTests
{
    [Theory]
    [InlineData(KoreExportKind.Bot)]
    [InlineData(KoreExportKind.MlUtterance)]
    public async Task A_wrong_secret_is_a_rejected_credential(KoreExportKind kind)
    {
        var wrong = CoreFixture.NewSecret();
        using var fixture = CoreFixture.WithSandbox(change: (_, session) => session with { Secret = wrong });
        var refused = await fixture.FailsAsync(KoreErrorId.CredentialRejected, () => fixture.StatusAsync(kind), wrong);
        Assert.Equal(KoreErrorCategory.AuthenticationError, refused.Category);
        Assert.Equal("Invalid SDK credentials", refused.PlatformMessage);
        Assert.Equal(4002, refused.PlatformCode);
        Assert.Equal(401, refused.StatusCode);
        Assert.Equal(fixture.Bot, refused.Target);
        Assert.Contains(fixture.Session.ClientId, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_expired_token_is_a_rejected_credential()
    {
        using var fixture = CoreFixture.WithSandbox();
        fixture.Faults.Api.ClockSkew = TimeSpan.FromMinutes(30);
        await fixture.FailsAsync(KoreErrorId.CredentialRejected, () => fixture.StartBotAsync());
    }

    [Fact]
    public async Task A_missing_scope_names_the_scope_that_each_export_needs()
    {
        using var fixture = CoreFixture.WithSandbox(
            change: (sandbox, session) => session with { ClientId = sandbox.ScopelessClientId, Secret = sandbox.ScopelessClientSecret });
        var bot = await fixture.FailsAsync(KoreErrorId.ScopeMissing, () => fixture.StartBotAsync());
        Assert.Contains("'Bot Export'", bot.RecommendedAction, StringComparison.Ordinal);
        Assert.Contains("'Bot Definition > Bot Export'", bot.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(KoreErrorCategory.PermissionDenied, bot.Category);
        Assert.Equal("Permission denied. Scope is incorrect!", bot.PlatformMessage);
        var ml = await fixture.FailsAsync(KoreErrorId.ScopeMissing, () => fixture.StartMlAsync());
        Assert.Contains("'Utterances Export'", ml.RecommendedAction, StringComparison.Ordinal);
        Assert.Contains("'Test > Utterances Export and Train'", ml.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, KoreErrorId.BotNotFound, "Invalid StreamId")]
    [InlineData(false, KoreErrorId.CredentialRejected, "Invalid SDK credentials")]
    public async Task An_unknown_bot_is_named_whichever_way_the_app_says_it(bool adminApp, string errorId, string words)
    {
        using var fixture = CoreFixture.WithSandbox(options => options.AdminApp = adminApp);
        var refused = await fixture.FailsAsync(
            errorId, () => fixture.Api.StartBotAsync("st-nobody", new BotExportRequest(), CancellationToken.None));
        Assert.Equal("st-nobody", refused.Target);
        Assert.Contains("st-nobody", refused.Message, StringComparison.Ordinal);
        Assert.Equal(words, refused.PlatformMessage);
        Assert.Contains("bot id", refused.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_selection_says_what_to_select()
    {
        using var fixture = CoreFixture.WithSandbox();
        var refused = await fixture.FailsAsync(
            KoreErrorId.RequestRejected, () => fixture.StartBotAsync(new BotExportRequest { Tasks = [] }));
        Assert.Equal("Please select at least one component", refused.PlatformMessage);
        Assert.Contains("Select something", refused.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_the_platform_cannot_read_points_to_additional_body()
    {
        using var fixture = CoreFixture.WithSandbox();
        var refused = await fixture.FailsAsync(
            KoreErrorId.RequestRejected, () => fixture.StartBotAsync(new BotExportRequest { ExportType = "newest" }));
        Assert.Equal(412, refused.StatusCode);
        Assert.Contains("-AdditionalBody", refused.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_lives_too_long_for_jti_points_to_its_lifetime()
    {
        // A clock that is behind makes an hour more than an hour.
        using var fixture = CoreFixture.WithSandbox(
            options => options.EnforceJti = true, (_, session) => session with { TokenLifetime = TimeSpan.FromMinutes(60) });
        fixture.Faults.Api.ClockSkew = TimeSpan.FromSeconds(-30);
        var refused = await fixture.FailsAsync(KoreErrorId.CredentialRejected, () => fixture.StartBotAsync());
        Assert.Contains("-TokenLifetime", refused.RecommendedAction, StringComparison.Ordinal);
        Assert.Contains("exp", refused.PlatformMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(405, "Method Not Allowed", KoreErrorId.RequestRejected)]
    [InlineData(400, "Test Suite not found", KoreErrorId.RequestRejected)]
    [InlineData(403, "Forbidden", KoreErrorId.RequestRejected)]
    [InlineData(404, "Stream not found", KoreErrorId.BotNotFound)]
    [InlineData(401, "error verifying the jwt: possibly a replay", KoreErrorId.CredentialRejected)]
    [InlineData(418, "", KoreErrorId.RequestRejected)]
    public async Task Every_other_refusal_carries_the_platforms_own_words(int status, string words, string errorId)
    {
        using var server = WireServer.Answering(Wire.Error(status, status, words));
        using var fixture = CoreFixture.Facing(server.Uri);
        var refused = await fixture.FailsAsync(errorId, () => fixture.StatusAsync());
        Assert.Equal(words, refused.PlatformMessage);
        Assert.Equal(status, refused.StatusCode);
        Assert.Contains($"HTTP {status}", refused.Message, StringComparison.Ordinal);
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"errors":{"msg":"Invalid StreamId","code":"400"}}""", KoreErrorId.BotNotFound)]
    [InlineData("""{"errors":["Invalid StreamId"]}""", KoreErrorId.BotNotFound)]
    [InlineData("""{"errors":[{"message":"Invalid StreamId"}]}""", KoreErrorId.BotNotFound)]
    [InlineData("""{"errors":[]}""", KoreErrorId.RequestRejected)]
    [InlineData("""{"errors":[null]}""", KoreErrorId.RequestRejected)]
    [InlineData("""{"errors":[7]}""", KoreErrorId.RequestRejected)]
    [InlineData("""[]""", KoreErrorId.RequestRejected)]
    [InlineData("", KoreErrorId.RequestRejected)]
    public async Task A_refusal_is_read_in_any_form(string body, string errorId)
    {
        using var server = WireServer.Answering(Wire.Answer(400, body));
        using var fixture = CoreFixture.Facing(server.Uri);
        await fixture.FailsAsync(errorId, () => fixture.StatusAsync());
    }

    [Fact]
    public async Task An_error_under_a_200_is_an_error()
    {
        using var server = WireServer.Answering(Wire.Error(200, 4002, "Something is wrong"));
        using var fixture = CoreFixture.Facing(server.Uri);
        Assert.Equal(
            "Something is wrong", (await fixture.FailsAsync(KoreErrorId.RequestRejected, () => fixture.StatusAsync())).PlatformMessage);
    }

    [Fact]
    public async Task Every_error_has_a_known_id_a_category_and_an_action()
    {
        int[] all =
        [
            300, 304, 400, 401, 402, 403, 404, 405, 407, 408, 409, 410, 411, 412, 413, 415, 422, 425, 429, 451,
            500, 501, 502, 503, 504, 505, 520, 599,
        ];
        foreach (var status in all)
        {
            using var server = WireServer.Answering(Wire.Page(status));
            using var fixture = CoreFixture.Facing(server.Uri, new BenchSession { Retries = 0 });
            var failure = await Assert.ThrowsAsync<KoreException>(() => fixture.StatusAsync());
            Assert.Contains(typeof(KoreErrorId).GetFields(), field => (string)field.GetRawConstantValue()! == failure.ErrorId);
            Assert.NotEqual(KoreErrorCategory.NotSpecified, failure.Category);
            Assert.NotEmpty(failure.RecommendedAction);
            Assert.Equal(status, failure.StatusCode);
        }
    }

    [Theory]
    [InlineData(404)]
    [InlineData(410)]
    public async Task A_wrong_host_that_does_not_know_the_api_is_named(int status)
    {
        using var server = WireServer.Answering(Wire.Page(status));
        using var fixture = CoreFixture.Facing(server.Uri);
        var wrong = await fixture.FailsAsync(KoreErrorId.ResponseInvalid, () => fixture.StartBotAsync());
        Assert.Contains("-HostUri", wrong.RecommendedAction, StringComparison.Ordinal);
        Assert.Contains(server.Uri.Authority, wrong.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_wrong_host_that_answers_everything_with_a_page_is_named()
    {
        using var server = WireServer.Answering(Wire.Page(200));
        using var fixture = CoreFixture.Facing(server.Uri, new BenchSession { Retries = 1 });
        var wrong = await fixture.FailsAsync(KoreErrorId.ResponseInvalid, () => fixture.StartBotAsync());
        Assert.Contains("web page", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("-HostUri", wrong.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(["POST", "POST"], server.Requests.Select(request => request.Method));
    }
}

using Xunit;

namespace KoreExport.Tests.Http;

public sealed class ApiTransportClockTests
{
    [Fact]
    [Fault(
        FaultArea.Talking,
        "the platform's clock is 5 minutes ahead",
        "tokens are expired on arrival: KoreCredentialRejected, and by how much the clock is behind")]
    public async Task A_clock_that_is_behind_is_named_when_the_token_is_refused()
    {
        using var fixture = CoreFixture.WithSandbox();
        fixture.Faults.Api.ClockSkew = TimeSpan.FromMinutes(5.1);
        var refused = await fixture.FailsAsync(KoreErrorId.CredentialRejected, () => fixture.StartBotAsync());
        Assert.Contains("This machine's clock is 5.1 minutes behind the platform's", refused.Message, StringComparison.Ordinal);
        Assert.Contains("clock", refused.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    [Fault(
        FaultArea.Talking,
        "the platform's clock is 5 minutes behind",
        "works, since tokens have no nbf; where one is refused, KoreCredentialRejected says by how much the clock is ahead")]
    public async Task A_clock_that_is_ahead_does_no_harm_but_is_named_where_it_does()
    {
        using var fixture = CoreFixture.WithSandbox();
        fixture.Faults.Api.ClockSkew = TimeSpan.FromMinutes(-5);
        Assert.True((await fixture.WaitAsync(await fixture.StartBotAsync())).HasDownloadLink);

        using var jti = CoreFixture.WithSandbox(
            options => options.EnforceJti = true, (_, session) => session with { TokenLifetime = TimeSpan.FromMinutes(58) });
        jti.Faults.Api.ClockSkew = TimeSpan.FromMinutes(-5);
        var refused = await jti.FailsAsync(KoreErrorId.CredentialRejected, () => jti.StartBotAsync());
        Assert.Contains("This machine's clock is 5 minutes ahead of the platform's", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clock_that_is_right_is_not_suspected()
    {
        using var fixture = CoreFixture.WithSandbox(change: (_, session) => session with { Secret = CoreFixture.NewSecret() });
        fixture.Faults.Api.ClockSkew = TimeSpan.FromSeconds(20);
        Assert.DoesNotContain(
            "clock is",
            (await fixture.FailsAsync(KoreErrorId.CredentialRejected, () => fixture.StartBotAsync())).Message,
            StringComparison.Ordinal);
    }
}

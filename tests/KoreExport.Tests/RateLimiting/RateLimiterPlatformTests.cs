using KoreExport.Exports;
using Xunit;

namespace KoreExport.Tests.RateLimiting;

/// <summary>The limiter in front of a platform that counts for itself.</summary>
public sealed class RateLimiterPlatformTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Calls_by_the_hundred_are_never_refused()
    {
        using var fixture = CoreFixture.WithSandbox();
        await fixture.StartBotAsync();
        await AskAsync(fixture, 304);
        var calls = fixture.Sandbox.Requests.Where(request => request.Kind == SandboxRequestKind.BotExportStatus).ToList();
        Assert.Equal(304, calls.Count);
        Assert.DoesNotContain(calls, static call => call.StatusCode == 429);
        CallBook.HoldsAtMost(calls.Select(static call => call.Time), 60, Minute);
        Assert.InRange(fixture.Clock.Elapsed, 5 * Minute, 6 * Minute);
    }

    [Fact]
    [Fault(
        FaultArea.Retries,
        "somebody else uses up the rate limit",
        "waits, without counting it as a try, until the platform takes calls again")]
    public async Task A_rate_limit_is_no_try()
    {
        // Without limits of our own, as if somebody else made the calls, and without a single retry.
        using var fixture = CoreFixture.WithSandbox(null, static (_, session) => session with { PerMinute = 0, Retries = 0 });
        await fixture.StartBotAsync();
        await AskAsync(fixture, 200);
        var calls = fixture.Sandbox.Requests.Where(request => request.Kind == SandboxRequestKind.BotExportStatus).ToList();
        Assert.Equal(200, calls.Count(static call => call.StatusCode == 200));

        // While it refuses only one call at a time asks, and ever more rarely.
        Assert.True(calls.Count < 260, $"{calls.Count} calls");
    }

    [Fact]
    [Fault(FaultArea.Retries, "the rate limit stays reached", "`KoreRateLimited` after 15 minutes (-RateLimitTimeoutSec)")]
    public async Task A_rate_limit_that_never_ends_is_an_error_in_the_end()
    {
        using var fixture = CoreFixture.WithSandbox();
        fixture.Faults.Api.RateLimitCount = int.MaxValue;
        var failure = await fixture.FailsAsync(KoreErrorId.RateLimited, () => fixture.StatusAsync());
        Assert.Contains("-RequestsPerMinute", failure.RecommendedAction, StringComparison.Ordinal);
        Assert.InRange(fixture.Clock.Elapsed, TimeSpan.FromMinutes(14), TimeSpan.FromMinutes(15));
        Assert.InRange(fixture.Sandbox.Requests.Count, 20, 60);
    }

    [Fact]
    public async Task A_wait_puts_up_with_it_until_its_own_time_out()
    {
        using var fixture = CoreFixture.WithSandbox();
        var started = await fixture.StartBotAsync();
        fixture.Faults.Api.RateLimitCount = int.MaxValue;
        await fixture.FailsAsync(
            KoreErrorId.ExportTimeout, () => fixture.WaitAsync(started, new WaitOptions { Timeout = TimeSpan.FromHours(2) }));
        Assert.InRange(fixture.Clock.Elapsed, TimeSpan.FromMinutes(119), TimeSpan.FromMinutes(122));
    }

    [Fact]
    public async Task Many_exports_at_once_are_not_slowed()
    {
        using var fixture = CoreFixture.WithSandbox(static options => options.BotCount = 80);
        var started = await Task.WhenAll(
            fixture.Sandbox.BotId.Select(bot => fixture.Api.StartBotAsync(bot, new BotExportRequest(), CancellationToken.None)));
        await Task.WhenAll(started.Select(export => fixture.WaitAsync(export)));
        Assert.True(fixture.Count(SandboxRequestKind.BotExportStatus) > 60);
        Assert.DoesNotContain(fixture.Log.VerboseLines, static line => line.Contains("rate limit", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_wait_for_its_turn_ends_with_the_users_stop()
    {
        using var fixture = CoreFixture.WithSandbox(null, static (_, session) => session with { PerMinute = 1 });
        using var stop = new CancellationTokenSource();
        await fixture.StartBotAsync();
        await fixture.StatusAsync();
        fixture.Clock.OnDelay = _ => stop.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => fixture.Api.GetStatusAsync(fixture.Bot, KoreExportKind.Bot, retry: true, stop.Token));
        Assert.Equal(1, fixture.Count(SandboxRequestKind.BotExportStatus));
    }

    /// <summary>Eight at a time: a call that is under way sees the time jump at most once.</summary>
    private static async Task AskAsync(CoreFixture fixture, int count)
    {
        for (var i = 0; i < count; i += 8)
        {
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => fixture.StatusAsync()));
        }
    }
}

using System.Globalization;
using KoreExport.Http;
using KoreExport.RateLimiting;
using Xunit;

namespace KoreExport.Tests.Http;

public sealed class ApiTransportRetryTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static TheoryData<int, string?, double> Answers
    {
        get
        {
            var data = new TheoryData<int, string?, double>();
            foreach (var status in new[] { 408, 429, 500, 502, 503, 504 })
            {
                data.Add(status, null, 1);
                data.Add(status, "40", 40);
                data.Add(status, "Wed, 02 Jan 2030 03:04:50 GMT", 45);
                data.Add(status, "Tue, 01 Jan 2030 00:00:00 GMT", 1);
                data.Add(status, "-5", 1);
                data.Add(status, "0", 1);
                data.Add(status, "soon", 1);
                data.Add(status, "300", 300);
                data.Add(status, "99999999999999999999", 1);
                data.Add(status, "999999999", 1);
                data.Add(status, "Fri, 31 Dec 9999 23:59:59 GMT", 1);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Answers))]
    [Fault(
        FaultArea.Talking,
        "408, 429, 500, 502, 503, 504 without Retry-After",
        "tried again with growing pauses; then KoreServerError or KoreRateLimited")]
    [Fault(FaultArea.Talking, "the same with Retry-After in seconds or as a date", "that is the least pause")]
    [Fault(FaultArea.Talking, "the same with a past, negative, absurd or unreadable Retry-After", "no shorter a pause than without")]
    public async Task A_passing_failure_is_tried_again_after_the_pause_that_was_asked_for(int status, string? retryAfter, double seconds)
    {
        string[] headers = retryAfter is null ? [] : ["Retry-After: " + retryAfter];
        using var server = WireServer.Answering(Wire.Error(status, status, "Not now", headers), Wire.Answer(200, Wire.PendingJob));
        using var fixture = CoreFixture.Facing(server.Uri, clock: new FakeClock(Now));
        Assert.Equal("ber-1", (await fixture.StatusAsync()).Id);
        Assert.Equal(seconds, Assert.Single(fixture.Clock.Delays).TotalSeconds, tolerance: 0.001);
        Assert.Single(fixture.Log.Retries);
    }

    [Theory]
    [InlineData(503, "86400", "it asks to wait 86,400 seconds (Retry-After)")]
    [InlineData(500, "901", "it asks to wait 901 seconds (Retry-After)")]
    [InlineData(429, "86400", "it asks to wait 86,400 seconds (Retry-After)")]
    [InlineData(503, "Thu, 03 Jan 2030 03:04:05 GMT", "it asks to wait 86,400 seconds (Retry-After)")]
    [Fault(FaultArea.Talking, "Retry-After asks for longer than the call may take", "the error at once, with what the platform asked for")]
    public async Task A_pause_longer_than_the_call_may_take_is_not_begun(int status, string retryAfter, string asked)
    {
        using var server = WireServer.Answering(Wire.Error(status, status, "Not now", "Retry-After: " + retryAfter));
        using var fixture = CoreFixture.Facing(server.Uri, clock: new FakeClock(Now));
        var failure = await fixture.FailsAsync(
            status == 429 ? KoreErrorId.RateLimited : KoreErrorId.ServerError, () => fixture.StatusAsync());
        Assert.Contains(asked, failure.Message, StringComparison.Ordinal);
        Assert.Empty(fixture.Clock.Delays);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData(503, 30, 1)]
    [InlineData(503, 31, 0)]
    [InlineData(503, null, 4)]
    [InlineData(429, 30, 1)]
    [InlineData(429, 31, 0)]
    [InlineData(429, null, 4)]
    public async Task The_calls_own_time_out_bounds_its_pauses(int status, int? retryAfter, int retries)
    {
        string[] headers = retryAfter is { } asked ? [$"Retry-After: {asked}"] : [];
        using var server = WireServer.Answering(Wire.Error(status, status, "Not now", headers));
        using var fixture = CoreFixture.Facing(server.Uri);
        var call = new ApiCall(HttpMethod.Get, "api/public/bots", null) { Timeout = TimeSpan.FromSeconds(30) };
        await fixture.FailsAsync(
            status == 429 ? KoreErrorId.RateLimited : KoreErrorId.ServerError,
            () => new ApiTransport(fixture.Session, fixture.Log).SendAsync(call, default));
        Assert.Equal(retries, fixture.Clock.Delays.Count);
        Assert.InRange(fixture.Clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Pauses_that_were_asked_for_add_up_to_a_quarter_of_an_hour_at_most()
    {
        using var server = WireServer.Answering(Wire.Error(503, 503, "Not now", "Retry-After: 300"));
        using var fixture = CoreFixture.Facing(server.Uri);
        await fixture.FailsAsync(KoreErrorId.ServerError, () => fixture.StatusAsync());
        Assert.Equal([300, 300, 300], fixture.Clock.Delays.Select(static delay => delay.TotalSeconds));
    }

    [Theory]
    [InlineData(408, KoreErrorId.ServerError)]
    [InlineData(500, KoreErrorId.ServerError)]
    [InlineData(502, KoreErrorId.ServerError)]
    [InlineData(503, KoreErrorId.ServerError)]
    [InlineData(504, KoreErrorId.ServerError)]
    [Fault(FaultArea.Talking, "a gateway's HTML page with 408 or 5xx", "the same: the code counts")]
    public async Task A_failure_that_does_not_pass_ends_with_its_code(int status, string errorId)
    {
        using var server = WireServer.Answering(Wire.Page(status));
        using var fixture = CoreFixture.Facing(server.Uri, new BenchSession { Retries = 3 });
        var failure = await fixture.FailsAsync(errorId, () => fixture.StatusAsync());
        Assert.Equal(status, failure.StatusCode);
        Assert.Contains($"HTTP {status}", failure.Message, StringComparison.Ordinal);
        Assert.Equal(4, server.Requests.Count);
        Assert.Equal(4, server.Requests.Select(request => request.Auth).Distinct().Count());
    }

    [Fact]
    [Fault(
        FaultArea.Talking,
        "a 429 that does not pass",
        "waited out for as long as -RateLimitTimeoutSec allows, whatever -MaximumRetryCount; then KoreRateLimited")]
    public async Task A_rate_limit_that_does_not_pass_ends_when_its_time_is_over()
    {
        using var server = WireServer.Answering(Wire.Page(429));
        using var fixture = CoreFixture.Facing(server.Uri, new BenchSession { Retries = 0 });
        var started = fixture.Clock.Elapsed;
        var failure = await fixture.FailsAsync(KoreErrorId.RateLimited, () => fixture.StatusAsync());
        Assert.Equal(429, failure.StatusCode);
        Assert.InRange(
            fixture.Clock.Elapsed - started,
            fixture.Session.RateLimitTimeout - RateLimitPartition.LongestBlock,
            fixture.Session.RateLimitTimeout);
        Assert.Equal(server.Requests.Count, server.Requests.Select(request => request.Auth).Distinct().Count());
    }

    [Theory]
    [InlineData(200, SandboxApiFaults.OlderMessage)]
    [InlineData(400, SandboxApiFaults.OlderMessage)]
    [InlineData(401, SandboxApiFaults.PerMinuteMessage)]
    [InlineData(403, SandboxApiFaults.PerHourMessage)]
    [InlineData(429, SandboxApiFaults.PerHourMessage)]
    [InlineData(500, SandboxApiFaults.PerMinuteMessage)]
    [Fault(
        FaultArea.Talking,
        "rate-limit words in a body, whatever the code",
        "treated as a rate limit; then KoreRateLimited with the platform's words")]
    public async Task The_words_of_a_rate_limit_count_whatever_the_code(int status, string words)
    {
        using var fixture = CoreFixture.WithSandbox(change: (_, session) => session with { Retries = 2 });
        fixture.Faults.Api.RateLimitStatus = status;
        fixture.Faults.Api.RateLimitMessage = words;
        fixture.Faults.Api.RateLimitCount = 2;
        await fixture.StartBotAsync();
        Assert.Equal(3, fixture.Count(SandboxRequestKind.StartBotExport));

        var started = fixture.Clock.Elapsed;
        fixture.Faults.Api.RateLimitCount = int.MaxValue;
        var limited = await fixture.FailsAsync(KoreErrorId.RateLimited, () => fixture.StatusAsync());
        Assert.Equal(words, limited.PlatformMessage);
        Assert.Equal(KoreErrorCategory.ResourceBusy, limited.Category);
        Assert.InRange(fixture.Clock.Elapsed - started, TimeSpan.FromMinutes(10), fixture.Session.RateLimitTimeout);
    }

    [Fact]
    [Fault(FaultArea.Talking, "Retry-After as a date, from a platform whose clock is off", "counted by the platform's own clock")]
    public async Task A_date_to_wait_for_is_the_platforms()
    {
        var platform = Now.AddMinutes(30);
        using var server = WireServer.Answering(
            Wire.Error(
                503,
                503,
                "Down",
                "Date: " + platform.ToString("r", CultureInfo.InvariantCulture),
                "Retry-After: " + platform.AddSeconds(20).ToString("r", CultureInfo.InvariantCulture)),
            Wire.Answer(200, Wire.PendingJob));
        using var fixture = CoreFixture.Facing(server.Uri, clock: new FakeClock(Now));
        await fixture.StatusAsync();
        Assert.Equal(20, Assert.Single(fixture.Clock.Delays).TotalSeconds);
    }

    [Fact]
    public async Task The_sandboxes_own_limit_is_lived_with()
    {
        // 100 starts of one bot, where a minute takes 60.
        using var fixture = CoreFixture.WithSandbox(
            options => options.RateLimitPerMinute = 60, (_, session) => session with { Retries = 10 });
        for (var start = 0; start < 100; start++)
        {
            await fixture.StartBotAsync();
        }

        Assert.Equal(100, fixture.Sandbox.Requests.Count(request => request.StatusCode == 200));
    }
}

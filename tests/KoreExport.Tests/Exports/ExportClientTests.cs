using KoreExport.Exports;
using KoreExport.Models;
using Xunit;

namespace KoreExport.Tests.Exports;

/// <summary>What happens to a start that fails: it is sent again, and only an export whose id came with an answer is followed.</summary>
public sealed class ExportClientTests
{
    [Fact]
    [Fault(FaultArea.Retries, "a start where nothing listens", "sent again with growing pauses, each in verbose; then KoreUnreachable")]
    public async Task A_start_that_was_refused_a_connection_is_sent_again_with_growing_pauses()
    {
        using var fixture = CoreFixture.Facing(WireServer.Nowhere());
        var failure = await fixture.FailsAsync(KoreErrorId.Unreachable, () => fixture.StartBotAsync());
        Assert.Equal([1, 2, 4, 8, 16], fixture.Clock.Delays.Select(delay => delay.TotalSeconds));
        Assert.Equal(5, fixture.Log.Retries.Count);
        Assert.Contains("Retry 1 of 5", fixture.Log.Retries[0], StringComparison.Ordinal);
        Assert.Contains("1.0 s", fixture.Log.Retries[0], StringComparison.Ordinal);
        Assert.Contains("refused", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    [Fault(FaultArea.Retries, "a start answered 429 or 503", "sent again: it cannot have created a job")]
    public async Task A_start_the_platform_did_not_take_is_sent_again(int status)
    {
        using var fixture = CoreFixture.WithSandbox();
        fixture.Faults.Api.RateLimitCount = status == 429 ? 2 : 0;
        fixture.Faults.Api.ServerErrorCount = status == 503 ? 2 : 0;
        fixture.Faults.Api.ServerErrorStatus = 503;
        await fixture.StartBotAsync();
        Assert.Equal([status, status, 200], fixture.Sandbox.Requests.Select(request => request.StatusCode));
        Assert.All(fixture.Sandbox.Requests, request => Assert.Equal(SandboxRequestKind.StartBotExport, request.Kind));
        Assert.Equal(2, fixture.Log.Retries.Count);
    }

    [Theory]
    [InlineData(408)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(504)]
    [Fault(FaultArea.Retries, "a start answered 408, 500, 502 or 504", "sent again: a second job does no harm")]
    public async Task A_start_that_may_have_worked_is_sent_again(int status)
    {
        using var fixture = CoreFixture.WithSandbox();
        fixture.Faults.Api.Kind = SandboxRequestKind.StartBotExport;
        fixture.Faults.Api.ServerErrorCount = 1;
        fixture.Faults.Api.ServerErrorStatus = status;
        var started = await fixture.StartBotAsync();
        Assert.Equal([status, 200], fixture.Sandbox.Requests.Select(request => request.StatusCode));
        Assert.Single(fixture.Log.Retries);
        Assert.True((await fixture.WaitAsync(started)).HasDownloadLink);
    }

    [Theory]
    [InlineData(KoreExportKind.Bot, nameof(SandboxApiFaults.EmptyBodyCount))]
    [InlineData(KoreExportKind.Bot, nameof(SandboxApiFaults.TruncatedJsonCount))]
    [InlineData(KoreExportKind.Bot, nameof(SandboxApiFaults.WrongShapeCount))]
    [InlineData(KoreExportKind.Bot, nameof(SandboxApiFaults.HtmlCount))]
    [InlineData(KoreExportKind.Bot, nameof(SandboxApiFaults.ResetCount))]
    [InlineData(KoreExportKind.MlUtterance, nameof(SandboxApiFaults.EmptyBodyCount))]
    [InlineData(KoreExportKind.MlUtterance, nameof(SandboxApiFaults.ResetCount))]
    [Fault(FaultArea.Retries, "the answer to a start is lost or cannot be read", "started again; the export whose id was read is followed")]
    public async Task A_start_whose_answer_was_lost_is_sent_again(KoreExportKind kind, string fault)
    {
        using var fixture = CoreFixture.WithSandbox();
        typeof(SandboxApiFaults).GetProperty(fault)!.SetValue(fixture.Faults.Api, 1);
        var started = kind == KoreExportKind.Bot ? await fixture.StartBotAsync() : await fixture.StartMlAsync();
        Assert.Equal(["POST", "POST"], fixture.Sandbox.Requests.Select(request => request.Method));
        Assert.Equal(ExportOrigin.RepeatedStart, started.Origin);
        Assert.Equal(started.Id, (await fixture.WaitAsync(started)).Id);
        Assert.Empty(fixture.Log.Warnings);
    }

    [Theory]
    [InlineData(-100)]
    [InlineData(-1000)]
    [InlineData(300)]
    [Fault(
        FaultArea.Retries,
        "a start is lost while somebody else exports the same bot",
        "our own is started again; the other export is never taken")]
    public async Task An_export_of_somebody_else_is_never_taken(int milliseconds)
    {
        using var fixture = CoreFixture.WithSandbox();
        if (milliseconds < 0)
        {
            fixture.Sandbox.AddFinishedBotExport(fixture.Bot);
            fixture.Clock.Advance(TimeSpan.FromMilliseconds(-milliseconds));
        }

        var others = 0;
        fixture.Clock.OnDelay = _ =>
        {
            if (milliseconds > 0 && others++ == 0)
            {
                fixture.Clock.Advance(TimeSpan.FromMilliseconds(milliseconds));
                fixture.Sandbox.AddFinishedBotExport(fixture.Bot);
            }
        };
        fixture.Faults.Api.ServerErrorCount = 1;
        var started = Assert.IsType<KoreBotExport>(await fixture.StartBotAsync(new BotExportRequest { Tasks = ["botTask"] }));
        Assert.Equal(2, fixture.Count(SandboxRequestKind.StartBotExport));
        Assert.Equal(started.Id, (await fixture.WaitAsync(started)).Id);
    }

    [Fact]
    [Fault(FaultArea.Retries, "an earlier export of ours is there when a start is lost", "a new one is started all the same")]
    public async Task An_earlier_export_is_not_taken_for_the_new_one()
    {
        using var fixture = CoreFixture.WithSandbox();
        var first = await fixture.StartBotAsync();
        fixture.Faults.Api.ServerErrorCount = 1;
        var second = await fixture.StartBotAsync();
        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal((ExportOrigin.Start, ExportOrigin.RepeatedStart), (first.Origin, second.Origin));
    }

    [Fact]
    [Fault(FaultArea.Retries, "a platform that never answers a start", "one -RequestTimeoutSec for each try; then KoreUnreachable")]
    public async Task A_platform_that_hangs_costs_a_time_out_for_each_try()
    {
        var clock = new FakeClock();
        using var server = WireServer.Start(async wire =>
        {
            await wire.ReadRequestAsync();
            clock.Advance(TimeSpan.FromSeconds(101));
            await wire.StallAsync();
        });
        using var fixture = CoreFixture.Facing(server.Uri, new BenchSession { Retries = 2 }, clock);
        await fixture.FailsAsync(KoreErrorId.Unreachable, () => fixture.StartBotAsync());
        Assert.Equal(["POST", "POST", "POST"], server.Requests.Select(request => request.Method));
        Assert.Equal(TimeSpan.FromSeconds(306), clock.Elapsed);
    }

    [Theory]
    [InlineData("Mon, 01 Jan 0001 00:00:00 GMT")]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT")]
    [InlineData("yesterday")]
    [Fault(FaultArea.Retries, "the platform's Date header is absurd", "it is left out of account")]
    public async Task An_absurd_date_breaks_nothing(string date)
    {
        var posts = 0;
        using var server = WireServer.Start(async wire =>
        {
            var request = await wire.ReadRequestAsync();
            var first = request.Method == "POST" && ++posts == 1;
            await wire.SendAsync(
                Wire.Answer(
                    first ? 502 : 200,
                    request.Method == "POST"
                        ? Wire.PendingJob
                        : """{"_id":"ber-0","status":"success","createdOn":"2020-01-01T00:00:00Z"}""",
                    "Date: " + date,
                    "Retry-After: Fri, 31 Dec 9999 23:59:59 GMT"));
        });
        using var fixture = CoreFixture.Facing(server.Uri);
        Assert.Equal("ber-1", (await fixture.StartBotAsync()).Id);
        Assert.Equal(TimeSpan.Zero, fixture.Session.ServerClockOffset);
    }

    [Fact]
    [Fault(
        FaultArea.Retries,
        "a start is answered without an _id",
        "KoreExportUnidentified; not sent again, because its export could not be told from another")]
    public async Task A_start_without_an_id_cannot_be_followed()
    {
        using var fixture = CoreFixture.WithSandbox();
        fixture.Faults.Job.OmitId = true;
        await fixture.FailsAsync(KoreErrorId.ExportUnidentified, () => fixture.StartBotAsync());
        Assert.Equal(1, fixture.Count(SandboxRequestKind.StartBotExport));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(405)]
    [InlineData(412)]
    [Fault(FaultArea.Retries, "a start answered 400, 401, 403 or 412", "never sent again")]
    public async Task A_refusal_is_final(int status)
    {
        using var server = WireServer.Answering(Wire.Error(status, status, "No"));
        using var fixture = CoreFixture.Facing(server.Uri);
        Assert.Equal(status, (await Assert.ThrowsAsync<KoreException>(() => fixture.StartBotAsync())).StatusCode);
        Assert.Equal(status, (await Assert.ThrowsAsync<KoreException>(() => fixture.StatusAsync())).StatusCode);
        Assert.Equal(["POST", "GET"], server.Requests.Select(request => request.Method));
        Assert.Empty(fixture.Clock.Delays);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [Fault(FaultArea.Retries, "a fault that does not pass", "ends after -MaximumRetryCount")]
    public async Task Starts_are_repeated_no_more_often_than_the_user_allows(int most)
    {
        var count = 0;
        using var server = WireServer.Start(async wire =>
        {
            await wire.ReadRequestAsync();

            // Two kinds of failure in turn; both count.
            await wire.SendAsync(++count % 2 == 1 ? Wire.Error(500, 500, "Oops") : Wire.Error(503, 503, "Down"));
        });
        using var fixture = CoreFixture.Facing(server.Uri, new BenchSession { Retries = most });
        await Assert.ThrowsAsync<KoreException>(() => fixture.StartBotAsync());
        Assert.Equal(most + 1, server.Requests.Count(request => request.Method == "POST"));
        Assert.Equal(most, fixture.Log.Retries.Count);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(502)]
    [InlineData(503)]
    public async Task What_the_platform_asks_for_is_kept_before_a_start_is_repeated(int status)
    {
        var count = 0;
        using var server = WireServer.Start(async wire =>
        {
            await wire.ReadRequestAsync();
            await wire.SendAsync(++count == 1 ? Wire.Error(status, status, "Later", "Retry-After: 77") : Wire.Answer(200, Wire.PendingJob));
        });
        using var fixture = CoreFixture.Facing(server.Uri);
        await fixture.StartBotAsync();
        Assert.Contains(TimeSpan.FromSeconds(77), fixture.Clock.Delays);
    }

    [Theory]
    [InlineData(KoreExportKind.Bot)]
    [InlineData(KoreExportKind.MlUtterance)]
    [Fault(
        FaultArea.Retries,
        "a kept connection closes under a start",
        "never sent again by the HTTP client behind our back: by us, with a new token")]
    public async Task A_start_on_a_kept_connection_that_closes_is_sent_again_with_a_new_token(KoreExportKind kind)
    {
        using var server = KeptOpenOnce();
        using var fixture = CoreFixture.Facing(server.Uri);
        await fixture.StatusAsync();
        await (kind == KoreExportKind.Bot ? fixture.StartBotAsync() : fixture.StartMlAsync());
        var starts = server.Requests.Where(request => request.Method == "POST").ToList();
        Assert.Equal(2, starts.Select(request => request.Auth).Distinct().Count());
        Assert.Equal(2, starts.Count);
        Assert.Equal(2, server.Connections);
        Assert.Single(fixture.Log.Retries);
    }

    [Fact]
    [Fault(
        FaultArea.Retries,
        "a kept connection closes under a question, .NET sends it again, and the app enforces jti",
        "the replay is answered with a new token")]
    public async Task A_question_that_was_sent_twice_behind_our_back_is_asked_with_a_new_token()
    {
        var seen = new System.Collections.Concurrent.ConcurrentDictionary<string, bool>();
        using var server = WireServer.Start(async wire =>
        {
            for (var request = 1; ; request++)
            {
                var isNew = seen.TryAdd((await wire.ReadRequestAsync()).Auth!, true);
                if (wire.Number == 1 && request == 2)
                {
                    return;
                }

                var body = isNew ? Wire.PendingJob : """{"errors":[{"msg":"error verifying the jwt: possibly a replay","code":401}]}""";
                await wire.SendAsync($"HTTP/1.1 {(isNew ? 200 : 401)} Status\r\nContent-Length: {body.Length}\r\n\r\n{body}");
            }
        });
        using var fixture = CoreFixture.Facing(server.Uri);
        await fixture.StatusAsync();
        Assert.Equal("ber-1", (await fixture.StatusAsync()).Id);
    }

    // Answers one request on its first connection, reads a second and closes; then it is in order.
    private static WireServer KeptOpenOnce() => WireServer.Start(async wire =>
    {
        for (var request = 1; ; request++)
        {
            await wire.ReadRequestAsync();
            if (wire.Number == 1 && request == 2)
            {
                return;
            }

            await wire.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: {Wire.PendingJob.Length}\r\n\r\n{Wire.PendingJob}");
        }
    });
}

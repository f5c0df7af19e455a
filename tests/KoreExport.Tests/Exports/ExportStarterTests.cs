using System.Globalization;
using KoreExport.Exports;
using Xunit;

namespace KoreExport.Tests.Exports;

/// <summary>What happens to a start that fails. The rule: never a second job, and never none without saying so.</summary>
public sealed class ExportStarterTests
{
    [Fact]
    [Fault(FaultArea.Retries, "a start where nothing listens", "sent again with growing pauses, each in verbose; then KoreUnreachable")]
    public async Task A_start_that_was_refused_a_connection_is_sent_again_with_growing_pauses()
    {
        using var fixture = CoreFixture.Facing(WireServer.Nowhere());
        var failure = await fixture.FailsAsync(KoreErrorId.Unreachable, () => fixture.StartBotAsync());
        Assert.Equal([1, 2, 4, 8, 16], fixture.Clock.Delays.Select(delay => delay.TotalSeconds));
        Assert.Equal(5, fixture.Log.Retries.Count);
        Assert.Contains("(1 of 5)", fixture.Log.Retries[0], StringComparison.Ordinal);
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
    [Fault(FaultArea.Retries, "a start answered 408, 500, 502 or 504, and no job was created", "looks for the job first, finds none, starts again")]
    public async Task A_start_that_may_have_worked_is_repeated_only_when_no_job_is_there(int status)
    {
        using var fixture = CoreFixture.WithSandbox();
        fixture.Faults.Api.Kind = SandboxRequestKind.StartBotExport;
        fixture.Faults.Api.ServerErrorCount = 1;
        fixture.Faults.Api.ServerErrorStatus = status;
        var started = await fixture.StartBotAsync();
        Assert.Equal(2, fixture.Count(SandboxRequestKind.StartBotExport));
        Assert.Equal([status, 400, 400, 400, 200], fixture.Sandbox.Requests.Select(request => request.StatusCode));
        Assert.Single(fixture.Log.Retries);
        Assert.True((await fixture.WaitAsync(started)).HasDownloadLink);
    }

    [Theory]
    [InlineData(KoreExportKind.Bot)]
    [InlineData(KoreExportKind.MlUtterance)]
    [Fault(FaultArea.Retries, "a start worked but its answer was lost", "the job is found by its status and adopted; nothing is started twice")]
    public async Task A_job_whose_answer_was_lost_is_adopted(KoreExportKind kind)
    {
        using var fixture = CoreFixture.WithSandbox();
        fixture.Faults.Api.EmptyBodyCount = 1;
        var started = kind == KoreExportKind.Bot ? await fixture.StartBotAsync() : await fixture.StartMlAsync();
        Assert.Equal(2, fixture.Sandbox.Requests.Count);
        Assert.Single(fixture.Sandbox.Requests, request => request.Method == "POST");
        Assert.Contains(fixture.Log.Warnings, line => line.Contains(started.Id, StringComparison.Ordinal));
        Assert.Equal(started.Id, (await fixture.WaitAsync(started)).Id);
    }

    [Theory]
    [InlineData(KoreExportKind.Bot)]
    [InlineData(KoreExportKind.MlUtterance)]
    [Fault(FaultArea.Retries, "a start fails within a second of another one of ours", "the earlier export is never taken for the new one; a new one is started")]
    public async Task An_export_that_was_seen_before_is_not_adopted(KoreExportKind kind)
    {
        using var fixture = CoreFixture.WithSandbox();
        Task<KoreExportJob> StartAsync() => kind == KoreExportKind.Bot ? fixture.StartBotAsync() : fixture.StartMlAsync();
        var first = await StartAsync();
        fixture.Faults.Api.ServerErrorCount = 1;
        var second = await StartAsync();
        Assert.NotEqual(first.Id, second.Id);
        Assert.Empty(fixture.Log.Warnings);
    }

    [Fact]
    [Fault(FaultArea.Retries, "a platform that never answers", "one time-out for the start and a short one for each look; then KoreStartUncertain")]
    public async Task A_platform_that_hangs_costs_no_more_than_a_start_and_three_looks()
    {
        var clock = new FakeClock();
        using var server = WireServer.Start(async wire =>
        {
            // A start is given its whole time-out, a look far less.
            clock.Advance(TimeSpan.FromSeconds((await wire.ReadRequestAsync()).Method == "POST" ? 100 : 15));
            await wire.StallAsync();
        });
        using var fixture = CoreFixture.Facing(server.Uri, clock: clock);
        await fixture.FailsAsync(KoreErrorId.StartUncertain, () => fixture.StartBotAsync());
        Assert.Equal(4, server.Connections);
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(100), TimeSpan.FromSeconds(160));
    }

    [Fact]
    [Fault(FaultArea.Retries, "the connection is reset after a start was read", "the job is adopted as soon as the status shows it")]
    public async Task A_job_is_adopted_after_a_reset_even_when_the_status_is_late()
    {
        var clock = new FakeClock();
        var looks = 0;
        using var server = WireServer.Start(async wire =>
        {
            var request = await wire.ReadRequestAsync();
            if (request.Method == "POST")
            {
                wire.Reset();
            }

            // The first look still shows the export of yesterday.
            await wire.SendAsync(Wire.Answer(200, ++looks == 1 ? Job("ber-old", clock.UtcNow.AddDays(-1)) : Job("ber-new", clock.UtcNow)));
        });
        using var fixture = CoreFixture.Facing(server.Uri, clock: clock);
        Assert.Equal("ber-new", (await fixture.StartBotAsync()).Id);
        Assert.Single(server.Requests, request => request.Method == "POST");
        Assert.Equal(2, looks);
    }

    [Fact]
    [Fault(FaultArea.Retries, "after a lost start the status shows only an older job", "that one is not adopted; the start is repeated")]
    public async Task An_older_job_is_not_adopted()
    {
        using var fixture = CoreFixture.WithSandbox();
        var old = fixture.Sandbox.AddFinishedBotExport(fixture.Bot);
        fixture.Clock.Advance(TimeSpan.FromMinutes(1));
        fixture.Faults.Api.Kind = SandboxRequestKind.StartBotExport;
        fixture.Faults.Api.ResetCount = 1;
        var started = await fixture.StartBotAsync();
        Assert.NotEqual(old, started.Id);
        Assert.Equal(2, fixture.Count(SandboxRequestKind.StartBotExport));
    }

    [Fact]
    public async Task A_job_of_another_type_is_not_adopted()
    {
        using var fixture = CoreFixture.WithSandbox();
        fixture.Faults.Api.Kind = SandboxRequestKind.StartBotExport;
        fixture.Faults.Api.ResetCount = 1;
        fixture.Clock.OnDelay = _ =>
        {
            if (fixture.Count(SandboxRequestKind.BotExportStatus) == 0)
            {
                // Somebody else exports the latest version just now.
                fixture.Sandbox.AddFinishedBotExport(fixture.Bot);
            }
        };
        var started = Assert.IsType<KoreBotExport>(await fixture.StartBotAsync(new BotExportRequest { ExportType = "published" }));
        Assert.Equal("published", started.ExportType);
        Assert.Equal(2, fixture.Count(SandboxRequestKind.StartBotExport));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(-5)]
    [Fault(FaultArea.Retries, "a lost start while the two clocks differ by minutes", "the platform's clock, from its Date header, decides which job is new")]
    public async Task Old_and_new_jobs_are_told_apart_by_the_platforms_clock(int minutes)
    {
        var clock = new FakeClock();
        DateTimeOffset Platform() => clock.UtcNow.AddMinutes(minutes);
        var old = Job("ber-old", Platform().AddSeconds(-60));
        var posts = 0;
        using var server = WireServer.Start(async wire =>
        {
            var request = await wire.ReadRequestAsync();
            if (request.Method == "POST" && ++posts == 1)
            {
                wire.Reset();
            }

            await wire.SendAsync(Wire.Answer(200, request.Method == "POST" ? Job("ber-new", Platform()) : old, "Date: " + Platform().ToString("r", CultureInfo.InvariantCulture)));
        });
        using var fixture = CoreFixture.Facing(server.Uri, clock: clock);
        Assert.Equal("ber-new", (await fixture.StartBotAsync()).Id);
        Assert.Equal(2, posts);
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
            await wire.SendAsync(Wire.Answer(first ? 502 : 200, request.Method == "POST" ? Wire.PendingJob : """{"_id":"ber-0","status":"success","createdOn":"2020-01-01T00:00:00Z"}""", "Date: " + date, "Retry-After: Fri, 31 Dec 9999 23:59:59 GMT"));
        });
        using var fixture = CoreFixture.Facing(server.Uri);
        Assert.Equal("ber-1", (await fixture.StartBotAsync()).Id);
        Assert.Equal(TimeSpan.Zero, fixture.Session.ServerClockOffset);
    }

    [Fact]
    [Fault(FaultArea.Retries, "a lost start, and the status cannot be asked either", "KoreStartUncertain; nothing is started twice")]
    public async Task A_start_that_cannot_be_looked_for_is_not_repeated()
    {
        using var server = WireServer.Start(async wire =>
        {
            await wire.ReadRequestAsync();
            wire.Reset();
        });
        using var fixture = CoreFixture.Facing(server.Uri);
        var uncertain = await fixture.FailsAsync(KoreErrorId.StartUncertain, () => fixture.StartBotAsync());
        Assert.Single(server.Requests, request => request.Method == "POST");
        Assert.Contains("Get-KoreBotExportStatus", uncertain.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(KoreErrorId.Unreachable, Assert.IsType<KoreException>(uncertain.InnerException).ErrorId);
    }

    [Fact]
    [Fault(FaultArea.Retries, "a start is answered without an _id", "KoreStartUncertain; nothing is started twice")]
    public async Task A_start_without_an_id_is_uncertain()
    {
        using var fixture = CoreFixture.WithSandbox();
        fixture.Faults.Job.OmitId = true;
        await fixture.FailsAsync(KoreErrorId.StartUncertain, () => fixture.StartBotAsync());
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
            var request = await wire.ReadRequestAsync();

            // Two kinds of failure in turn; both count.
            await wire.SendAsync(request.Method == "GET" ? Wire.Error(400, 400, "No export request found")
                : ++count % 2 == 1 ? Wire.Error(500, 500, "Oops") : Wire.Error(503, 503, "Down"));
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
            var request = await wire.ReadRequestAsync();
            await wire.SendAsync(request.Method == "GET" ? Wire.Error(400, 400, "No export request found")
                : ++count == 1 ? Wire.Error(status, status, "Later", "Retry-After: 77") : Wire.Answer(200, Wire.PendingJob));
        });
        using var fixture = CoreFixture.Facing(server.Uri);
        await fixture.StartBotAsync();
        Assert.Contains(TimeSpan.FromSeconds(77), fixture.Clock.Delays);
    }

    [Theory]
    [InlineData(KoreExportKind.Bot)]
    [InlineData(KoreExportKind.MlUtterance)]
    [Fault(FaultArea.Retries, "a kept connection closes under a start", "not sent again by the HTTP client behind our back; the job is found and adopted")]
    public async Task A_start_on_a_kept_connection_that_closes_is_sent_once(KoreExportKind kind)
    {
        using var server = KeptOpenOnce();
        using var fixture = CoreFixture.Facing(server.Uri);
        await fixture.StatusAsync();
        await (kind == KoreExportKind.Bot ? fixture.StartBotAsync() : fixture.StartMlAsync());
        Assert.Single(server.Requests, request => request.Method == "POST");
        Assert.Equal(2, server.Connections);
    }

    [Fact]
    [Fault(FaultArea.Retries, "a kept connection closes under a question, .NET sends it again, and the app enforces jti", "the replay is answered with a new token")]
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

    private static string Job(string id, DateTimeOffset createdOn) =>
        $$"""{"_id":"{{id}}","status":"pending","exportType":"latest","createdOn":"{{createdOn.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}}"}""";

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

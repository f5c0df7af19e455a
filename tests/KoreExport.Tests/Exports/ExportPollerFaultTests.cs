using System.Globalization;
using KoreExport.Exports;
using Xunit;

namespace KoreExport.Tests.Exports;

public sealed class ExportPollerFaultTests
{
    [Theory]
    [InlineData(KoreExportKind.Bot)]
    [InlineData(KoreExportKind.MlUtterance)]
    [Fault(FaultArea.Waiting, "stale status: the request before, already successful", "waits on; the old link is never taken")]
    public async Task A_status_of_the_request_before_is_never_taken_for_the_new_one(KoreExportKind kind)
    {
        using var fixture = CoreFixture.WithSandbox();
        var old = kind == KoreExportKind.Bot
            ? fixture.Sandbox.AddFinishedBotExport(fixture.Bot)
            : fixture.Sandbox.AddFinishedMlExport(fixture.Bot);
        fixture.Clock.Advance(TimeSpan.FromHours(20));
        fixture.Faults.Job.StaleStatusCount = 3;
        var started = kind == KoreExportKind.Bot ? await fixture.StartBotAsync() : await fixture.StartMlAsync();
        var reports = new List<KoreExportJob?>();
        var done = await fixture.WaitAsync(started, report: reports.Add);
        Assert.Equal(started.Id, done.Id);
        Assert.NotEqual(old, done.Id);
        Assert.Equal(3, reports.Count(report => report is null));
        Assert.DoesNotContain(reports, report => report?.Id == old);
    }

    [Fact]
    [Fault(FaultArea.Waiting, "the status never shows the new request", "KoreExportTimeout, and which export the platform shows instead")]
    public async Task A_status_that_stays_stale_ends_in_a_time_out_that_says_so()
    {
        using var fixture = CoreFixture.WithSandbox();
        var old = fixture.Sandbox.AddFinishedBotExport(fixture.Bot);
        fixture.Clock.Advance(TimeSpan.FromMinutes(1));
        fixture.Faults.Job.StaleStatusCount = int.MaxValue;
        var started = await fixture.StartBotAsync();
        var late = await fixture.FailsAsync(KoreErrorId.ExportTimeout, () => fixture.WaitAsync(started));
        Assert.Contains($"still shows another export of the bot, {old}", late.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Fault(
        FaultArea.Waiting,
        "one utterance record serves several requests: same _id, older requestedTime",
        "waits on; the old link is never taken")]
    public async Task A_record_that_is_used_again_counts_only_with_the_new_time()
    {
        const string Record = """{"_id":"ds-1","streamId":"st-1","status":"SUCCESS","percentageComplete":100,"createdOn":"2019-01-01T00:00:00.000Z","requestedTime":"#T","downloadUrl":"https://h/#T"}""";
        using var server = WireServer.Answering(
            Wire.Answer(200, Record.Replace("#T", "2030-01-01T00:00:00.000Z", StringComparison.Ordinal)),
            Wire.Answer(200, Record.Replace("#T", "2030-01-02T00:00:00.000Z", StringComparison.Ordinal)));
        using var fixture = CoreFixture.Facing(server.Uri);
        var identity = CoreCalls.Identity(
            "st-1", "ds-1", KoreExportKind.MlUtterance, new DateTimeOffset(2030, 1, 2, 0, 0, 0, TimeSpan.Zero));
        Assert.Equal("https://h/2030-01-02T00:00:00.000Z", (await fixture.WaitAsync(identity)).GetDownloadUrl());
        Assert.Equal(2, server.Requests.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [Fault(
        FaultArea.Waiting,
        "superseded: somebody else starts an export of the bot",
        "KoreExportSuperseded at once; the other file is not downloaded")]
    public async Task An_export_hidden_by_a_later_one_is_given_up(int polls)
    {
        using var fixture = CoreFixture.WithSandbox();
        fixture.Faults.Job.SupersedeAfterPolls = polls;
        var started = await fixture.StartBotAsync();
        fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        var hidden = await fixture.FailsAsync(KoreErrorId.ExportSuperseded, () => fixture.WaitAsync(started));
        Assert.Contains(started.Id, hidden.Message, StringComparison.Ordinal);
        Assert.Equal(fixture.Bot, hidden.Target);
        Assert.Equal(polls + 1, fixture.Count(SandboxRequestKind.BotExportStatus));
    }

    [Fact]
    [Fault(
        FaultArea.Waiting, "another export is shown, and no time tells which is newer", "waits half a minute, then KoreExportSuperseded")]
    public async Task An_export_of_unknown_age_in_the_way_is_given_half_a_minute()
    {
        using var server = WireServer.Answering(Wire.Answer(200, """{"_id":"ber-2","status":"success","downloadURL":"https://h/2"}"""));
        using var fixture = CoreFixture.Facing(server.Uri);
        var identity = CoreCalls.Identity("st-1", "ber-1", KoreExportKind.Bot, DateTimeOffset.UtcNow);
        await fixture.FailsAsync(KoreErrorId.ExportSuperseded, () => fixture.WaitAsync(identity));
        Assert.InRange(fixture.Clock.Elapsed, ExportPoller.Grace, ExportPoller.Grace + TimeSpan.FromSeconds(7));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [Fault(FaultArea.Waiting, "the first status calls answer 500", "waits on, said in verbose")]
    public async Task The_first_status_calls_may_fail(int times)
    {
        using var fixture = CoreFixture.WithSandbox();
        fixture.Faults.Job.FirstStatus500 = times;
        await fixture.WaitAsync(await fixture.StartBotAsync());
        Assert.Equal(times, fixture.Sandbox.Requests.Count(request => request.StatusCode == 500));
        Assert.Equal(times, fixture.Log.VerboseLines.Count(line => line.Contains("goes on after", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(404, "Not Found")]
    [InlineData(400, "No export request found")]
    [InlineData(400, "Invalid StreamId")]
    [Fault(
        FaultArea.Waiting,
        "the first status calls after our own start answer 400 or 404",
        "waits on for up to half a minute: the job is not visible yet")]
    public async Task An_export_of_our_own_may_be_unknown_at_first(int status, string words)
    {
        var clock = new FakeClock();
        using var server = UnknownFor(TimeSpan.FromSeconds(3), clock, Wire.Error(status, status, words));
        using var fixture = CoreFixture.Facing(server.Uri, clock: clock);
        Assert.True((await fixture.WaitAsync(await fixture.StartBotAsync())).HasDownloadLink);
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(5));
    }

    [Fact]
    [Fault(FaultArea.Waiting, "an export of our own stays unknown to the platform", "after half a minute, the platform's refusal")]
    public async Task An_export_that_stays_unknown_is_an_error_in_the_end()
    {
        var clock = new FakeClock();
        using var server = UnknownFor(TimeSpan.FromDays(1), clock, Wire.Error(404, 404, "Not Found"));
        using var fixture = CoreFixture.Facing(server.Uri, clock: clock);
        var started = await fixture.StartBotAsync();
        var refused = await fixture.FailsAsync(KoreErrorId.RequestRejected, () => fixture.WaitAsync(started));
        Assert.Equal(404, refused.StatusCode);
        Assert.InRange(clock.Elapsed, ExportPoller.Grace, ExportPoller.Grace + TimeSpan.FromSeconds(7));
        var late = await fixture.FailsAsync(
            KoreErrorId.ExportTimeout, () => fixture.WaitAsync(started, new WaitOptions { Timeout = TimeSpan.FromSeconds(10) }));
        Assert.Contains("does not show it yet", late.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_export_that_was_seen_and_is_unknown_then_is_an_error_at_once()
    {
        using var server = WireServer.Answering(
            Wire.Answer(200, Wire.PendingJob), Wire.Answer(200, Wire.PendingJob), Wire.Error(404, 404, "Not Found"));
        using var fixture = CoreFixture.Facing(server.Uri);
        var started = await fixture.StartBotAsync();
        await fixture.FailsAsync(KoreErrorId.RequestRejected, () => fixture.WaitAsync(started));
        Assert.Equal(3, server.Requests.Count);
    }

    [Theory]
    [InlineData("PAUSED_BY_OPERATOR")]
    [InlineData("completed_with_warnings")]
    [Fault(FaultArea.Waiting, "a status word nobody knows", "means still running; waits on")]
    public async Task An_unknown_word_means_still_running(string word)
    {
        using var fixture = CoreFixture.WithSandbox();
        fixture.Faults.Job.UnknownStatusWord = word;
        var seen = new List<string>();
        await fixture.WaitAsync(await fixture.StartBotAsync(), report: report => seen.Add(report!.Status));
        Assert.Equal(word, seen[0]);
        Assert.Equal("success", seen[^1]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Fault(FaultArea.Waiting, "success without a link for a while", "asks again until the link is there")]
    public async Task A_link_may_come_a_little_after_the_success(bool absent)
    {
        using var fixture = CoreFixture.WithSandbox();
        fixture.Faults.Job.SuccessWithoutLinkCount = 2;
        fixture.Faults.Job.LinkFieldAbsent = absent;
        var states = new List<bool>();
        var done = await fixture.WaitAsync(
            await fixture.StartMlAsync(),
            report: report => states.Add(report!.State == KoreExportState.Succeeded && !report.HasDownloadLink));
        Assert.True(done.HasDownloadLink);
        Assert.Equal(2, states.Count(noLink => noLink));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Fault(FaultArea.Waiting, "success without a link for ever", "KoreDownloadLinkMissing after half a minute")]
    public async Task A_link_that_never_comes_is_missed_after_half_a_minute(bool absent)
    {
        using var fixture = CoreFixture.WithSandbox();
        fixture.Faults.Job.SuccessWithoutLinkCount = int.MaxValue;
        fixture.Faults.Job.LinkFieldAbsent = absent;
        var started = await fixture.StartMlAsync();
        var missing = await fixture.FailsAsync(KoreErrorId.DownloadLinkMissing, () => fixture.WaitAsync(started));
        Assert.Equal(fixture.Bot, missing.Target);
        Assert.InRange(fixture.Clock.Elapsed, TimeSpan.FromSeconds(40), TimeSpan.FromSeconds(60));
    }

    [Theory]
    [InlineData("failed")]
    [InlineData("failure")]
    [InlineData("FAILED")]
    [Fault(FaultArea.Waiting, "the export fails and the platform says why", "KoreExportFailed with the platform's reason")]
    public async Task A_failure_comes_with_its_reason(string word)
    {
        using var fixture = CoreFixture.WithSandbox();
        fixture.Faults.Job.FailCount = 1;
        fixture.Faults.Job.FailureWord = word;
        fixture.Faults.Job.FailureMessage = "The knowledge graph is locked\u001b[2J";
        fixture.Faults.Job.FailureLog = "by u-2";
        var started = await fixture.StartBotAsync();
        var failed = await fixture.FailsAsync(KoreErrorId.ExportFailed, () => fixture.WaitAsync(started));
        Assert.Contains("The knowledge graph is locked", failed.Message, StringComparison.Ordinal);
        Assert.Contains("by u-2", failed.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', failed.Message);
        Assert.Equal(fixture.Bot, failed.Target);
    }

    [Fact]
    [Fault(FaultArea.Waiting, "the export fails without a reason", "KoreExportFailed, and that the platform gives none")]
    public async Task A_failure_without_a_reason_says_that_there_is_none()
    {
        using var fixture = CoreFixture.WithSandbox();
        fixture.Faults.Job.FailCount = 1;
        var started = await fixture.StartMlAsync();
        var failed = await fixture.FailsAsync(KoreErrorId.ExportFailed, () => fixture.WaitAsync(started));
        Assert.Contains("gives no reason", failed.Message, StringComparison.Ordinal);
        Assert.Contains(started.Id, failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Fault(FaultArea.Waiting, "a job that never ends", "KoreExportTimeout with the last status; the job is left to itself")]
    public async Task A_job_that_never_ends_times_out_with_its_last_status()
    {
        using var fixture = CoreFixture.WithSandbox();
        fixture.Faults.Job.NeverFinish = true;
        var started = await fixture.StartMlAsync();
        var late = await fixture.FailsAsync(
            KoreErrorId.ExportTimeout, () => fixture.WaitAsync(started, new WaitOptions { Timeout = TimeSpan.FromMinutes(2) }));
        Assert.Contains("within 120 seconds", late.Message, StringComparison.Ordinal);
        Assert.Contains("its last status was 'IN_PROGRESS' at 99 %", late.Message, StringComparison.Ordinal);
        Assert.Contains("Wait-KoreExport", late.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromMinutes(2), fixture.Clock.Elapsed);
    }

    [Fact]
    [Fault(FaultArea.Waiting, "percent goes backwards", "reported as the platform says it; waits on")]
    public async Task Percent_may_go_backwards()
    {
        using var fixture = CoreFixture.WithSandbox();
        fixture.Faults.Job.PercentGoesBack = true;
        var percent = new List<double>();
        await fixture.WaitAsync(
            await fixture.StartMlAsync(), report: report => percent.Add(((KoreMlExport)report!).PercentComplete!.Value));
        Assert.True(percent[0] > percent[2]);
        Assert.Equal(100, percent[^1]);
    }

    [Theory]
    [InlineData("botId")]
    [InlineData(null)]
    [Fault(FaultArea.Waiting, "botId instead of streamId", "read all the same")]
    [Fault(FaultArea.Waiting, "neither botId nor streamId", "the bot is the one that was asked for")]
    public async Task The_bots_id_may_have_another_name_or_none(string? field)
    {
        using var fixture = CoreFixture.WithSandbox();
        fixture.Faults.Job.BotIdField = field;
        var done = await fixture.WaitAsync(await fixture.StartBotAsync());
        Assert.Equal(fixture.Bot, done.BotId);
        Assert.Equal(field is null ? null : fixture.Bot, done.StreamId);
    }

    [Fact]
    [Fault(FaultArea.Waiting, "_id missing in the status", "waits while the export runs; then KoreExportUnidentified")]
    public async Task A_status_without_an_id_proves_nothing()
    {
        using var fixture = CoreFixture.WithSandbox();
        var started = await fixture.StartBotAsync();
        fixture.Faults.Job.OmitId = true;
        await fixture.FailsAsync(KoreErrorId.ExportUnidentified, () => fixture.WaitAsync(started));
        Assert.InRange(fixture.Clock.Elapsed, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Fault(
        FaultArea.Waiting,
        "the machine sleeps for an hour in the middle",
        "looks once more before giving up, whichever of its clocks stood still")]
    public async Task A_machine_that_slept_looks_once_more_before_it_gives_up(bool monotonicClockCountsSleep)
    {
        using var fixture = CoreFixture.WithSandbox(options => options.JobDuration = TimeSpan.FromMinutes(10));
        var slept = false;
        fixture.Clock.OnDelay = _ =>
        {
            if (fixture.Clock.Elapsed > TimeSpan.FromSeconds(5) && !slept)
            {
                slept = true;
                (monotonicClockCountsSleep ? (Action<TimeSpan>)fixture.Clock.Advance : fixture.Clock.SetWallClockAhead)(
                    TimeSpan.FromHours(1));
            }
        };
        var done = await fixture.WaitAsync(await fixture.StartBotAsync(), new WaitOptions { Timeout = TimeSpan.FromMinutes(15) });
        Assert.True(slept);
        Assert.True(done.HasDownloadLink);
        Assert.DoesNotContain(fixture.Sandbox.Requests, request => request.StatusCode == 401);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    [Fault(FaultArea.Waiting, "somebody sets the machine's clock while it waits", "the time-out goes by the clock that never jumps")]
    public async Task Setting_the_clock_neither_shortens_nor_lengthens_the_wait(int direction)
    {
        using var server = WireServer.Answering(Wire.Answer(200, Wire.PendingJob));
        using var fixture = CoreFixture.Facing(server.Uri);
        fixture.Clock.OnDelay = _ => fixture.Clock.SetWallClockAhead(TimeSpan.FromHours(direction));
        var identity = CoreCalls.Identity("st-1", "ber-1", KoreExportKind.Bot, null);
        await fixture.FailsAsync(
            KoreErrorId.ExportTimeout, () => fixture.WaitAsync(identity, new WaitOptions { Timeout = TimeSpan.FromMinutes(3) }));
        Assert.Equal(TimeSpan.FromMinutes(3), fixture.Clock.Elapsed);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    [Fault(FaultArea.Waiting, "server errors while waiting", "waited out inside the time-out")]
    public async Task Server_errors_are_waited_out(int status)
    {
        using var fixture = CoreFixture.WithSandbox();
        var started = await fixture.StartBotAsync();
        fixture.Faults.Api.ServerErrorStatus = status;
        fixture.Faults.Api.ServerErrorCount = 12;
        Assert.True((await fixture.WaitAsync(started)).HasDownloadLink);
        Assert.Equal(12, fixture.Sandbox.Requests.Count(request => request.StatusCode == status));
    }

    [Fact]
    [Fault(FaultArea.Waiting, "broken connections and broken answers while waiting", "waited out inside the time-out")]
    public async Task Broken_connections_and_answers_are_waited_out()
    {
        using var fixture = CoreFixture.WithSandbox();
        var started = await fixture.StartBotAsync();
        fixture.Faults.Api.ResetCount = 2;
        fixture.Faults.Api.HtmlCount = 2;
        fixture.Faults.Api.EmptyBodyCount = 2;
        fixture.Faults.Api.TruncatedJsonCount = 2;
        fixture.Faults.Api.WrongShapeCount = 2;
        Assert.True((await fixture.WaitAsync(started)).HasDownloadLink);
        Assert.Equal(10, fixture.Log.VerboseLines.Count(line => line.Contains("goes on after", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(null, 0.2)]
    [InlineData("90", 90)]
    [InlineData("date", 120)]
    [Fault(FaultArea.Waiting, "a rate limit while waiting", "waited out; Retry-After is the least")]
    public async Task A_rate_limit_is_waited_out_for_at_least_as_long_as_it_says(string? retryAfter, double atLeast)
    {
        using var fixture = CoreFixture.WithSandbox();
        var started = await fixture.StartBotAsync();
        fixture.Faults.Api.RateLimitCount = 1;
        fixture.Faults.Api.RetryAfter = retryAfter == "date"
            ? (fixture.Clock.UtcNow + TimeSpan.FromSeconds(121)).ToString("r", CultureInfo.InvariantCulture)
            : retryAfter;
        Assert.True((await fixture.WaitAsync(started)).HasDownloadLink);
        Assert.True(fixture.Clock.Delays[0].TotalSeconds >= atLeast, $"{fixture.Clock.Delays[0]}");
    }

    [Fact]
    [Fault(FaultArea.Waiting, "the platform fails until the time-out", "KoreExportTimeout with the last failure")]
    public async Task Failures_without_end_time_out_and_name_the_last_one()
    {
        using var fixture = CoreFixture.WithSandbox();
        var started = await fixture.StartBotAsync();
        fixture.Faults.Api.ServerErrorCount = int.MaxValue;
        fixture.Faults.Api.ServerErrorStatus = 502;
        var late = await fixture.FailsAsync(KoreErrorId.ExportTimeout, () => fixture.WaitAsync(started));
        Assert.Contains("HTTP 502", late.Message, StringComparison.Ordinal);
        Assert.Equal(KoreErrorId.ServerError, Assert.IsType<KoreException>(late.InnerException).ErrorId);
        Assert.Equal(WaitOptions.DefaultTimeout, fixture.Clock.Elapsed);
    }

    [Fact]
    [Fault(FaultArea.Waiting, "Retry-After is longer than the time-out", "KoreExportTimeout at once, with the reason")]
    public async Task Nobody_waits_for_a_moment_that_comes_too_late()
    {
        using var fixture = CoreFixture.WithSandbox();
        var started = await fixture.StartBotAsync();
        fixture.Faults.Api.RateLimitCount = int.MaxValue;
        fixture.Faults.Api.RetryAfter = "100";
        var late = await fixture.FailsAsync(
            KoreErrorId.ExportTimeout, () => fixture.WaitAsync(started, new WaitOptions { Timeout = TimeSpan.FromSeconds(60) }));
        Assert.Contains("rate limit", late.Message, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.Zero, fixture.Clock.Elapsed);
    }

    [Fact]
    [Fault(FaultArea.Waiting, "the server hangs while we ask", "KoreExportTimeout by the wait's own time-out")]
    public async Task A_server_that_hangs_does_not_outlast_the_time_out()
    {
        using var fixture = CoreFixture.Facing(WireServer.Nowhere());
        using var server = WireServer.Start(async wire =>
        {
            await wire.ReadRequestAsync();
            fixture.Clock.Advance(TimeSpan.FromSeconds(31));
            await wire.StallAsync();
        });
        using var hanging = CoreFixture.Facing(server.Uri, clock: fixture.Clock);
        var identity = CoreCalls.Identity("st-1", "ber-1", KoreExportKind.Bot, null);
        await hanging.FailsAsync(
            KoreErrorId.ExportTimeout, () => hanging.WaitAsync(identity, new WaitOptions { Timeout = TimeSpan.FromSeconds(30) }));
        Assert.Equal(TimeSpan.FromSeconds(62), fixture.Clock.Elapsed);
    }

    // Takes a start, and does not know of it for a while.
    private static WireServer UnknownFor(TimeSpan time, FakeClock clock, string refusal) => WireServer.Start(async wire =>
    {
        var request = await wire.ReadRequestAsync();
        var done = Wire.PendingJob.Replace("\"pending\"", "\"success\",\"downloadURL\":\"https://h/f\"", StringComparison.Ordinal);
        await wire.SendAsync(
            request.Method == "POST" ? Wire.Answer(200, Wire.PendingJob) : clock.Elapsed < time ? refusal : Wire.Answer(200, done));
    });
}

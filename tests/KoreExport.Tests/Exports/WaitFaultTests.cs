using System.Globalization;
using KoreExport.Errors;
using KoreExport.Exports;
using KoreExport.Tests.Support;
using Xunit;

namespace KoreExport.Tests.Exports;

public sealed class WaitFaultTests
{
    [Theory]
    [InlineData(KoreExportKind.Bot)]
    [InlineData(KoreExportKind.MlUtterance)]
    [Fault(FaultArea.Waiting, "stale status: the request before, already successful", "waits on; the old link is never taken")]
    public async Task A_status_of_the_request_before_is_never_taken_for_the_new_one(KoreExportKind kind)
    {
        using var bench = CoreBench.WithSandbox();
        var old = kind == KoreExportKind.Bot ? bench.Sandbox.AddFinishedBotExport(bench.Bot) : bench.Sandbox.AddFinishedMlExport(bench.Bot);
        bench.Clock.Advance(TimeSpan.FromHours(20));
        bench.Faults.Job.StaleStatusCount = 3;
        var started = kind == KoreExportKind.Bot ? await bench.StartBotAsync() : await bench.StartMlAsync();
        var reports = new List<KoreExportJob?>();
        var done = await bench.WaitAsync(started, new WaitOptions { Report = reports.Add });
        Assert.Equal(started.Id, done.Id);
        Assert.NotEqual(old, done.Id);
        Assert.Equal(3, reports.Count(report => report is null));
        Assert.DoesNotContain(reports, report => report?.Id == old);
    }

    [Fact]
    [Fault(FaultArea.Waiting, "the status never shows the new request", "KoreExportTimeout, and which export the platform shows instead")]
    public async Task A_status_that_stays_stale_ends_in_a_time_out_that_says_so()
    {
        using var bench = CoreBench.WithSandbox();
        var old = bench.Sandbox.AddFinishedBotExport(bench.Bot);
        bench.Clock.Advance(TimeSpan.FromMinutes(1));
        bench.Faults.Job.StaleStatusCount = int.MaxValue;
        var started = await bench.StartBotAsync();
        var late = await bench.FailsAsync(KoreErrorId.ExportTimeout, () => bench.WaitAsync(started));
        Assert.Contains($"still shows another export of the bot, {old}", late.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Fault(FaultArea.Waiting, "one utterance record serves several requests: same _id, older requestedTime", "waits on; the old link is never taken")]
    public async Task A_record_that_is_used_again_counts_only_with_the_new_time()
    {
        const string Record = """{"_id":"ds-1","streamId":"st-1","status":"SUCCESS","percentageComplete":100,"createdOn":"2019-01-01T00:00:00.000Z","requestedTime":"#T","downloadUrl":"https://h/#T"}""";
        using var server = WireServer.Answering(
            Wire.Answer(200, Record.Replace("#T", "2030-01-01T00:00:00.000Z", StringComparison.Ordinal)),
            Wire.Answer(200, Record.Replace("#T", "2030-01-02T00:00:00.000Z", StringComparison.Ordinal)));
        using var bench = CoreBench.Facing(server.Uri);
        var identity = new ExportIdentity("st-1", "ds-1", KoreExportKind.MlUtterance, new DateTime(2030, 1, 2, 0, 0, 0, DateTimeKind.Utc));
        Assert.Equal("https://h/2030-01-02T00:00:00.000Z", (await bench.WaitAsync(identity)).GetDownloadUrl());
        Assert.Equal(2, server.Requests.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [Fault(FaultArea.Waiting, "superseded: somebody else starts an export of the bot", "KoreExportSuperseded at once; the other file is not downloaded")]
    public async Task An_export_hidden_by_a_later_one_is_given_up(int polls)
    {
        using var bench = CoreBench.WithSandbox();
        bench.Faults.Job.SupersedeAfterPolls = polls;
        var started = await bench.StartBotAsync();
        bench.Clock.Advance(TimeSpan.FromSeconds(1));
        var hidden = await bench.FailsAsync(KoreErrorId.ExportSuperseded, () => bench.WaitAsync(started));
        Assert.Contains(started.Id, hidden.Message, StringComparison.Ordinal);
        Assert.Equal(bench.Bot, hidden.Target);
        Assert.Equal(polls + 1, bench.Count(SandboxRequestKind.BotExportStatus));
    }

    [Fact]
    [Fault(FaultArea.Waiting, "another export is shown, and no time tells which is newer", "waits half a minute, then KoreExportSuperseded")]
    public async Task An_export_of_unknown_age_in_the_way_is_given_half_a_minute()
    {
        using var server = WireServer.Answering(Wire.Answer(200, """{"_id":"ber-2","status":"success","downloadURL":"https://h/2"}"""));
        using var bench = CoreBench.Facing(server.Uri);
        var identity = new ExportIdentity("st-1", "ber-1", KoreExportKind.Bot, DateTime.UtcNow);
        await bench.FailsAsync(KoreErrorId.ExportSuperseded, () => bench.WaitAsync(identity));
        Assert.InRange(bench.Clock.Elapsed, ExportPoller.Grace, ExportPoller.Grace + TimeSpan.FromSeconds(7));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [Fault(FaultArea.Waiting, "the first status calls answer 500", "waits on, said in verbose")]
    public async Task The_first_status_calls_may_fail(int times)
    {
        using var bench = CoreBench.WithSandbox();
        bench.Faults.Job.FirstStatus500 = times;
        await bench.WaitAsync(await bench.StartBotAsync());
        Assert.Equal(times, bench.Sandbox.Requests.Count(request => request.StatusCode == 500));
        Assert.Equal(times, bench.Log.VerboseLines.Count(line => line.Contains("goes on after", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("PAUSED_BY_OPERATOR")]
    [InlineData("completed_with_warnings")]
    [Fault(FaultArea.Waiting, "a status word nobody knows", "means still running; waits on")]
    public async Task An_unknown_word_means_still_running(string word)
    {
        using var bench = CoreBench.WithSandbox();
        bench.Faults.Job.UnknownStatusWord = word;
        var seen = new List<string>();
        await bench.WaitAsync(await bench.StartBotAsync(), new WaitOptions { Report = report => seen.Add(report!.Status) });
        Assert.Equal(word, seen[0]);
        Assert.Equal("success", seen[^1]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Fault(FaultArea.Waiting, "success without a link for a while", "asks again until the link is there")]
    public async Task A_link_may_come_a_little_after_the_success(bool absent)
    {
        using var bench = CoreBench.WithSandbox();
        bench.Faults.Job.SuccessWithoutLinkCount = 2;
        bench.Faults.Job.LinkFieldAbsent = absent;
        var states = new List<bool>();
        var done = await bench.WaitAsync(await bench.StartMlAsync(), new WaitOptions { Report = report => states.Add(report!.State == KoreExportState.Succeeded && !report.HasDownloadLink) });
        Assert.True(done.HasDownloadLink);
        Assert.Equal(2, states.Count(noLink => noLink));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Fault(FaultArea.Waiting, "success without a link for ever", "KoreDownloadLinkMissing after half a minute")]
    public async Task A_link_that_never_comes_is_missed_after_half_a_minute(bool absent)
    {
        using var bench = CoreBench.WithSandbox();
        bench.Faults.Job.SuccessWithoutLinkCount = int.MaxValue;
        bench.Faults.Job.LinkFieldAbsent = absent;
        var started = await bench.StartMlAsync();
        var missing = await bench.FailsAsync(KoreErrorId.DownloadLinkMissing, () => bench.WaitAsync(started));
        Assert.Equal(bench.Bot, missing.Target);
        Assert.InRange(bench.Clock.Elapsed, TimeSpan.FromSeconds(40), TimeSpan.FromSeconds(60));
    }

    [Theory]
    [InlineData("failed")]
    [InlineData("failure")]
    [InlineData("FAILED")]
    [Fault(FaultArea.Waiting, "the export fails and the platform says why", "KoreExportFailed with the platform's reason")]
    public async Task A_failure_comes_with_its_reason(string word)
    {
        using var bench = CoreBench.WithSandbox();
        bench.Faults.Job.FailCount = 1;
        bench.Faults.Job.FailureWord = word;
        bench.Faults.Job.FailureMessage = "The knowledge graph is locked\u001b[2J";
        bench.Faults.Job.FailureLog = "by u-2";
        var started = await bench.StartBotAsync();
        var failed = await bench.FailsAsync(KoreErrorId.ExportFailed, () => bench.WaitAsync(started));
        Assert.Contains("The knowledge graph is locked", failed.Message, StringComparison.Ordinal);
        Assert.Contains("by u-2", failed.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', failed.Message);
        Assert.Equal(bench.Bot, failed.Target);
    }

    [Fact]
    [Fault(FaultArea.Waiting, "the export fails without a reason", "KoreExportFailed, and that the platform gives none")]
    public async Task A_failure_without_a_reason_says_that_there_is_none()
    {
        using var bench = CoreBench.WithSandbox();
        bench.Faults.Job.FailCount = 1;
        var started = await bench.StartMlAsync();
        var failed = await bench.FailsAsync(KoreErrorId.ExportFailed, () => bench.WaitAsync(started));
        Assert.Contains("gives no reason", failed.Message, StringComparison.Ordinal);
        Assert.Contains(started.Id, failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Fault(FaultArea.Waiting, "a job that never ends", "KoreExportTimeout with the last status; the job is left to itself")]
    public async Task A_job_that_never_ends_times_out_with_its_last_status()
    {
        using var bench = CoreBench.WithSandbox();
        bench.Faults.Job.NeverFinish = true;
        var started = await bench.StartMlAsync();
        var late = await bench.FailsAsync(KoreErrorId.ExportTimeout, () => bench.WaitAsync(started, new WaitOptions { Timeout = TimeSpan.FromMinutes(2) }));
        Assert.Contains("within 120 seconds", late.Message, StringComparison.Ordinal);
        Assert.Contains("its last status was 'IN_PROGRESS' at 99 %", late.Message, StringComparison.Ordinal);
        Assert.Contains("Wait-KoreExport", late.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromMinutes(2), bench.Clock.Elapsed);
    }

    [Fact]
    [Fault(FaultArea.Waiting, "percent goes backwards", "reported as the platform says it; waits on")]
    public async Task Percent_may_go_backwards()
    {
        using var bench = CoreBench.WithSandbox();
        bench.Faults.Job.PercentGoesBack = true;
        var percent = new List<double>();
        await bench.WaitAsync(await bench.StartMlAsync(), new WaitOptions { Report = report => percent.Add(((KoreMlExport)report!).PercentComplete!.Value) });
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
        using var bench = CoreBench.WithSandbox();
        bench.Faults.Job.BotIdField = field;
        var done = await bench.WaitAsync(await bench.StartBotAsync());
        Assert.Equal(bench.Bot, done.BotId);
        Assert.Equal(field is null ? null : bench.Bot, done.StreamId);
    }

    [Fact]
    [Fault(FaultArea.Waiting, "_id missing in the status", "KoreExportUnidentified; with -AllowUnidentified the status is trusted")]
    public async Task A_status_without_an_id_proves_nothing_unless_the_user_says_so()
    {
        using var bench = CoreBench.WithSandbox();
        var started = await bench.StartBotAsync();
        bench.Faults.Job.OmitId = true;
        var unidentified = await bench.FailsAsync(KoreErrorId.ExportUnidentified, () => bench.WaitAsync(started));
        Assert.Contains("-AllowUnidentified", unidentified.RecommendedAction, StringComparison.Ordinal);
        Assert.True((await bench.WaitAsync(started, new WaitOptions { AllowUnidentified = true })).HasDownloadLink);
    }

    [Fact]
    [Fault(FaultArea.Waiting, "_id missing in a stale status, with -AllowUnidentified", "an export made before ours is not taken")]
    public async Task A_status_without_an_id_that_is_too_old_is_not_trusted_either()
    {
        using var bench = CoreBench.WithSandbox();
        bench.Sandbox.AddFinishedBotExport(bench.Bot);
        bench.Clock.Advance(TimeSpan.FromMinutes(10));
        bench.Faults.Job.StaleStatusCount = 2;
        var started = await bench.StartBotAsync();
        bench.Faults.Job.OmitId = true;
        var done = await bench.WaitAsync(started, new WaitOptions { AllowUnidentified = true });
        Assert.Equal(started.CreatedOn, done.CreatedOn);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Fault(FaultArea.Waiting, "the machine sleeps for an hour in the middle", "looks once more before giving up, whichever of its clocks stood still")]
    public async Task A_machine_that_slept_looks_once_more_before_it_gives_up(bool monotonicClockCountsSleep)
    {
        using var bench = CoreBench.WithSandbox(options => options.JobDuration = TimeSpan.FromMinutes(10));
        var slept = false;
        bench.Clock.OnDelay = _ =>
        {
            if (bench.Clock.Elapsed > TimeSpan.FromSeconds(5) && !slept)
            {
                slept = true;
                (monotonicClockCountsSleep ? (Action<TimeSpan>)bench.Clock.Advance : bench.Clock.SetWallClockAhead)(TimeSpan.FromHours(1));
            }
        };
        var done = await bench.WaitAsync(await bench.StartBotAsync(), new WaitOptions { Timeout = TimeSpan.FromMinutes(15) });
        Assert.True(slept);
        Assert.True(done.HasDownloadLink);
        Assert.DoesNotContain(bench.Sandbox.Requests, request => request.StatusCode == 401);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    [Fault(FaultArea.Waiting, "somebody sets the machine's clock while it waits", "the time-out goes by the clock that never jumps")]
    public async Task Setting_the_clock_neither_shortens_nor_lengthens_the_wait(int direction)
    {
        using var server = WireServer.Answering(Wire.Answer(200, Wire.PendingJob));
        using var bench = CoreBench.Facing(server.Uri);
        bench.Clock.OnDelay = _ => bench.Clock.SetWallClockAhead(TimeSpan.FromHours(direction));
        var identity = new ExportIdentity("st-1", "ber-1", KoreExportKind.Bot, null);
        await bench.FailsAsync(KoreErrorId.ExportTimeout, () => bench.WaitAsync(identity, new WaitOptions { Timeout = TimeSpan.FromMinutes(3) }));
        Assert.Equal(TimeSpan.FromMinutes(3), bench.Clock.Elapsed);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    [Fault(FaultArea.Waiting, "server errors while waiting", "waited out inside the time-out")]
    public async Task Server_errors_are_waited_out(int status)
    {
        using var bench = CoreBench.WithSandbox();
        var started = await bench.StartBotAsync();
        bench.Faults.Api.ServerErrorStatus = status;
        bench.Faults.Api.ServerErrorCount = 12;
        Assert.True((await bench.WaitAsync(started)).HasDownloadLink);
        Assert.Equal(12, bench.Sandbox.Requests.Count(request => request.StatusCode == status));
    }

    [Fact]
    [Fault(FaultArea.Waiting, "broken connections and broken answers while waiting", "waited out inside the time-out")]
    public async Task Broken_connections_and_answers_are_waited_out()
    {
        using var bench = CoreBench.WithSandbox();
        var started = await bench.StartBotAsync();
        bench.Faults.Api.ResetCount = 2;
        bench.Faults.Api.HtmlCount = 2;
        bench.Faults.Api.EmptyBodyCount = 2;
        bench.Faults.Api.TruncatedJsonCount = 2;
        bench.Faults.Api.WrongShapeCount = 2;
        Assert.True((await bench.WaitAsync(started)).HasDownloadLink);
        Assert.Equal(10, bench.Log.VerboseLines.Count(line => line.Contains("goes on after", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(null, 0.4)]
    [InlineData("90", 90)]
    [InlineData("date", 120)]
    [Fault(FaultArea.Waiting, "a rate limit while waiting", "waited out; Retry-After is the least")]
    public async Task A_rate_limit_is_waited_out_for_at_least_as_long_as_it_says(string? retryAfter, double atLeast)
    {
        using var bench = CoreBench.WithSandbox();
        var started = await bench.StartBotAsync();
        bench.Faults.Api.RateLimitCount = 1;
        bench.Faults.Api.RetryAfter = retryAfter == "date" ? (bench.Clock.UtcNow + TimeSpan.FromSeconds(121)).ToString("r", CultureInfo.InvariantCulture) : retryAfter;
        Assert.True((await bench.WaitAsync(started)).HasDownloadLink);
        Assert.True(bench.Clock.Delays[0].TotalSeconds >= atLeast, $"{bench.Clock.Delays[0]}");
    }

    [Fact]
    [Fault(FaultArea.Waiting, "the platform fails until the time-out", "KoreExportTimeout with the last failure")]
    public async Task Failures_without_end_time_out_and_name_the_last_one()
    {
        using var bench = CoreBench.WithSandbox();
        var started = await bench.StartBotAsync();
        bench.Faults.Api.ServerErrorCount = int.MaxValue;
        bench.Faults.Api.ServerErrorStatus = 502;
        var late = await bench.FailsAsync(KoreErrorId.ExportTimeout, () => bench.WaitAsync(started));
        Assert.Contains("HTTP 502", late.Message, StringComparison.Ordinal);
        Assert.Equal(KoreErrorId.ServerError, Assert.IsType<KoreException>(late.InnerException).ErrorId);
        Assert.Equal(WaitOptions.DefaultTimeout, bench.Clock.Elapsed);
    }

    [Fact]
    [Fault(FaultArea.Waiting, "Retry-After is longer than the time-out", "KoreExportTimeout at once, with the reason")]
    public async Task Nobody_waits_for_a_moment_that_comes_too_late()
    {
        using var bench = CoreBench.WithSandbox();
        var started = await bench.StartBotAsync();
        bench.Faults.Api.RateLimitCount = int.MaxValue;
        bench.Faults.Api.RetryAfter = "100";
        var late = await bench.FailsAsync(KoreErrorId.ExportTimeout, () => bench.WaitAsync(started, new WaitOptions { Timeout = TimeSpan.FromSeconds(60) }));
        Assert.Contains("rate limit", late.Message, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.Zero, bench.Clock.Elapsed);
    }

    [Fact]
    [Fault(FaultArea.Waiting, "the server hangs while we ask", "KoreExportTimeout by the wait's own time-out")]
    public async Task A_server_that_hangs_does_not_outlast_the_time_out()
    {
        using var bench = CoreBench.Facing(WireServer.Nowhere());
        using var server = WireServer.Start(async wire =>
        {
            await wire.ReadRequestAsync();
            bench.Clock.Advance(TimeSpan.FromSeconds(31));
            await wire.StallAsync();
        });
        using var hanging = CoreBench.Facing(server.Uri, clock: bench.Clock);
        var identity = new ExportIdentity("st-1", "ber-1", KoreExportKind.Bot, null);
        await hanging.FailsAsync(KoreErrorId.ExportTimeout, () => hanging.WaitAsync(identity, new WaitOptions { Timeout = TimeSpan.FromSeconds(30) }));
        Assert.Equal(TimeSpan.FromSeconds(62), bench.Clock.Elapsed);
    }
}

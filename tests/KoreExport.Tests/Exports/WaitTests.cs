using KoreExport.Errors;
using KoreExport.Exports;
using KoreExport.Tests.Support;
using Xunit;

namespace KoreExport.Tests.Exports;

public sealed class WaitTests
{
    [Fact]
    public async Task A_bot_export_is_waited_for_until_its_link_comes()
    {
        using var bench = CoreBench.WithSandbox();
        var started = await bench.StartBotAsync();
        var done = Assert.IsType<KoreBotExport>(await bench.WaitAsync(started));
        Assert.Equal(started.Id, done.Id);
        Assert.Equal(KoreExportState.Succeeded, done.State);
        Assert.True(done.HasDownloadLink);
        Assert.True(done.FileSize > 0);
        Assert.Equal(KoreExportState.Running, started.State);
        Assert.InRange(bench.Clock.Elapsed, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(17));
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("json")]
    public async Task An_utterance_export_is_waited_for_until_its_link_comes(string type)
    {
        using var bench = CoreBench.WithSandbox();
        var started = await bench.StartMlAsync(type);
        var done = Assert.IsType<KoreMlExport>(await bench.WaitAsync(started));
        Assert.Equal(started.Id, done.Id);
        Assert.Equal(100, done.PercentComplete);
        Assert.Equal(type.ToUpperInvariant(), done.FileType);
        Assert.True(done.HasDownloadLink);
    }

    [Fact]
    public async Task An_export_that_is_done_already_is_asked_for_once()
    {
        using var bench = CoreBench.WithSandbox(options => options.JobDuration = TimeSpan.Zero);
        await bench.WaitAsync(await bench.StartBotAsync());
        Assert.Equal(1, bench.Count(SandboxRequestKind.BotExportStatus));
        Assert.Empty(bench.Clock.Delays);
    }

    [Fact]
    public async Task A_small_export_is_noticed_soon()
    {
        using var bench = CoreBench.WithSandbox(options => options.JobDuration = TimeSpan.FromSeconds(1));
        await bench.WaitAsync(await bench.StartBotAsync());
        Assert.InRange(bench.Clock.Elapsed, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1.5));
    }

    [Fact]
    public async Task Every_answer_about_the_export_is_reported()
    {
        using var bench = CoreBench.WithSandbox();
        var reports = new List<KoreExportJob?>();
        await bench.WaitAsync(await bench.StartMlAsync(), new WaitOptions { Report = reports.Add });
        Assert.Equal(bench.Count(SandboxRequestKind.MlExportStatus), reports.Count);
        var percent = reports.Select(report => Assert.IsType<KoreMlExport>(report).PercentComplete!.Value).ToList();
        Assert.Equal(percent.Order(), percent);
        Assert.Equal(100, percent[^1]);
    }

    [Fact]
    public async Task An_export_that_was_never_started_by_us_can_be_waited_for_by_its_id()
    {
        using var bench = CoreBench.WithSandbox();
        var id = bench.Sandbox.AddFinishedBotExport(bench.Bot);
        var done = await bench.WaitAsync(new ExportIdentity(bench.Bot, id, KoreExportKind.Bot, requestedOn: null));
        Assert.Equal(id, done.Id);
    }

    [Fact]
    public async Task Cancelling_ends_a_pause_between_two_looks()
    {
        using var bench = CoreBench.WithSandbox(options => options.JobDuration = TimeSpan.FromHours(1));
        using var stop = new CancellationTokenSource();
        bench.Clock.OnDelay = _ => stop.Cancel();
        var started = await bench.StartBotAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bench.WaitAsync(started, cancellationToken: stop.Token));
        Assert.Equal(1, bench.Count(SandboxRequestKind.BotExportStatus));
    }

    [Fact]
    public async Task Cancelling_ends_a_look_that_hangs()
    {
        var asked = new TaskCompletionSource();
        using var server = WireServer.Start(async wire =>
        {
            await wire.ReadRequestAsync();
            asked.SetResult();
            await wire.StallAsync();
        });
        using var bench = CoreBench.Facing(server.Uri);
        using var stop = new CancellationTokenSource();
        var wait = bench.WaitAsync(new ExportIdentity("st-1", "ber-1", KoreExportKind.Bot, null), cancellationToken: stop.Token);
        await asked.Task;
        stop.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
    }

    [Theory]
    [InlineData(401, 4002, "Invalid SDK credentials", KoreErrorId.CredentialRejected)]
    [InlineData(401, 4002, "Permission denied. Scope is incorrect!", KoreErrorId.ScopeMissing)]
    [InlineData(401, 401, "error verifying the jwt: if \"jti\" claim \"exp\" must be <= 1 hour(s)", KoreErrorId.CredentialRejected)]
    [InlineData(403, 403, "Forbidden", KoreErrorId.RequestRejected)]
    [InlineData(400, 400, "Invalid StreamId", KoreErrorId.BotNotFound)]
    [InlineData(400, 400, "Something else", KoreErrorId.RequestRejected)]
    [InlineData(404, 404, "Not Found", KoreErrorId.RequestRejected)]
    [InlineData(405, 405, "Method Not Allowed", KoreErrorId.RequestRejected)]
    public async Task A_refusal_ends_the_wait_at_once(int status, int code, string words, string errorId)
    {
        using var server = WireServer.Answering(Wire.Error(status, code, words));
        using var bench = CoreBench.Facing(server.Uri);
        var refused = await bench.FailsAsync(errorId, () => bench.WaitAsync(new ExportIdentity("st-1", "ber-1", KoreExportKind.Bot, null)));
        Assert.Equal("st-1", refused.Target);
        Assert.Equal(status, refused.StatusCode);
        Assert.Equal(code, refused.PlatformCode);
        Assert.Single(server.Requests);
        Assert.Empty(bench.Clock.Delays);
    }

    [Fact]
    public async Task A_replay_that_a_new_token_does_not_settle_ends_the_wait_too()
    {
        using var server = WireServer.Answering(Wire.Error(401, 401, "error verifying the jwt: possibly a replay"));
        using var bench = CoreBench.Facing(server.Uri);
        await bench.FailsAsync(KoreErrorId.CredentialRejected, () => bench.WaitAsync(new ExportIdentity("st-1", "ber-1", KoreExportKind.Bot, null)));
        Assert.Equal(2, server.Requests.Select(request => request.Auth).Distinct().Count());
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task A_time_out_of_nothing_still_looks_once()
    {
        using var bench = CoreBench.WithSandbox();
        var id = bench.Sandbox.AddFinishedBotExport(bench.Bot);
        var identity = new ExportIdentity(bench.Bot, id, KoreExportKind.Bot, null);
        Assert.True((await bench.WaitAsync(identity, new WaitOptions { Timeout = TimeSpan.Zero })).HasDownloadLink);
    }
}

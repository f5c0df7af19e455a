using KoreExport.Exports;
using Xunit;

namespace KoreExport.Tests.Exports;

public sealed class ExportPollerTests
{
    [Fact]
    public async Task A_bot_export_is_waited_for_until_its_link_comes()
    {
        using var fixture = CoreFixture.WithSandbox();
        var started = await fixture.StartBotAsync();
        var done = Assert.IsType<KoreBotExport>(await fixture.WaitAsync(started));
        Assert.Equal(started.Id, done.Id);
        Assert.Equal(KoreExportState.Succeeded, done.State);
        Assert.True(done.HasDownloadLink);
        Assert.True(done.FileSize > 0);
        Assert.Equal(KoreExportState.Running, started.State);
        Assert.InRange(fixture.Clock.Elapsed, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(17));
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("json")]
    public async Task An_utterance_export_is_waited_for_until_its_link_comes(string type)
    {
        using var fixture = CoreFixture.WithSandbox();
        var started = await fixture.StartMlAsync(type);
        var done = Assert.IsType<KoreMlExport>(await fixture.WaitAsync(started));
        Assert.Equal(started.Id, done.Id);
        Assert.Equal(100, done.PercentComplete);
        Assert.Equal(type.ToUpperInvariant(), done.FileType);
        Assert.True(done.HasDownloadLink);
    }

    [Fact]
    public async Task An_export_that_is_done_already_is_asked_for_once()
    {
        using var fixture = CoreFixture.WithSandbox(options => options.JobDuration = TimeSpan.Zero);
        await fixture.WaitAsync(await fixture.StartBotAsync());
        Assert.Equal(1, fixture.Count(SandboxRequestKind.BotExportStatus));
        Assert.Empty(fixture.Clock.Delays);
    }

    [Fact]
    public async Task A_small_export_is_noticed_soon()
    {
        using var fixture = CoreFixture.WithSandbox(options => options.JobDuration = TimeSpan.FromSeconds(1));
        await fixture.WaitAsync(await fixture.StartBotAsync());
        Assert.InRange(fixture.Clock.Elapsed, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1.5));
    }

    [Fact]
    public async Task Every_answer_about_the_export_is_reported()
    {
        using var fixture = CoreFixture.WithSandbox();
        var reports = new List<KoreExportJob?>();
        await fixture.WaitAsync(await fixture.StartMlAsync(), report: reports.Add);
        Assert.Equal(fixture.Count(SandboxRequestKind.MlExportStatus), reports.Count);
        var percent = reports.Select(report => Assert.IsType<KoreMlExport>(report).PercentComplete!.Value).ToList();
        Assert.Equal(percent.Order(), percent);
        Assert.Equal(100, percent[^1]);
    }

    [Fact]
    public async Task An_export_that_was_never_started_by_us_can_be_waited_for_by_its_id()
    {
        using var fixture = CoreFixture.WithSandbox();
        var id = fixture.Sandbox.AddFinishedBotExport(fixture.Bot);
        var done = await fixture.WaitAsync(CoreCalls.Identity(fixture.Bot, id, KoreExportKind.Bot, requestedOn: null));
        Assert.Equal(id, done.Id);
    }

    [Fact]
    public async Task Cancelling_ends_a_pause_between_two_looks()
    {
        using var fixture = CoreFixture.WithSandbox(options => options.JobDuration = TimeSpan.FromHours(1));
        using var stop = new CancellationTokenSource();
        fixture.Clock.OnDelay = _ => stop.Cancel();
        var started = await fixture.StartBotAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fixture.WaitAsync(started, cancellationToken: stop.Token));
        Assert.Equal(1, fixture.Count(SandboxRequestKind.BotExportStatus));
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
        using var fixture = CoreFixture.Facing(server.Uri);
        using var stop = new CancellationTokenSource();
        var wait = fixture.WaitAsync(CoreCalls.Identity("st-1", "ber-1", KoreExportKind.Bot, null), cancellationToken: stop.Token);
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
        using var fixture = CoreFixture.Facing(server.Uri);
        var refused = await fixture.FailsAsync(
            errorId, () => fixture.WaitAsync(CoreCalls.Identity("st-1", "ber-1", KoreExportKind.Bot, null)));
        Assert.Equal("st-1", refused.Target);
        Assert.Equal(status, refused.StatusCode);
        Assert.Equal(code, refused.PlatformCode);
        Assert.Single(server.Requests);
        Assert.Empty(fixture.Clock.Delays);
    }

    [Fact]
    public async Task A_replay_that_a_new_token_does_not_settle_ends_the_wait_too()
    {
        using var server = WireServer.Answering(Wire.Error(401, 401, "error verifying the jwt: possibly a replay"));
        using var fixture = CoreFixture.Facing(server.Uri);
        await fixture.FailsAsync(
            KoreErrorId.CredentialRejected, () => fixture.WaitAsync(CoreCalls.Identity("st-1", "ber-1", KoreExportKind.Bot, null)));
        Assert.Equal(2, server.Requests.Select(request => request.Auth).Distinct().Count());
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task A_time_out_of_nothing_still_looks_once()
    {
        using var fixture = CoreFixture.WithSandbox();
        var id = fixture.Sandbox.AddFinishedBotExport(fixture.Bot);
        var identity = CoreCalls.Identity(fixture.Bot, id, KoreExportKind.Bot, null);
        Assert.True((await fixture.WaitAsync(identity, new WaitOptions { Timeout = TimeSpan.Zero })).HasDownloadLink);
    }
}

using KoreExport.Errors;
using KoreExport.Files;
using KoreExport.Tests.Support;
using Xunit;

namespace KoreExport.Tests.Files;

/// <summary>Links that stop working, and hosts that are busy.</summary>
public sealed class LinkRenewalTests
{
    private static readonly byte[] Zip = Samples.Zip();

    [Fact]
    [Fault(FaultArea.Saving, "link expired before the download", "renewed through the status, then saved")]
    public async Task A_link_that_expired_is_renewed_through_the_status()
    {
        using var bench = SaveBench.OnSandbox();
        var export = await bench.ExportAsync();
        await bench.Clock.DelayAsync(TimeSpan.FromMinutes(6), default);
        bench.Sandbox.ClearRequests();
        await bench.SaveAsync(export);
        Assert.Equal(
            [SandboxRequestKind.Download, SandboxRequestKind.BotExportStatus, SandboxRequestKind.Download],
            bench.Sandbox.Requests.Select(static request => request.Kind));
        Assert.Equal([403, 200, 200], bench.Sandbox.Requests.Select(static request => request.StatusCode));
    }

    [Fact]
    [Fault(FaultArea.Saving, "link expires in the middle of the download", "renewed through the status, then resumed")]
    public async Task A_link_that_expires_in_the_middle_is_renewed_and_the_download_goes_on()
    {
        using var bench = SaveBench.OnSandbox(static options => options.BotExportBytes = 200_000);
        var export = await bench.ExportAsync();
        var whole = await bench.SaveAsync(export, new SaveOptions { Path = bench.At("whole.zip") });
        bench.Sandbox.ClearRequests();
        bench.Faults.ExpireAt = 60_000;
        var pieced = await bench.SaveAsync(export, new SaveOptions { Path = bench.At("pieced.zip") });
        Assert.Equal(whole.Sha256, pieced.Sha256);

        // The piece, the refusal of the old link, a fresh link, the rest.
        Assert.Equal([200, 403, 200, 206], bench.Sandbox.Requests.Select(static request => request.StatusCode));
        Assert.Equal(SandboxRequestKind.BotExportStatus, bench.Sandbox.Requests[2].Kind);
        Assert.NotEqual(bench.Sandbox.Requests[0].Path.Split('&')[1], bench.Sandbox.Requests[3].Path.Split('&')[1]);
    }

    [Fact]
    public async Task A_slow_download_may_outlive_any_number_of_links()
    {
        using var bench = SaveBench.OnSandbox(static options => options.BotExportBytes = 200_000);
        var export = await bench.ExportAsync();
        bench.Faults.ExpireAt = 30_000;
        bench.Faults.ExpireAtCount = 6;
        await bench.SaveAsync(export);
        Assert.Null(bench.Faults.ExpireAt);
    }

    [Fact]
    [Fault(FaultArea.Saving, "link expired and somebody else's export took its place", "KoreExportSuperseded; nothing is saved")]
    public async Task A_renewed_link_is_taken_only_when_it_belongs_to_the_same_export()
    {
        using var bench = SaveBench.OnSandbox();
        var export = await bench.ExportAsync();
        await bench.Clock.DelayAsync(TimeSpan.FromMinutes(6), default);
        bench.Sandbox.AddFinishedBotExport(bench.Sandbox.BotId[0]);
        bench.Sandbox.ClearRequests();
        await bench.RefusesAsync(KoreErrorId.ExportSuperseded, export);
        Assert.Single(bench.Sandbox.Requests, static request => request.Kind == SandboxRequestKind.Download);
    }

    [Fact]
    [Fault(FaultArea.Saving, "link expires in the middle and somebody else's export took its place", "KoreExportSuperseded; nothing is saved")]
    public async Task A_download_is_not_finished_with_the_file_of_another_export()
    {
        using var bench = SaveBench.OnSandbox(static options => options.BotExportBytes = 100_000);
        var export = await bench.ExportAsync();
        bench.Faults.ExpireAt = 50_000;
        await bench.Clock.DelayAsync(TimeSpan.FromSeconds(10), default);
        bench.Sandbox.AddFinishedBotExport(bench.Sandbox.BotId[0]);
        await bench.RefusesAsync(KoreErrorId.ExportSuperseded, export);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(410)]
    [Fault(FaultArea.Saving, "link answers 403 or 404 for ever", "KoreDownloadFailed after three fresh links")]
    public async Task A_host_that_takes_no_link_at_all_is_given_up(int status)
    {
        using var bench = SaveBench.OnSandbox();
        var export = await bench.ExportAsync();
        bench.Sandbox.ClearRequests();
        bench.Faults.StatusCode = status;
        bench.Faults.StatusCodeCount = int.MaxValue;
        var failure = await bench.RefusesAsync(KoreErrorId.DownloadFailed, export);
        Assert.Equal(status, failure.StatusCode);
        Assert.Contains($"HTTP {status} to every link, fresh ones too", failure.Message, StringComparison.Ordinal);
        Assert.Equal(4, bench.Sandbox.Requests.Count(static request => request.Kind == SandboxRequestKind.Download));
        Assert.Equal(3, bench.Sandbox.Requests.Count(static request => request.Kind == SandboxRequestKind.BotExportStatus));
    }

    [Fact]
    public async Task A_refusal_that_passes_does_no_harm()
    {
        using var bench = SaveBench.OnSandbox();
        var export = await bench.ExportAsync();
        bench.Faults.StatusCode = 404;
        bench.Faults.StatusCodeCount = 2;
        await bench.SaveAsync(export);
    }

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    [Fault(FaultArea.Saving, "download host answers 408, 429 or 5xx", "tried again with growing pauses, -MaximumRetryCount times")]
    public async Task A_busy_download_host_is_asked_again(int status)
    {
        using var bench = SaveBench.OnSandbox();
        var export = await bench.ExportAsync();
        var before = bench.Clock.Delays.Count;
        bench.Faults.StatusCode = status;
        bench.Faults.StatusCodeCount = 5;
        await bench.SaveAsync(export);
        Assert.Equal([0.75, 1.5, 3, 6, 12], bench.Clock.Delays.Skip(before).Select(static delay => delay.TotalSeconds));
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task A_download_host_that_stays_busy_is_given_up(int status)
    {
        using var bench = SaveBench.OnSandbox();
        var export = await bench.ExportAsync();
        bench.Faults.StatusCode = status;
        bench.Faults.StatusCodeCount = 6;
        var failure = await bench.RefusesAsync(KoreErrorId.DownloadFailed, export);
        Assert.Equal(status, failure.StatusCode);
        Assert.Equal(0, bench.Faults.StatusCodeCount);
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("100000", 300)]
    [InlineData("Wed, 02 Jan 2030 03:04:25 GMT", 20)]
    [InlineData("Wed, 02 Jan 2019 03:04:25 GMT", 0.75)]
    [InlineData("soon", 0.75)]
    [Fault(FaultArea.Saving, "download host sends Retry-After", "waited for: seconds, date; five minutes at most")]
    public async Task A_download_host_says_how_long_to_leave_it_alone(string retryAfter, double seconds)
    {
        var file = new ServedFile(Zip);
        var count = 0;
        using var server = new RawDownloadServer(request => count++ == 0
            ? RawReply.Of(503, "busy", "Date: Wed, 02 Jan 2030 03:04:05 GMT", $"Retry-After: {retryAfter}")
            : file.Answer(request));
        using var bench = new SaveBench(server.Uri);
        await bench.SavesAsync(SaveBench.BotExport(server.Link(), Zip.Length), Zip);
        Assert.Equal([TimeSpan.FromSeconds(seconds)], bench.Clock.Delays);
    }

    [Theory]
    [InlineData(204)]
    [InlineData(400)]
    [InlineData(405)]
    [InlineData(412)]
    public async Task An_answer_that_will_not_change_is_not_asked_for_twice(int status)
    {
        using var server = new RawDownloadServer(_ => RawReply.Of(status, status == 204 ? string.Empty : "no"));
        using var bench = new SaveBench(server.Uri);
        var failure = await bench.RefusesAsync(KoreErrorId.DownloadFailed, SaveBench.BotExport(server.Link()));
        Assert.Equal(status, failure.StatusCode);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task An_export_without_a_link_is_waited_for()
    {
        using var bench = SaveBench.OnSandbox();
        var started = await new KoreExport.Exports.ExportStarter(bench.Api).StartBotAsync(bench.Sandbox.BotId[0], new KoreExport.Exports.BotExportRequest(), default);
        Assert.False(started.HasDownloadLink);
        Assert.True(File.Exists((await bench.SaveAsync(started)).Path));
    }

    [Fact]
    public async Task A_download_host_that_nobody_listens_at_is_named_in_the_error()
    {
        using var server = new RawDownloadServer(static _ => RawReply.Of(200, "gone"));
        var link = server.Link();
        using var bench = new SaveBench(server.Uri, retries: 1);
        server.Dispose();
        var failure = await bench.RefusesAsync(KoreErrorId.DownloadFailed, SaveBench.BotExport(link));
        Assert.Contains("refused the connection", failure.Message, StringComparison.Ordinal);
        Assert.Contains(server.Uri.Authority, failure.Message, StringComparison.Ordinal);
    }
}

using KoreExport.Downloads;
using KoreExport.Exports;
using Xunit;

namespace KoreExport.Tests.Downloads;

/// <summary>Links that stop working, and hosts that are busy.</summary>
public sealed class FileDownloaderRenewalTests
{
    private static readonly byte[] Zip = Samples.Zip();

    [Fact]
    [Fault(FaultArea.Saving, "link expired before the download", "renewed through the status, then saved")]
    public async Task A_link_that_expired_is_renewed_through_the_status()
    {
        using var fixture = SaveFixture.OnSandbox();
        var export = await fixture.ExportAsync();
        await fixture.Clock.DelayAsync(TimeSpan.FromMinutes(6), default);
        fixture.Sandbox.ClearRequests();
        await fixture.SaveAsync(export);
        Assert.Equal(
            [SandboxRequestKind.Download, SandboxRequestKind.BotExportStatus, SandboxRequestKind.Download],
            fixture.Sandbox.Requests.Select(static request => request.Kind));
        Assert.Equal([403, 200, 200], fixture.Sandbox.Requests.Select(static request => request.StatusCode));
    }

    [Fact]
    [Fault(FaultArea.Saving, "link expires in the middle of the download", "renewed through the status, then resumed")]
    public async Task A_link_that_expires_in_the_middle_is_renewed_and_the_download_goes_on()
    {
        using var fixture = SaveFixture.OnSandbox(static options => options.BotExportBytes = 200_000);
        var export = await fixture.ExportAsync();
        var whole = await fixture.SaveAsync(export, new SaveOptions { Path = fixture.At("whole.zip") });
        fixture.Sandbox.ClearRequests();
        fixture.Faults.ExpireAt = 60_000;
        var pieced = await fixture.SaveAsync(export, new SaveOptions { Path = fixture.At("pieced.zip") });
        Assert.Equal(whole.Sha256, pieced.Sha256);

        // The piece, the refusal of the old link, a fresh link, the rest.
        Assert.Equal([200, 403, 200, 206], fixture.Sandbox.Requests.Select(static request => request.StatusCode));
        Assert.Equal(SandboxRequestKind.BotExportStatus, fixture.Sandbox.Requests[2].Kind);
        Assert.NotEqual(fixture.Sandbox.Requests[0].Path.Split('&')[1], fixture.Sandbox.Requests[3].Path.Split('&')[1]);
    }

    [Fact]
    public async Task A_slow_download_may_outlive_any_number_of_links_that_bring_a_megabyte_each()
    {
        using var fixture = SaveFixture.OnSandbox(static options => options.BotExportBytes = 8_000_000);
        var export = await fixture.ExportAsync();
        var before = fixture.Clock.Delays.Count;
        fixture.Faults.ExpireAt = 1_100_000;
        fixture.Faults.ExpireAtCount = 6;
        await fixture.SaveAsync(export);
        Assert.Null(fixture.Faults.ExpireAt);

        // A pause after each connection that broke, and none before the fresh link.
        Assert.Equal(Enumerable.Repeat(0.75, 6), fixture.Clock.Delays.Skip(before).Select(static delay => delay.TotalSeconds));
    }

    [Fact]
    [Fault(FaultArea.Saving, "link expired and somebody else's export took its place", "KoreExportSuperseded; nothing is saved")]
    public async Task A_renewed_link_is_taken_only_when_it_belongs_to_the_same_export()
    {
        using var fixture = SaveFixture.OnSandbox();
        var export = await fixture.ExportAsync();
        await fixture.Clock.DelayAsync(TimeSpan.FromMinutes(6), default);
        fixture.Sandbox.AddFinishedBotExport(fixture.Sandbox.BotId[0]);
        fixture.Sandbox.ClearRequests();
        await fixture.RefusesAsync(KoreErrorId.ExportSuperseded, export);
        Assert.Single(fixture.Sandbox.Requests, static request => request.Kind == SandboxRequestKind.Download);
    }

    [Fact]
    [Fault(
        FaultArea.Saving, "link expires in the middle and somebody else's export took its place", "KoreExportSuperseded; nothing is saved")]
    public async Task A_download_is_not_finished_with_the_file_of_another_export()
    {
        using var fixture = SaveFixture.OnSandbox(static options => options.BotExportBytes = 100_000);
        var export = await fixture.ExportAsync();
        fixture.Faults.ExpireAt = 50_000;
        await fixture.Clock.DelayAsync(TimeSpan.FromSeconds(10), default);
        fixture.Sandbox.AddFinishedBotExport(fixture.Sandbox.BotId[0]);
        await fixture.RefusesAsync(KoreErrorId.ExportSuperseded, export);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(410)]
    [Fault(
        FaultArea.Saving,
        "link answers 400, 401, 403, 404 or 410 for ever",
        "KoreDownloadFailed after three fresh links, with growing pauses between them")]
    public async Task A_host_that_takes_no_link_at_all_is_given_up(int status)
    {
        using var fixture = SaveFixture.OnSandbox();
        var export = await fixture.ExportAsync();
        fixture.Sandbox.ClearRequests();
        var before = fixture.Clock.Delays.Count;
        fixture.Faults.StatusCode = status;
        fixture.Faults.StatusCodeCount = int.MaxValue;
        var failure = await fixture.RefusesAsync(KoreErrorId.DownloadFailed, export);
        Assert.Equal(status, failure.StatusCode);
        Assert.Equal([0.75, 1.5], fixture.Clock.Delays.Skip(before).Select(static delay => delay.TotalSeconds));
        Assert.Contains($"HTTP {status} to every link, fresh ones too", failure.Message, StringComparison.Ordinal);
        Assert.Equal(4, fixture.Sandbox.Requests.Count(static request => request.Kind == SandboxRequestKind.Download));
        Assert.Equal(3, fixture.Sandbox.Requests.Count(static request => request.Kind == SandboxRequestKind.BotExportStatus));
    }

    [Fact]
    public async Task A_refusal_that_passes_does_no_harm()
    {
        using var fixture = SaveFixture.OnSandbox();
        var export = await fixture.ExportAsync();
        fixture.Faults.StatusCode = 404;
        fixture.Faults.StatusCodeCount = 2;
        await fixture.SaveAsync(export);
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
        using var fixture = SaveFixture.OnSandbox();
        var export = await fixture.ExportAsync();
        var before = fixture.Clock.Delays.Count;
        fixture.Faults.StatusCode = status;
        fixture.Faults.StatusCodeCount = 5;
        await fixture.SaveAsync(export);
        Assert.Equal([0.75, 1.5, 3, 6, 12], fixture.Clock.Delays.Skip(before).Select(static delay => delay.TotalSeconds));
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task A_download_host_that_stays_busy_is_given_up(int status)
    {
        using var fixture = SaveFixture.OnSandbox();
        var export = await fixture.ExportAsync();
        fixture.Faults.StatusCode = status;
        fixture.Faults.StatusCodeCount = 6;
        var failure = await fixture.RefusesAsync(KoreErrorId.DownloadFailed, export);
        Assert.Equal(status, failure.StatusCode);
        Assert.Equal(0, fixture.Faults.StatusCodeCount);
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("3600", 3600)]
    [InlineData("Wed, 02 Jan 2030 03:04:25 GMT", 20)]
    [InlineData("Wed, 02 Jan 2019 03:04:25 GMT", 0.75)]
    [InlineData("soon", 0.75)]
    [Fault(FaultArea.Saving, "download host sends Retry-After", "waited for: seconds, date")]
    public async Task A_download_host_says_how_long_to_leave_it_alone(string retryAfter, double seconds)
    {
        var file = new ServedFile(Zip);
        var count = 0;
        using var server = new RawDownloadServer(request => count++ == 0
            ? RawReply.Of(503, "busy", "Date: Wed, 02 Jan 2030 03:04:05 GMT", $"Retry-After: {retryAfter}")
            : file.Answer(request));
        using var fixture = new SaveFixture(server.Uri);
        await fixture.SavesAsync(SaveFixture.BotExport(server.Link(), Zip.Length), Zip);
        Assert.Equal([TimeSpan.FromSeconds(seconds)], fixture.Clock.Delays);
    }

    [Theory]
    [InlineData(503, "3601", "it asks to wait 3,601 seconds (Retry-After)")]
    [InlineData(429, "86400", "it asks to wait 86,400 seconds (Retry-After)")]
    [InlineData(403, "86400", "it asks to wait 86,400 seconds (Retry-After)")]
    [Fault(
        FaultArea.Saving,
        "Retry-After asks for longer than the download may take",
        "KoreDownloadFailed at once, with what the host asked for")]
    public async Task A_pause_longer_than_the_download_may_take_is_not_begun(int status, string retryAfter, string asked)
    {
        using var server = new RawDownloadServer(_ => RawReply.Of(status, "not now", $"Retry-After: {retryAfter}"));
        using var fixture = new SaveFixture(server.Uri);
        var failure = await fixture.RefusesAsync(KoreErrorId.DownloadFailed, SaveFixture.BotExport(server.Link(), Zip.Length));
        Assert.Contains(asked, failure.Message, StringComparison.Ordinal);
        Assert.Empty(fixture.Clock.Delays);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData(204)]
    [InlineData(405)]
    [InlineData(412)]
    public async Task An_answer_that_will_not_change_is_not_asked_for_twice(int status)
    {
        using var server = new RawDownloadServer(_ => RawReply.Of(status, status == 204 ? string.Empty : "no"));
        using var fixture = new SaveFixture(server.Uri);
        var failure = await fixture.RefusesAsync(KoreErrorId.DownloadFailed, SaveFixture.BotExport(server.Link()));
        Assert.Equal(status, failure.StatusCode);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task An_export_without_a_link_is_waited_for()
    {
        using var fixture = SaveFixture.OnSandbox();
        var started = await fixture.Api.StartBotAsync(fixture.Sandbox.BotId[0], new BotExportRequest(), default);
        Assert.False(started.HasDownloadLink);
        Assert.True(File.Exists((await fixture.SaveAsync(started)).FullName));
    }

    [Fact]
    public async Task A_download_host_that_nobody_listens_at_is_named_in_the_error()
    {
        using var server = new RawDownloadServer(static _ => RawReply.Of(200, "gone"));
        var link = server.Link();
        using var fixture = new SaveFixture(server.Uri, retries: 1);
        server.Dispose();
        var failure = await fixture.RefusesAsync(KoreErrorId.DownloadFailed, SaveFixture.BotExport(link));
        Assert.Contains("the connection was refused", failure.Message, StringComparison.Ordinal);
        Assert.Contains(server.Uri.Authority, failure.Message, StringComparison.Ordinal);
    }
}

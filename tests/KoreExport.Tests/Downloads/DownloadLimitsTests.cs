using System.Net;
using System.Net.Sockets;
using System.Text;
using KoreExport.Downloads;
using Xunit;

namespace KoreExport.Tests.Downloads;

/// <summary>Downloads that would never end.</summary>
public sealed class DownloadLimitsTests
{
    private static readonly byte[] Zip = Samples.Zip();
    private static readonly byte[] Csv = Encoding.ASCII.GetBytes("utterance,intent\n" + new string('x', 3_000_000));

    [Fact]
    [Fault(
        FaultArea.Saving, "a download of a byte a second", "KoreDownloadFailed: too slow, after -MaximumRetryCount retries of 30 seconds")]
    public async Task A_download_that_dribbles_is_given_up()
    {
        SaveFixture? fixture = null;
        using var server = WireServer.Start(async wire =>
        {
            await wire.ReadRequestAsync();
            await wire.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\nETag: \"v1\"\r\n\r\n");

            // For as long as the client stays: it must never find the rest in its buffer.
            while (true)
            {
                await wire.DribbleAsync("x", () => fixture!.Clock.Advance(TimeSpan.FromSeconds(1)));
            }
        });
        using (fixture = new SaveFixture(server.Uri, retries: 2))
        {
            var options = new SaveOptions { Folder = fixture.Folder, Limits = new DownloadLimits { Timeout = TimeSpan.FromDays(100) } };
            var failure = await fixture.RefusesAsync(
                KoreErrorId.DownloadFailed, SaveFixture.MlExport($"{server.Uri}f.csv", "CSV"), options);
            Assert.Contains("the transfer was too slow", failure.Message, StringComparison.Ordinal);
            Assert.Equal(KoreErrorCategory.OperationTimeout, failure.Category);
            Assert.Equal(3, server.Connections);
        }
    }

    [Fact]
    [Fault(FaultArea.Saving, "a download stalls for ever", "KoreDownloadFailed: stalled, after -MaximumRetryCount retries of 30 seconds")]
    public async Task A_download_that_stalls_each_time_is_given_up()
    {
        var file = new ServedFile(Zip);
        using var server = new RawDownloadServer(request => file.Answer(request).StallAt(100));
        using var fixture = new SaveFixture(server.Uri, retries: 2);
        server.OnStall = closed => PassAsync(fixture, fixture.Session.StallTimeout, closed);
        var failure = await fixture.RefusesAsync(KoreErrorId.DownloadFailed, SaveFixture.BotExport(server.Link(), Zip.Length));
        Assert.Contains("the transfer stalled: no data within 30 seconds", failure.Message, StringComparison.Ordinal);
        Assert.Equal([null, "bytes=100-", "bytes=200-"], server.Requests.Select(static request => request.Range));
    }

    [Fact]
    [Fault(
        FaultArea.Saving,
        "the download host completes no connection",
        "KoreDownloadFailed: no connection within -ConnectTimeoutSec, after -MaximumRetryCount retries")]
    public async Task A_download_host_that_completes_no_connection_is_given_up()
    {
        // The system takes the connection; the TLS handshake is never answered.
        var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        try
        {
            var host = new Uri($"https://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}/");
            using var fixture = new SaveFixture(host, retries: 1, connectTimeout: TimeSpan.FromMilliseconds(200));
            var failure = await fixture.RefusesAsync(KoreErrorId.DownloadFailed, SaveFixture.BotExport($"{host}f.zip"));
            Assert.Contains("no connection within 0.2 seconds", failure.Message, StringComparison.Ordinal);
            Assert.Single(fixture.Clock.Delays);
        }
        finally
        {
            silent.Stop();
        }
    }

    [Fact]
    [Fault(
        FaultArea.Saving,
        "a download takes longer than it may in all",
        "KoreDownloadFailed: it took longer; how many bytes had arrived; nothing is left")]
    public async Task A_download_ends_with_its_time()
    {
        var file = new ServedFile(Zip);
        using var server = new RawDownloadServer(request => file.Answer(request).StallAt(1000));
        using var fixture = new SaveFixture(server.Uri);
        var limits = new DownloadLimits { Timeout = TimeSpan.FromMinutes(7) };
        server.OnStall = closed => PassAsync(fixture, limits.Timeout, closed);
        var options = new SaveOptions { Folder = fixture.Folder, Limits = limits };
        var failure = await fixture.RefusesAsync(KoreErrorId.DownloadFailed, SaveFixture.BotExport(server.Link(), Zip.Length), options);
        Assert.Contains("it took longer than 420 seconds; ", failure.Message, StringComparison.Ordinal);
        Assert.Contains($" of {Zip.Length} bytes had arrived", failure.Message, StringComparison.Ordinal);
        Assert.Contains("-TimeoutSec", failure.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(KoreErrorCategory.OperationTimeout, failure.Category);
        Assert.Single(server.Requests);
    }

    [Fact]
    [Fault(
        FaultArea.Saving,
        "a download goes on for ever, just quick enough",
        "KoreDownloadFailed: it took longer than -TimeoutSec; nothing is left")]
    public async Task A_download_that_drips_for_ever_ends_with_its_time()
    {
        const int bytesPerSecond = 2000;
        var limits = DownloadLimits.Within(TimeSpan.FromMinutes(5));
        using var server = WireServer.Start(static async wire =>
        {
            await wire.ReadRequestAsync();
            await wire.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\nETag: \"v1\"\r\n\r\n");
            while (true)
            {
                await wire.SendAsync(new byte[60_000]);
            }
        });
        using var fixture = new SaveFixture(server.Uri);
        var options = new SaveOptions { Folder = fixture.Folder, Limits = limits };
        var failure = await fixture.RefusesAsync(
            KoreErrorId.DownloadFailed, SaveFixture.MlExport($"{server.Uri}f.csv", "CSV"), options, progress =>
            {
                // Time passes with the bytes, so that they are as quick on a slow machine.
                var due = TimeSpan.FromSeconds((progress.Received ?? 0) / (double)bytesPerSecond);
                fixture.Clock.Advance(due > fixture.Clock.Elapsed ? due - fixture.Clock.Elapsed : TimeSpan.Zero);
                _ = fixture.Clock.Elapsed >= limits.Timeout && fixture.Clock.Fire(limits.Timeout);
            });
        Assert.Contains("it took longer than 300 seconds; ", failure.Message, StringComparison.Ordinal);
        Assert.Equal(1, server.Connections);
    }

    [Theory]
    [InlineData(null, 3600)]
    [InlineData(0, 3600)]
    [InlineData(90, 90)]
    [InlineData(7200, 7200)]
    public void A_download_may_take_what_the_caller_says(int? given, int expected) =>
        Assert.Equal(expected, DownloadLimits.Within(given is { } seconds ? TimeSpan.FromSeconds(seconds) : null).Timeout.TotalSeconds);

    [Fact]
    public async Task A_pause_does_not_go_beyond_the_time_of_the_download()
    {
        using var server = new RawDownloadServer(static _ => RawReply.Of(503, "busy"));
        using var fixture = new SaveFixture(server.Uri, retries: 100);
        var options = new SaveOptions { Folder = fixture.Folder, Limits = new DownloadLimits { Timeout = TimeSpan.FromSeconds(60) } };
        await fixture.RefusesAsync(KoreErrorId.DownloadFailed, SaveFixture.BotExport(server.Link()), options);
        Assert.Equal([0.75, 1.5, 3, 6, 12, 22.5], fixture.Clock.Delays.Select(static delay => delay.TotalSeconds));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Fault(FaultArea.Saving, "chunks without end, and nobody announced a size", "KoreDownloadFailed at 1 GB; nothing is saved")]
    public async Task A_file_of_unknown_size_is_read_up_to_a_limit(bool chunked)
    {
        using var server = new RawDownloadServer(_ => chunked
            ? RawReply.Chunked(Csv)
            : RawReply.Of(200, Csv, $"Content-Length: {Csv.Length}"));
        using var fixture = new SaveFixture(server.Uri);
        var limits = new DownloadLimits { MaximumUnannouncedBytes = 2 * 1024 * 1024 };
        var options = new SaveOptions { Folder = fixture.Folder, Limits = limits };
        long seen = 0;
        var failure = await fixture.RefusesAsync(
            KoreErrorId.DownloadFailed, SaveFixture.MlExport(server.Link(), "CSV"), options, now => seen = now.Received ?? 0);
        Assert.Contains("it is larger than 2 MB, and the platform has not announced its size", failure.Message, StringComparison.Ordinal);
        Assert.InRange(seen, 0, chunked ? limits.MaximumUnannouncedBytes : 0);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_file_whose_size_was_announced_may_have_it()
    {
        var large = Samples.Zip(noise: 100_000);
        using var server = new RawDownloadServer(new ServedFile(large).Answer);
        using var fixture = new SaveFixture(server.Uri);
        var options = new SaveOptions { Folder = fixture.Folder, Limits = new DownloadLimits { MaximumUnannouncedBytes = 1000 } };
        await fixture.SavesAsync(SaveFixture.BotExport(server.Link(), large.Length), large, options);
    }

    [Fact]
    [Fault(
        FaultArea.Saving, "the session is disconnected and then a download breaks", "KoreSessionUnusable: disconnected; nothing is left")]
    public async Task A_session_that_is_closed_under_a_download_says_so()
    {
        using var server = new RawDownloadServer(request => new ServedFile(Zip).Answer(request).StallAt(1000));
        using var fixture = new SaveFixture(server.Uri);
        server.OnStall = _ =>
        {
            fixture.Session.Dispose();
            return Task.CompletedTask;
        };
        var failure = await fixture.RefusesAsync(KoreErrorId.SessionUnusable, SaveFixture.BotExport(server.Link(), Zip.Length));
        Assert.Contains("disconnected", failure.Message, StringComparison.Ordinal);
    }

    // That time-out passes for whoever waits for this connection, until it is closed.
    private static async Task PassAsync(SaveFixture fixture, TimeSpan timeout, Task<bool> closed)
    {
        while (!closed.IsCompleted)
        {
            fixture.Clock.Fire(timeout);
            await Task.WhenAny(closed, Task.Delay(5));
        }
    }
}

using System.Text;
using KoreExport.Downloads;
using Xunit;

namespace KoreExport.Tests.Downloads;

/// <summary>Connections that break, and how the rest is fetched without ever mixing two files.</summary>
public sealed class FileDownloaderResumeTests
{
    private static readonly byte[] Zip = Samples.Zip();
    private static readonly byte[] OtherZip = Samples.Zip(seed: 2);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4000)]
    [InlineData(-1)]
    [Fault(FaultArea.Saving, "connection ends early, at any byte", "resumed with Range and If-Range; the file is whole")]
    public async Task A_download_cut_at_any_byte_is_resumed_where_it_broke(int cut)
    {
        var at = cut < 0 ? Zip.Length - 1 : cut;
        var file = new ServedFile(Zip);
        using var server = new RawDownloadServer(request => request.Range is null ? file.Answer(request).CutAt(at) : file.Answer(request));
        using var fixture = new SaveFixture(server.Uri, retries: 1);
        if (at == 0)
        {
            // Nothing came, so there is nothing to go on from: the second answer is cut as well, and that was the last try.
            await fixture.RefusesAsync(KoreErrorId.DownloadFailed, SaveFixture.BotExport(server.Link(), Zip.Length));
            Assert.All(server.Requests, static request => Assert.Null(request.Range));
            return;
        }

        await fixture.SavesAsync(SaveFixture.BotExport(server.Link(), Zip.Length), Zip);
        Assert.Equal([null, $"bytes={at}-"], server.Requests.Select(static request => request.Range));
        Assert.Equal([null, "\"v1\""], server.Requests.Select(static request => request.IfRange));
        Assert.Equal([TimeSpan.FromSeconds(0.75)], fixture.Clock.Delays);
    }

    [Fact]
    public async Task Nothing_but_headers_is_no_reason_to_ask_for_a_range()
    {
        var file = new ServedFile(Zip);
        var count = 0;
        using var server = new RawDownloadServer(request => count++ == 0 ? file.Answer(request).CutAt(0) : file.Answer(request));
        using var fixture = new SaveFixture(server.Uri);
        await fixture.SavesAsync(SaveFixture.BotExport(server.Link(), Zip.Length), Zip);
        Assert.Equal([null, null], server.Requests.Select(static request => request.Range));
    }

    [Fact]
    public async Task A_download_that_lacks_407_bytes_is_resumed_like_any_other()
    {
        var file = new ServedFile(Zip);
        using var server = new RawDownloadServer(
            request => request.Range is null ? file.Answer(request).CutAt(Zip.Length - 407) : file.Answer(request));
        using var fixture = new SaveFixture(server.Uri);
        await fixture.SavesAsync(SaveFixture.BotExport(server.Link(), Zip.Length), Zip);
    }

    [Fact]
    [Fault(FaultArea.Saving, "connection reset in the middle", "resumed with Range and If-Range; the file is whole")]
    public async Task A_download_whose_connection_is_reset_goes_on()
    {
        var file = new ServedFile(Zip);
        var resets = 0;
        using var server = new RawDownloadServer(request => resets++ < 3 ? file.Answer(request).ResetAt(1000) : file.Answer(request));
        using var fixture = new SaveFixture(server.Uri);
        await fixture.SavesAsync(SaveFixture.BotExport(server.Link(), Zip.Length), Zip);
        Assert.Equal(4, server.Requests.Count);
        Assert.All(
            server.Requests.Where(static request => request.Range is not null), static request => Assert.Equal("\"v1\"", request.IfRange));
    }

    [Fact]
    [Fault(FaultArea.Saving, "connection reset before any answer", "tried again, -MaximumRetryCount times at most")]
    public async Task A_reset_before_the_headers_is_tried_again_as_often_as_the_session_says()
    {
        using var server = new RawDownloadServer(static request => RawReply.Of(200, "never seen").ResetAt(-1));
        using var fixture = new SaveFixture(server.Uri, retries: 2);
        var failure = await fixture.RefusesAsync(KoreErrorId.DownloadFailed, SaveFixture.BotExport(server.Link()));
        Assert.Equal(3, server.Requests.Count);
        Assert.Equal(SaveFixture.Bot, failure.Target);
    }

    [Fact]
    public async Task The_sandbox_resets_and_the_same_bytes_arrive()
    {
        using var fixture = SaveFixture.OnSandbox(static options => options.BotExportBytes = 300_000);
        var export = await fixture.ExportAsync();
        var whole = await fixture.SaveAsync(export, new SaveOptions { Path = fixture.At("whole.zip") });
        fixture.Sandbox.ClearRequests();

        fixture.Faults.ResetAt = 70_000;
        fixture.Faults.ResetCount = 3;
        var pieced = await fixture.SaveAsync(export, new SaveOptions { Path = fixture.At("pieced.zip") });
        Assert.Equal(whole.Sha256, pieced.Sha256);
        Assert.Equal(4, fixture.Sandbox.Requests.Count);
        Assert.All(fixture.Sandbox.Requests, static request => Assert.False(request.HasAuth));
        Assert.Contains(
            fixture.Sandbox.Requests,
            static request =>
                request.Range is { } range && range != "bytes=0-" && request.IfRange is { Length: > 2 } && request.StatusCode == 206);
    }

    [Fact]
    [Fault(FaultArea.Saving, "server ignores Range", "downloaded anew from the start; the file is whole")]
    public async Task A_server_that_ignores_ranges_sends_the_file_from_its_start()
    {
        var file = new ServedFile(Zip) { IgnoresRange = true };
        var count = 0;
        using var server = new RawDownloadServer(request => count++ == 0 ? file.Answer(request).CutAt(2000) : file.Answer(request));
        using var fixture = new SaveFixture(server.Uri);
        await fixture.SavesAsync(SaveFixture.BotExport(server.Link(), Zip.Length), Zip);
        Assert.Equal("bytes=2000-", server.Requests[1].Range);
    }

    [Fact]
    public async Task A_server_that_names_no_version_is_asked_for_the_whole_file_again()
    {
        var file = new ServedFile(Zip) { ETag = null };
        var count = 0;
        using var server = new RawDownloadServer(request => count++ == 0 ? file.Answer(request).CutAt(2000) : file.Answer(request));
        using var fixture = new SaveFixture(server.Uri);
        await fixture.SavesAsync(SaveFixture.BotExport(server.Link(), Zip.Length), Zip);
        Assert.Null(server.Requests[1].Range);
    }

    [Fact]
    public async Task A_weak_etag_proves_nothing_and_is_not_used()
    {
        var file = new ServedFile(Zip) { ETag = "W/\"v1\"" };
        var count = 0;
        using var server = new RawDownloadServer(request => count++ == 0 ? file.Answer(request).CutAt(2000) : file.Answer(request));
        using var fixture = new SaveFixture(server.Uri);
        await fixture.SavesAsync(SaveFixture.BotExport(server.Link(), Zip.Length), Zip);
        Assert.Null(server.Requests[1].Range);
    }

    [Theory]
    [InlineData("Wed, 02 Jan 2030 03:04:05 GMT", "Wed, 02 Jan 2030 03:05:05 GMT", true)]
    [InlineData("Wed, 02 Jan 2030 03:04:05 GMT", "Wed, 02 Jan 2030 03:04:05 GMT", false)]
    public async Task A_date_proves_the_version_only_once_its_second_is_over(string modified, string date, bool resumes)
    {
        var file = new ServedFile(Zip) { ETag = null, LastModified = modified };
        var count = 0;
        using var server = new RawDownloadServer(request =>
        {
            var reply = file.Answer(request);
            reply = reply with { Head = reply.Head.Replace("Connection:", $"Date: {date}\r\nConnection:", StringComparison.Ordinal) };
            return count++ == 0 ? reply.CutAt(2000) : reply;
        });
        using var fixture = new SaveFixture(server.Uri);
        await fixture.SavesAsync(SaveFixture.BotExport(server.Link(), Zip.Length), Zip);
        Assert.Equal(resumes ? modified : null, server.Requests[1].IfRange);
        Assert.Equal(resumes ? "bytes=2000-" : null, server.Requests[1].Range);
    }

    [Fact]
    [Fault(FaultArea.Saving, "file changes in the middle of its download", "downloaded anew from the start; never a mix of two files")]
    public async Task A_file_that_changed_meanwhile_is_begun_anew()
    {
        var file = new ServedFile(Zip);
        var count = 0;
        using var server = new RawDownloadServer(request =>
        {
            if (count++ == 0)
            {
                return file.Answer(request).CutAt(2000);
            }

            file.Content = OtherZip;
            file.ETag = "\"v2\"";
            return file.Answer(request);
        });
        using var fixture = new SaveFixture(server.Uri);
        await fixture.SavesAsync(SaveFixture.BotExport(server.Link(), Zip.Length), OtherZip);
        Assert.Equal("\"v1\"", server.Requests[1].IfRange);
    }

    [Fact]
    [Fault(FaultArea.Saving, "file changes and the server ignores If-Range", "downloaded anew from the start; never a mix of two files")]
    public async Task A_rest_that_belongs_to_another_version_is_not_added()
    {
        // Text, so that no checksum inside the file could tell.
        var first = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 200).Select(static i => $"first {i:000},greet\n")));
        var second = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 200).Select(static i => $"other {i:000},greet\n")));
        Assert.Equal(first.Length, second.Length);
        var file = new ServedFile(first) { IgnoresIfRange = true };
        var count = 0;
        using var server = new RawDownloadServer(request =>
        {
            if (count++ == 0)
            {
                return file.Answer(request).CutAt(2000);
            }

            file.Content = second;
            file.ETag = "\"v2\"";
            return file.Answer(request);
        });
        using var fixture = new SaveFixture(server.Uri);
        await fixture.SavesAsync(SaveFixture.MlExport(server.Link(), "CSV"), second);
    }

    [Theory]
    [InlineData("ETag")]
    [InlineData("Last-Modified")]
    [Fault(
        FaultArea.Saving, "a piece that does not say of which version it is", "downloaded anew from the start; never a mix of two files")]
    public async Task A_rest_that_does_not_say_what_it_belongs_to_is_not_added(string validator)
    {
        // Text of one length, so that nothing else could tell.
        var first = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 200).Select(static i => $"first {i:000},greet\n")));
        var second = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 200).Select(static i => $"other {i:000},greet\n")));
        var file = new ServedFile(first) { IgnoresIfRange = true, ETag = null };
        var header = validator == "ETag"
            ? "ETag: \"v1\""
            : "Last-Modified: Wed, 02 Jan 2030 03:04:05 GMT\r\nDate: Wed, 02 Jan 2030 04:00:00 GMT";
        var count = 0;
        using var server = new RawDownloadServer(request =>
        {
            var reply = file.Answer(request);
            if (count++ > 0 && request.Range is not null)
            {
                return reply;
            }

            // Every other connection breaks, until the whole file is asked for a third time.
            reply = reply with { Head = reply.Head.Replace("Connection:", header + "\r\nConnection:", StringComparison.Ordinal) };
            file.Content = second;
            return count < 4 ? reply.CutAt(2000) : reply;
        });
        using var fixture = new SaveFixture(server.Uri);
        await fixture.SavesAsync(SaveFixture.MlExport(server.Link(), "CSV"), second);

        // A host that has sent such a piece is not asked for another one.
        Assert.Equal([null, "bytes=2000-", null, null], server.Requests.Select(static request => request.Range));
    }

    [Fact]
    public async Task A_file_that_is_another_one_every_time_ends_in_an_error_and_no_file()
    {
        using var fixture = SaveFixture.OnSandbox(static options => options.BotExportBytes = 100_000);
        var export = await fixture.ExportAsync();
        fixture.Faults.ChangeFile = true;
        fixture.Faults.ResetAt = 50_000;
        fixture.Faults.ResetCount = int.MaxValue;
        await fixture.RefusesAsync(KoreErrorId.DownloadIncomplete, export);
    }

    [Fact]
    [Fault(FaultArea.Saving, "416 Range Not Satisfiable", "downloaded anew from the start; the file is whole")]
    public async Task A_range_that_is_refused_starts_the_download_over()
    {
        var file = new ServedFile(Zip);
        var count = 0;
        using var server = new RawDownloadServer(request => count++ switch
        {
            0 => file.Answer(request).CutAt(2000),
            1 => RawReply.Of(416, string.Empty, $"Content-Range: bytes */{Zip.Length}"),
            _ => file.Answer(request),
        });
        using var fixture = new SaveFixture(server.Uri);
        await fixture.SavesAsync(SaveFixture.BotExport(server.Link(), Zip.Length), Zip);
        Assert.Equal([null, "bytes=2000-", null], server.Requests.Select(static request => request.Range));
    }

    [Theory]
    [InlineData("Content-Range: bytes 1999-4999/5000")]
    [InlineData("Content-Range: bytes 2001-4999/5000")]
    [InlineData("Content-Range: bytes 2000-9999/99999")]
    [InlineData("Content-Range: lines 1-2/3")]
    [InlineData("X-Nothing: there is no Content-Range")]
    [Fault(FaultArea.Saving, "a piece that was not asked for", "downloaded anew from the start; the file is whole")]
    public async Task A_piece_that_does_not_fit_is_not_added(string header)
    {
        var file = new ServedFile(Zip);
        var count = 0;
        using var server = new RawDownloadServer(request => count++ switch
        {
            0 => file.Answer(request).CutAt(2000),
            1 => RawReply.Of(206, Samples.Noise(9, 3000), "ETag: \"v1\"", "Content-Length: 3000", header),
            _ => file.Answer(request),
        });
        using var fixture = new SaveFixture(server.Uri);
        await fixture.SavesAsync(SaveFixture.BotExport(server.Link(), Zip.Length), Zip);
    }

    [Fact]
    public async Task A_piece_in_place_of_the_first_answer_is_not_taken_for_the_file()
    {
        using var server = new RawDownloadServer(
            static _ => RawReply.Of(206, Zip, $"Content-Length: {Zip.Length}", $"Content-Range: bytes 0-{Zip.Length - 1}/{Zip.Length}"));
        using var fixture = new SaveFixture(server.Uri);
        await fixture.RefusesAsync(KoreErrorId.DownloadFailed, SaveFixture.BotExport(server.Link(), Zip.Length));
        Assert.Equal(6, server.Requests.Count);
    }

    [Fact]
    [Fault(
        FaultArea.Saving,
        "connection breaks again and again, and nothing can be resumed",
        "KoreDownloadIncomplete after -MaximumRetryCount tries without progress")]
    public async Task Breaking_off_here_and_there_for_ever_comes_to_an_end()
    {
        // Each try gets further than the one before it every other time, and never further than the best.
        var file = new ServedFile(Zip) { ETag = null };
        var count = 0;
        using var server = new RawDownloadServer(
            request => count++ > 200 ? file.Answer(request) : file.Answer(request).CutAt(count % 2 == 0 ? 3000 : 1000));
        using var fixture = new SaveFixture(server.Uri);
        await fixture.RefusesAsync(KoreErrorId.DownloadIncomplete, SaveFixture.BotExport(server.Link(), Zip.Length));
        Assert.InRange(server.Requests.Count, 6, 10);
    }

    [Fact]
    [Fault(
        FaultArea.Saving,
        "connection breaks after every few bytes",
        "KoreDownloadIncomplete after -MaximumRetryCount retries: a little progress gives none back")]
    public async Task Retries_count_although_each_brings_a_little_more()
    {
        var file = new ServedFile(Zip);
        using var server = new RawDownloadServer(request => file.Answer(request).CutAt(100));
        using var fixture = new SaveFixture(server.Uri, retries: 2);
        await fixture.RefusesAsync(KoreErrorId.DownloadIncomplete, SaveFixture.BotExport(server.Link(), Zip.Length));
        Assert.Equal([null, "bytes=100-", "bytes=200-"], server.Requests.Select(static request => request.Range));
    }

    [Fact]
    [Fault(
        FaultArea.Saving,
        "connection of a large file breaks again and again",
        "resumed as often as it takes: each megabyte is worth a new count of retries")]
    public async Task A_large_file_may_take_any_number_of_connections()
    {
        var large = Samples.Zip(noise: 8_000_000);
        var file = new ServedFile(large);
        using var server = new RawDownloadServer(request => file.Answer(request).CutAt(600_000));
        using var fixture = new SaveFixture(server.Uri, retries: 2);
        await fixture.SavesAsync(SaveFixture.BotExport(server.Link(), large.Length), large);
        Assert.Equal(14, server.Requests.Count);
    }

    [Fact]
    [Fault(
        FaultArea.Saving,
        "download stands still",
        "given up after 30 seconds of silence, or -RequestTimeoutSec where that is less, and resumed")]
    public async Task A_stalled_download_is_resumed()
    {
        var file = new ServedFile(Zip);
        var count = 0;
        using var server = new RawDownloadServer(request => count++ == 0 ? file.Answer(request).StallAt(2500) : file.Answer(request));
        using var fixture = new SaveFixture(server.Uri);
        var arrived = new TaskCompletionSource<int>();
        server.OnStall = async closed =>
        {
            // The time-out of the very read that will get nothing: set after all that was sent had arrived.
            var after = await arrived.Task;
            while (!fixture.Clock.Fire(after))
            {
                await Task.Delay(1);
            }

            await closed;
        };
        await fixture.SavesAsync(
            SaveFixture.BotExport(server.Link(), Zip.Length),
            Zip,
            null,
            now => _ = now.Received == 2500 && arrived.TrySetResult(fixture.Clock.Created));
        Assert.Equal("bytes=2500-", server.Requests[1].Range);
        Assert.Contains(
            fixture.Log.Lines, static line => line.Contains("the transfer stalled: no data within 30 seconds", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Headers_that_never_come_are_given_up_and_asked_for_again()
    {
        var file = new ServedFile(Zip);
        var count = 0;
        using var server = new RawDownloadServer(request => count++ == 0 ? file.Answer(request).StallAt(-1) : file.Answer(request));
        using var fixture = new SaveFixture(server.Uri);
        server.OnStall = closed =>
        {
            Assert.True(fixture.Clock.Fire());
            return closed;
        };
        await fixture.SavesAsync(SaveFixture.BotExport(server.Link(), Zip.Length), Zip);
        Assert.Contains(
            fixture.Log.Lines, static line => line.Contains("timed out: no answer within 100 seconds", StringComparison.Ordinal));
    }
}

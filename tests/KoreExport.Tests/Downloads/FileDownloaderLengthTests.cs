using System.Globalization;
using System.Text;
using KoreExport.Downloads;
using Xunit;

namespace KoreExport.Tests.Downloads;

/// <summary>How long the file is, by everybody who says so.</summary>
public sealed class FileDownloaderLengthTests
{
    private static readonly byte[] Zip = Samples.Zip();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(22)]
    [InlineData(3000)]
    [InlineData(-1)]
    [Fault(FaultArea.Saving, "file is cut and its headers agree", "KoreDownloadIncomplete; nothing is saved")]
    public async Task A_file_that_is_shorter_than_the_status_says_is_not_saved(int length)
    {
        var cut = Zip[..(length < 0 ? Zip.Length - 1 : length)];
        using var server = new RawDownloadServer(new ServedFile(cut).Answer);
        using var fixture = new SaveFixture(server.Uri);
        var failure = await fixture.RefusesAsync(KoreErrorId.DownloadIncomplete, SaveFixture.BotExport(server.Link(), Zip.Length));
        Assert.Contains(
            $"has {cut.Length} bytes where the platform's status announced {Zip.Length}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_truncated_file_of_the_sandbox_is_not_saved()
    {
        using var fixture = SaveFixture.OnSandbox();
        var export = await fixture.ExportAsync();
        fixture.Faults.TruncateAt = 5000;
        await fixture.RefusesAsync(KoreErrorId.DownloadIncomplete, export);
        await fixture.SaveAsync(export);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(21)]
    [InlineData(3000)]
    [InlineData(-1)]
    [InlineData(-22)]
    public async Task A_cut_zip_of_which_nobody_told_the_size_is_not_saved(int length)
    {
        using var server = new RawDownloadServer(new ServedFile(Zip[..(length < 0 ? Zip.Length + length : length)]).Answer);
        using var fixture = new SaveFixture(server.Uri);
        await fixture.RefusesAsync(KoreErrorId.FileCorrupt, SaveFixture.BotExport(server.Link()));
    }

    [Fact]
    [Fault(FaultArea.Saving, "file is longer than announced", "KoreDownloadIncomplete as soon as it is; nothing is saved")]
    public async Task A_file_that_does_not_end_is_given_up_at_the_announced_size()
    {
        // Sixteen megabytes of chunks; a client that reads them all would take the last for the end of a whole file.
        var endless = new byte[16 * 1024 * 1024];
        Zip.CopyTo(endless, 0);
        using var server = new RawDownloadServer(_ => RawReply.Chunked(endless));
        using var fixture = new SaveFixture(server.Uri);
        var seen = 0L;
        await fixture.RefusesAsync(
            KoreErrorId.DownloadIncomplete, SaveFixture.BotExport(server.Link(), Zip.Length), progress: now => seen = now.Received!.Value);
        Assert.InRange(seen, 0, Zip.Length);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Bytes_behind_the_announced_length_do_not_become_part_of_the_file()
    {
        using var server = new RawDownloadServer(_ => RawReply.Of(200, [.. Zip, .. "and more"u8], $"Content-Length: {Zip.Length}"));
        using var fixture = new SaveFixture(server.Uri);
        await fixture.SavesAsync(SaveFixture.BotExport(server.Link(), Zip.Length), Zip);
    }

    [Theory]
    [InlineData(+1)]
    [InlineData(-1)]
    [InlineData(+1000000)]
    [Fault(FaultArea.Saving, "fileSize of the status differs from what comes", "KoreDownloadIncomplete; nothing is saved")]
    public async Task A_size_in_the_status_that_differs_is_an_error(int by)
    {
        using var fixture = SaveFixture.OnSandbox();
        var whole = await fixture.SaveAsync(await fixture.ExportAsync(), new SaveOptions { Path = fixture.At("whole.zip") });
        fixture.Sandbox.Faults.Job.FileSize = (whole.Size + by).ToString(CultureInfo.InvariantCulture);
        await fixture.RefusesAsync(KoreErrorId.DownloadIncomplete, await fixture.ExportAsync());
    }

    [Fact]
    [Fault(FaultArea.Saving, "no Content-Length, but chunks", "saved; the last chunk tells that it is whole")]
    public async Task A_file_in_chunks_is_saved()
    {
        using var server = new RawDownloadServer(static _ => RawReply.Chunked(Zip));
        using var fixture = new SaveFixture(server.Uri);
        await fixture.SavesAsync(SaveFixture.BotExport(server.Link()), Zip);
    }

    [Fact]
    public async Task Chunks_that_break_off_are_not_taken_for_the_whole()
    {
        var csv = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("hello,greet\n", 500)));
        var count = 0;
        using var server = new RawDownloadServer(_ => count++ == 0 ? RawReply.Chunked(csv).CutAt(2500) : RawReply.Chunked(csv));
        using var fixture = new SaveFixture(server.Uri);
        await fixture.SavesAsync(SaveFixture.MlExport(server.Link(), "CSV"), csv);
        Assert.Equal(2, count);
    }

    [Fact]
    [Fault(
        FaultArea.Saving,
        "no length at all (HTTP/1.0), but fileSize",
        "saved when its size is as announced, otherwise KoreDownloadIncomplete")]
    public async Task A_file_that_ends_with_its_connection_is_measured_by_the_status()
    {
        var cut = false;
        using var server = new RawDownloadServer(_ => new RawReply("HTTP/1.0 200 OK\r\n\r\n", cut ? Zip[..^5] : Zip));
        using var fixture = new SaveFixture(server.Uri);
        var saved = await fixture.SavesAsync(SaveFixture.BotExport(server.Link(), Zip.Length), Zip);
        File.Delete(saved.FullName);
        cut = true;
        await fixture.RefusesAsync(KoreErrorId.DownloadIncomplete, SaveFixture.BotExport(server.Link(), Zip.Length));
    }

    [Fact]
    [Fault(FaultArea.Saving, "no length at all, by nobody", "KoreDownloadFailed: nobody can tell whether it is whole")]
    public async Task A_file_of_which_nobody_tells_the_end_is_not_saved()
    {
        using var server = new RawDownloadServer(static _ => new RawReply("HTTP/1.0 200 OK\r\n\r\n", Encoding.ASCII.GetBytes(Samples.Csv)));
        using var fixture = new SaveFixture(server.Uri);
        var failure = await fixture.RefusesAsync(KoreErrorId.DownloadFailed, SaveFixture.MlExport(server.Link(), "CSV"));
        Assert.Contains("nobody can tell whether it is whole", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_sandbox_without_lengths_and_etags_resets_and_the_file_is_whole()
    {
        using var fixture = SaveFixture.OnSandbox();
        var export = await fixture.ExportAsync();
        var whole = await fixture.SaveAsync(export, new SaveOptions { Path = fixture.At("whole.zip") });
        fixture.Faults.NoContentLength = true;
        fixture.Faults.OmitETag = true;
        fixture.Faults.ResetAt = 3000;
        var again = await fixture.SaveAsync(export, new SaveOptions { Path = fixture.At("again.zip") });
        Assert.Equal(whole.Sha256, again.Sha256);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Fault(FaultArea.Saving, "Content-Encoding: gzip on a download", "decoded; the file is what was packed")]
    public async Task A_download_that_comes_packed_is_unpacked(bool chunked)
    {
        var packed = Samples.Gzip(Zip);
        using var server = new RawDownloadServer(_ => chunked
            ? RawReply.Chunked(packed, "Content-Encoding: gzip")
            : RawReply.Of(200, packed, "Content-Encoding: gzip", "ETag: \"v1\"", $"Content-Length: {packed.Length}"));
        using var fixture = new SaveFixture(server.Uri);
        await fixture.SavesAsync(SaveFixture.BotExport(server.Link(), Zip.Length), Zip);
        Assert.Equal("identity", Assert.Single(server.Requests[0].Headers["Accept-Encoding"]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Fault(FaultArea.Saving, "gzip of several members on a download", "decoded to its last member")]
    public async Task A_download_packed_in_several_members_is_unpacked(bool chunked)
    {
        byte[] packed = [.. Samples.Gzip(Zip[..1000]), .. Samples.Gzip([]), .. Samples.Gzip(Zip[1000..])];
        using var server = new RawDownloadServer(_ => chunked
            ? RawReply.Chunked(packed, "Content-Encoding: gzip")
            : RawReply.Of(200, packed, "Content-Encoding: gzip", $"Content-Length: {packed.Length}"));
        using var fixture = new SaveFixture(server.Uri);
        await fixture.SavesAsync(SaveFixture.BotExport(server.Link(), Zip.Length), Zip);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_packed_download_that_breaks_off_is_begun_anew()
    {
        // Offsets in the packed bytes are none in the file.
        var packed = Samples.Gzip(Zip);
        var count = 0;
        using var server = new RawDownloadServer(request =>
        {
            var reply = RawReply.Of(200, packed, "Content-Encoding: gzip", "ETag: \"v1\"", $"Content-Length: {packed.Length}");
            return count++ == 0 ? reply.CutAt(3000) : reply;
        });
        using var fixture = new SaveFixture(server.Uri);
        await fixture.SavesAsync(SaveFixture.BotExport(server.Link(), Zip.Length), Zip);
        Assert.Null(server.Requests[1].Range);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(60)]
    [InlineData(-4)]
    public async Task A_packed_file_that_was_cut_before_it_was_sent_is_not_saved(int length)
    {
        var packed = Samples.Gzip(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 50).Select(static i => $"hello {i},greet\n"))));
        packed = packed[..(length < 0 ? packed.Length + length : length)];
        using var server = new RawDownloadServer(
            _ => RawReply.Of(200, packed, "Content-Encoding: gzip", $"Content-Length: {packed.Length}"));
        using var fixture = new SaveFixture(server.Uri);
        await fixture.RefusesAsync(KoreErrorId.DownloadFailed, SaveFixture.MlExport(server.Link(), "CSV"));
    }

    [Fact]
    public async Task A_file_packed_in_a_way_nobody_asked_for_is_not_saved()
    {
        using var server = new RawDownloadServer(static _ => RawReply.Of(200, Samples.Csv, "Content-Encoding: br"));
        using var fixture = new SaveFixture(server.Uri);
        await fixture.RefusesAsync(KoreErrorId.DownloadFailed, SaveFixture.MlExport(server.Link(), "CSV"));
    }
}

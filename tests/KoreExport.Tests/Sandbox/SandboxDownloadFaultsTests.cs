using Xunit;

namespace KoreExport.Tests.Sandbox;

public sealed class SandboxDownloadFaultsTests
{
    [Fact]
    public async Task A_truncated_download_looks_whole()
    {
        using var sandbox = new SandboxFixture();
        var link = await sandbox.LinkAsync();
        sandbox.Faults.Download.TruncateAt = 1000;
        var cut = await SandboxFixture.DownloadAsync(link);
        Assert.Equal("1000", cut.Headers["Content-Length"]);
        Assert.Equal(1000, cut.Bytes.Length);
        Assert.True(await sandbox.FileSizeAsync() > 1000);
        Assert.Null(sandbox.Faults.Download.TruncateAt);
        Assert.True((await SandboxFixture.DownloadAsync(link)).Bytes.Length > 1000);
    }

    [Fact]
    public async Task A_download_can_break_off_several_times_and_be_resumed()
    {
        using var sandbox = new SandboxFixture();
        var link = await sandbox.LinkAsync();
        var whole = (await SandboxFixture.DownloadAsync(link)).Bytes;
        sandbox.Faults.Download.ResetAt = 1000;
        sandbox.Faults.Download.ResetCount = 2;

        var got = await ReadUntilBrokenAsync(link, 0);
        Assert.Equal(1000, got.Length);
        got = [.. got, .. await ReadUntilBrokenAsync(link, 1000)];
        Assert.Equal(2000, got.Length);
        Assert.Null(sandbox.Faults.Download.ResetAt);
        Assert.Equal(1, sandbox.Faults.Download.ResetCount);
        byte[] all = [.. got, .. (await SandboxFixture.DownloadAsync(link, "bytes=2000-")).Bytes];
        Assert.Equal(whole, all);
    }

    [Fact]
    public async Task A_download_of_unknown_length_that_breaks_off_does_not_look_whole()
    {
        using var sandbox = new SandboxFixture();
        var link = await sandbox.LinkAsync();
        sandbox.Faults.Download.NoContentLength = true;
        sandbox.Faults.Download.ResetAt = 1000;
        Assert.Equal(1000, (await ReadUntilBrokenAsync(link, 0)).Length);
    }

    [Fact]
    public async Task A_link_can_expire_in_the_middle_of_its_download()
    {
        using var sandbox = new SandboxFixture();
        var link = await sandbox.LinkAsync();
        sandbox.Faults.Download.ExpireAt = 1000;
        Assert.Equal(1000, (await ReadUntilBrokenAsync(link, 0)).Length);
        (await SandboxFixture.DownloadAsync(link)).IsError(403, 403, "Link has expired");
        Assert.Equal(200, (await SandboxFixture.DownloadAsync((string)(await sandbox.StatusAsync()).Json["downloadURL"]!)).Status);
    }

    [Fact]
    public async Task A_download_can_stall_until_the_sandbox_stops()
    {
        using var sandbox = new SandboxFixture();
        var link = await sandbox.LinkAsync();
        sandbox.Faults.Download.StallAt = 1000;
        using var request = new HttpRequestMessage(HttpMethod.Get, link);
        using var response = await SandboxFixture.SendAsync(request);
        using var body = await response.Content.ReadAsStreamAsync();
        await body.ReadExactlyAsync(new byte[1000]);
        var more = body.ReadAsync(new byte[1]).AsTask();
        Assert.False(more.IsCompleted);
        sandbox.Server.Stop();
        await Assert.ThrowsAnyAsync<IOException>(() => more);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(500)]
    public async Task The_next_downloads_can_be_refused(int status)
    {
        using var sandbox = new SandboxFixture();
        var link = await sandbox.LinkAsync();
        sandbox.Faults.Download.StatusCode = status;
        sandbox.Faults.Download.StatusCodeCount = 1;
        Assert.Equal(status, (await SandboxFixture.DownloadAsync(link)).Status);
        Assert.Equal(200, (await SandboxFixture.DownloadAsync(link)).Status);
    }

    [Fact]
    public async Task The_next_link_can_be_expired_already()
    {
        using var sandbox = new SandboxFixture();
        sandbox.Faults.Download.ExpiredLinkCount = 1;
        (await SandboxFixture.DownloadAsync(await sandbox.LinkAsync())).IsError(403, 403, "Link has expired");
        Assert.Equal(200, (await SandboxFixture.DownloadAsync((string)(await sandbox.StatusAsync()).Json["downloadURL"]!)).Status);
    }

    [Fact]
    public async Task A_sign_in_page_can_come_in_place_of_the_file()
    {
        using var sandbox = new SandboxFixture();
        var link = await sandbox.LinkAsync();
        sandbox.Faults.Download.HtmlCount = 1;
        var reply = await SandboxFixture.DownloadAsync(link);
        Assert.Equal(200, reply.Status);
        Assert.StartsWith("text/html", reply.Headers["Content-Type"]);
    }

    [Fact]
    public async Task A_file_can_be_damaged_and_keep_its_length_and_etag()
    {
        using var sandbox = new SandboxFixture();
        var link = await sandbox.LinkAsync();
        sandbox.Faults.Download.CorruptCount = 1;
        var damaged = await SandboxFixture.DownloadAsync(link);
        var whole = await SandboxFixture.DownloadAsync(link);
        Assert.Equal(whole.Bytes.Length, damaged.Bytes.Length);
        Assert.Equal(whole.Headers["ETag"], damaged.Headers["ETag"]);
        Assert.NotEqual(whole.Bytes, damaged.Bytes);
    }

    [Fact]
    public async Task A_download_can_be_redirected_to_where_it_works()
    {
        using var sandbox = new SandboxFixture();
        var link = await sandbox.LinkAsync();
        sandbox.Faults.Download.RedirectCount = 2;
        var reply = await SandboxFixture.DownloadAsync(link);
        Assert.Equal(302, reply.Status);

        sandbox.Faults.Download.RedirectCount = 0;
        Assert.StartsWith(sandbox.Server.HostUri.AbsoluteUri, reply.Headers["Location"]);
        Assert.Equal(200, (await SandboxFixture.DownloadAsync(reply.Headers["Location"])).Status);
    }

    [Fact]
    public async Task A_redirect_can_point_anywhere()
    {
        using var sandbox = new SandboxFixture();
        var link = await sandbox.LinkAsync();
        sandbox.Faults.Download.RedirectTo = "http://127.0.0.2:9/elsewhere";
        sandbox.Faults.Download.RedirectCount = 1;
        Assert.Equal("http://127.0.0.2:9/elsewhere", (await SandboxFixture.DownloadAsync(link)).Headers["Location"]);
    }

    [Fact]
    public async Task Ranges_can_be_ignored()
    {
        using var sandbox = new SandboxFixture();
        var link = await sandbox.LinkAsync();
        sandbox.Faults.Download.IgnoreRange = true;
        Assert.Equal(200, (await SandboxFixture.DownloadAsync(link, "bytes=5-")).Status);
    }

    [Fact]
    public async Task Etag_and_length_can_be_missing()
    {
        using var sandbox = new SandboxFixture();
        var link = await sandbox.LinkAsync();
        sandbox.Faults.Download.OmitETag = true;
        sandbox.Faults.Download.NoContentLength = true;
        var reply = await SandboxFixture.DownloadAsync(link);
        Assert.False(reply.Headers.ContainsKey("ETag"));
        Assert.Equal("chunked", reply.Headers["Transfer-Encoding"]);
        Assert.Equal(await sandbox.FileSizeAsync(), reply.Bytes.Length);
    }

    [Theory]
    [InlineData("zip")]
    [InlineData("json")]
    [InlineData("csv")]
    public async Task A_file_can_change_between_two_downloads(string type)
    {
        using var sandbox = new SandboxFixture();
        var link = type == "zip" ? await sandbox.LinkAsync() : await sandbox.MlLinkAsync(type);
        sandbox.Faults.Download.ChangeFile = true;
        var first = await SandboxFixture.DownloadAsync(link);
        var second = await SandboxFixture.DownloadAsync(link, "bytes=10-", first.Headers["ETag"]);
        Assert.Equal(200, second.Status);
        Assert.NotEqual(first.Headers["ETag"], second.Headers["ETag"]);
        Assert.NotEqual(first.Bytes, second.Bytes);
        Assert.Equal(first.Bytes.Length, second.Bytes.Length);
    }

    [Fact]
    public async Task A_bot_export_can_be_something_else_than_a_zip()
    {
        using var sandbox = new SandboxFixture();
        sandbox.Faults.Download.NotAZip = true;
        var reply = await SandboxFixture.DownloadAsync(await sandbox.LinkAsync());
        Assert.StartsWith("This is not a zip.", reply.Text);
        Assert.Equal(await sandbox.FileSizeAsync(), reply.Bytes.Length);
    }

    [Fact]
    public async Task A_link_can_be_anything()
    {
        using var sandbox = new SandboxFixture();
        sandbox.Faults.Download.Link = "file:///etc/passwd";
        Assert.Equal("file:///etc/passwd", await sandbox.LinkAsync());
    }

    [Fact]
    public async Task A_link_can_name_a_host_that_only_works_when_replaced()
    {
        using var sandbox = new SandboxFixture();
        sandbox.Faults.Download.LinkBase = "http://10.0.0.1:8081";
        var link = await sandbox.LinkAsync();
        Assert.StartsWith("http://10.0.0.1:8081/api/getMediaStream/", link);
        var replaced = link.Replace("http://10.0.0.1:8081/", sandbox.Server.HostUri.AbsoluteUri);
        Assert.Equal(200, (await SandboxFixture.DownloadAsync(replaced)).Status);
    }

    [Fact]
    public async Task A_link_wants_its_odd_query_back_as_it_was()
    {
        using var sandbox = new SandboxFixture();
        sandbox.Faults.Download.LinkExtraQuery = "name=a%2Bb c$";
        var link = await sandbox.LinkAsync();
        Assert.Contains("?name=a%2Bb c$&e=", link);
        Assert.Equal(200, (await SandboxFixture.DownloadAsync(link)).Status);
        Assert.Equal(403, (await SandboxFixture.DownloadAsync(link.Replace("%2B", "+"))).Status);
    }

    [Fact]
    public async Task A_download_can_be_slow()
    {
        using var sandbox = new SandboxFixture(o => o.UtteranceCount = 20);
        var link = await sandbox.MlLinkAsync("csv");
        sandbox.Faults.Download.BytesPerSecond = 5000;
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var length = (await SandboxFixture.DownloadAsync(link)).Bytes.Length;

        // Half of it: timers may be early by a tick, never by so much.
        Assert.True(clock.Elapsed.TotalSeconds >= length / 5000.0 / 2);
    }

    [Fact]
    public async Task A_fault_can_be_kept_to_the_files_of_one_bot()
    {
        using var sandbox = new SandboxFixture();
        sandbox.Faults.Download.BotId = sandbox.Server.BotId[1];
        sandbox.Faults.Download.StatusCodeCount = int.MaxValue;
        Assert.Equal(200, (await SandboxFixture.DownloadAsync(await sandbox.LinkAsync())).Status);
        Assert.Equal(503, (await SandboxFixture.DownloadAsync(await sandbox.LinkAsync(sandbox.Server.BotId[1]))).Status);
    }

    private static async Task<byte[]> ReadUntilBrokenAsync(string link, long from)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, link);
        request.Headers.Range = new System.Net.Http.Headers.RangeHeaderValue(from, null);
        using var response = await SandboxFixture.SendAsync(request);
        using var body = await response.Content.ReadAsStreamAsync();
        using var got = new MemoryStream();
        await Assert.ThrowsAnyAsync<IOException>(() => body.CopyToAsync(got, 100));
        return got.ToArray();
    }
}

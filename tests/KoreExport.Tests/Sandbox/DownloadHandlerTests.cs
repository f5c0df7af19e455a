using Xunit;

namespace KoreExport.Tests.Sandbox;

public sealed class DownloadHandlerTests
{
    [Fact]
    public async Task A_link_points_to_the_second_port_and_needs_no_token()
    {
        using var sandbox = new SandboxFixture();
        var link = await sandbox.LinkAsync();
        Assert.StartsWith(sandbox.Server.DownloadHostUri.AbsoluteUri, link);
        Assert.NotEqual(sandbox.Server.HostUri.Port, sandbox.Server.DownloadHostUri.Port);

        var reply = await SandboxFixture.DownloadAsync(link);
        Assert.Equal(200, reply.Status);
        Assert.Equal("application/zip", reply.Headers["Content-Type"]);
        Assert.Equal("bytes", reply.Headers["Accept-Ranges"]);
        Assert.Equal(await sandbox.FileSizeAsync(), reply.Bytes.Length);
        Assert.Equal($"{reply.Bytes.Length}", reply.Headers["Content-Length"]);
        Assert.False(sandbox.Server.Requests.Single(r => r.Kind == SandboxRequestKind.Download).HasAuth);
    }

    [Fact]
    public async Task A_link_works_on_the_host_of_the_api_too()
    {
        using var sandbox = new SandboxFixture();
        var link = new Uri(await sandbox.LinkAsync());
        Assert.Equal(200, (await SandboxFixture.DownloadAsync(new Uri(sandbox.Server.HostUri, link.PathAndQuery).AbsoluteUri)).Status);
    }

    [Fact]
    public async Task The_download_host_has_no_api()
    {
        using var sandbox = new SandboxFixture();
        var reply = await SandboxFixture.DownloadAsync(new Uri(sandbox.Server.DownloadHostUri, sandbox.Path("export/status")).AbsoluteUri);
        reply.IsError(404, 404, "Not Found");
    }

    [Fact]
    public async Task A_link_expires_and_the_status_has_a_fresh_one()
    {
        using var sandbox = new SandboxFixture(o => o.LinkLifetime = TimeSpan.FromMinutes(1));
        var link = await sandbox.LinkAsync();
        sandbox.Pass(TimeSpan.FromSeconds(59));
        Assert.Equal(200, (await SandboxFixture.DownloadAsync(link)).Status);
        sandbox.Pass(TimeSpan.FromSeconds(1));
        (await SandboxFixture.DownloadAsync(link)).IsError(403, 403, "Link has expired");
        Assert.Equal(200, (await SandboxFixture.DownloadAsync((string)(await sandbox.StatusAsync()).Json["downloadURL"]!)).Status);
    }

    [Theory]
    [InlineData("$$", "$")]
    [InlineData("$$", "%24%24")]
    [InlineData("?e=", "?e=9")]
    [InlineData("&n=", "&n=1")]
    public async Task An_altered_link_is_refused(string part, string altered)
    {
        using var sandbox = new SandboxFixture();
        var link = await sandbox.LinkAsync();
        (await SandboxFixture.DownloadAsync(link.Replace(part, altered))).IsError(403, 403, "Invalid signature");
    }

    [Fact]
    public async Task An_unknown_file_is_not_found()
    {
        using var sandbox = new SandboxFixture();
        var link = await sandbox.LinkAsync();
        Assert.Equal(404, (await SandboxFixture.DownloadAsync(link.Replace("/f-", "/f-0"))).Status);
    }

    [Theory]
    [InlineData("bytes=0-9", 0, 10)]
    [InlineData("bytes=100-", 100, -1)]
    [InlineData("bytes=-10", -10, 10)]
    [InlineData("bytes=5-999999999", 5, -1)]
    public async Task A_range_gets_its_bytes(string range, int from, int length)
    {
        using var sandbox = new SandboxFixture();
        var link = await sandbox.LinkAsync();
        var whole = (await SandboxFixture.DownloadAsync(link)).Bytes;
        var start = from < 0 ? whole.Length + from : from;
        var count = length < 0 ? whole.Length - start : length;

        var part = await SandboxFixture.DownloadAsync(link, range);
        Assert.Equal(206, part.Status);
        Assert.Equal($"bytes {start}-{start + count - 1}/{whole.Length}", part.Headers["Content-Range"]);
        Assert.Equal(whole.AsSpan(start, count).ToArray(), part.Bytes);
    }

    [Fact]
    public async Task A_range_behind_the_end_is_not_satisfiable()
    {
        using var sandbox = new SandboxFixture();
        var link = await sandbox.LinkAsync();
        var length = (await SandboxFixture.DownloadAsync(link)).Bytes.Length;
        var reply = await SandboxFixture.DownloadAsync(link, $"bytes={length}-");
        Assert.Equal(416, reply.Status);
        Assert.Equal($"bytes */{length}", reply.Headers["Content-Range"]);
    }

    [Fact]
    public async Task Several_ranges_get_the_whole_file()
    {
        using var sandbox = new SandboxFixture();
        Assert.Equal(200, (await SandboxFixture.DownloadAsync(await sandbox.LinkAsync(), "bytes=0-1,3-4")).Status);
    }

    [Fact]
    public async Task If_range_holds_a_range_back_from_another_file()
    {
        using var sandbox = new SandboxFixture();
        var link = await sandbox.LinkAsync();
        var etag = (await SandboxFixture.DownloadAsync(link)).Headers["ETag"];
        Assert.Equal(206, (await SandboxFixture.DownloadAsync(link, "bytes=1-2", etag)).Status);
        Assert.Equal(200, (await SandboxFixture.DownloadAsync(link, "bytes=1-2", "\"other\"")).Status);
    }

    [Fact]
    public async Task Head_gets_the_length_and_no_body()
    {
        using var sandbox = new SandboxFixture();
        var link = await sandbox.LinkAsync();
        using var request = new HttpRequestMessage(HttpMethod.Head, link);
        using var response = await SandboxFixture.SendAsync(request);
        Assert.Equal((await SandboxFixture.DownloadAsync(link)).Bytes.Length, response.Content.Headers.ContentLength);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Any_other_method_is_refused()
    {
        using var sandbox = new SandboxFixture();
        using var request = new HttpRequestMessage(HttpMethod.Post, await sandbox.LinkAsync());
        using var response = await SandboxFixture.SendAsync(request);
        Assert.Equal(405, (int)response.StatusCode);
    }
}

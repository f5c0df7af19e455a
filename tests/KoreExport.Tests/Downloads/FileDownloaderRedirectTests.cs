using KoreExport.Downloads;
using Xunit;

namespace KoreExport.Tests.Downloads;

/// <summary>Download hosts that send us on.</summary>
public sealed class FileDownloaderRedirectTests
{
    private static readonly byte[] Zip = Samples.Zip();

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    [Fault(FaultArea.Saving, "download is redirected", "followed, without the token")]
    public async Task A_redirect_of_a_download_is_followed_without_the_token(int status)
    {
        using var files = new RawDownloadServer(new ServedFile(Zip).Answer);
        using var server = new RawDownloadServer(_ => RawReply.Of(status, string.Empty, $"Location: {files.Link()}"));
        using var fixture = new SaveFixture(server.Uri);
        await fixture.SavesAsync(SaveFixture.BotExport(server.Link(), Zip.Length), Zip);
        Assert.False(Assert.Single(server.Requests).HasCredentials);
        Assert.False(Assert.Single(files.Requests).HasCredentials);
    }

    [Theory]
    [InlineData("/other/getMediaStream/f.zip?x=%2d$&y=a%2Bb", "/other/getMediaStream/f.zip?x=%2d$&y=a%2Bb")]
    [InlineData("f-2.zip?x=%2d", "/api/getMediaStream/market/f-2.zip?x=%2d")]
    [InlineData("../media/getMediaStream.zip", "/api/getMediaStream/media/getMediaStream.zip")]
    [InlineData("?getMediaStream=%2d", "/api/getMediaStream/market/f-0c1d.zip?getMediaStream=%2d")]
    public async Task A_relative_redirect_stays_on_its_host(string location, string target)
    {
        var file = new ServedFile(Zip);
        var count = 0;
        using var server = new RawDownloadServer(
            request => count++ == 0 ? RawReply.Of(302, string.Empty, $"Location: {location}") : file.Answer(request));
        using var fixture = new SaveFixture(server.Uri);
        await fixture.SavesAsync(SaveFixture.BotExport(server.Link(), Zip.Length), Zip);
        Assert.Equal(target, server.Requests[1].Target);
    }

    [Fact]
    public async Task The_query_of_a_redirect_arrives_byte_for_byte()
    {
        using var files = new RawDownloadServer(new ServedFile(Zip).Answer);
        using var server = new RawDownloadServer(_ => RawReply.Of(302, string.Empty, $"Location: {files.Link("a=%2d%2B+$&b=%41%7e")}"));
        using var fixture = new SaveFixture(server.Uri);
        await fixture.SavesAsync(SaveFixture.BotExport(server.Link(), Zip.Length), Zip);
        Assert.Equal(
            $"/api/getMediaStream/market/f-0c1d.zip?a=%2d%2B+$&b=%41%7e&s={SaveFixture.Signature}", Assert.Single(files.Requests).Target);
    }

    [Fact]
    public async Task The_sandbox_sends_downloads_on_to_the_host_of_the_api()
    {
        using var fixture = SaveFixture.OnSandbox();
        var export = await fixture.ExportAsync();
        fixture.Sandbox.ClearRequests();
        fixture.Faults.RedirectCount = 2;
        await fixture.SaveAsync(export);
        Assert.Equal([302, 302, 200], fixture.Sandbox.Requests.Select(static request => request.StatusCode));
        Assert.All(fixture.Sandbox.Requests, static request => Assert.False(request.HasAuth));
    }

    [Fact]
    [Fault(FaultArea.Saving, "download is redirected in a loop", "KoreDownloadFailed after five hops: too many redirects")]
    public async Task Circles_come_to_an_end()
    {
        using var fixture = SaveFixture.OnSandbox();
        var export = await fixture.ExportAsync();
        fixture.Sandbox.ClearRequests();
        fixture.Faults.RedirectCount = int.MaxValue;
        var failure = await fixture.RefusesAsync(KoreErrorId.DownloadFailed, export);
        Assert.Contains("too many redirects", failure.Message, StringComparison.Ordinal);
        Assert.Equal(6, fixture.Sandbox.Requests.Count);
        Assert.All(fixture.Sandbox.Requests, static request => Assert.False(request.HasAuth));
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://127.0.0.1/f.zip")]
    [InlineData("javascript:alert(1)")]
    [InlineData("http://root:hunter2@127.0.0.1:1/f.zip")]
    [Fault(FaultArea.Saving, "download is redirected to another scheme", "KoreDownloadLinkRefused; nothing is fetched")]
    public async Task A_redirect_is_checked_like_a_link(string location)
    {
        using var fixture = SaveFixture.OnSandbox();
        var export = await fixture.ExportAsync();
        fixture.Faults.RedirectTo = location;
        fixture.Faults.RedirectCount = 1;
        var failure = await fixture.RefusesAsync(KoreErrorId.DownloadLinkRefused, export);
        Assert.DoesNotContain("hunter2", failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://169.254.169.254/latest/meta-data/iam")]
    [InlineData("https://127.0.0.1:6443/")]
    [InlineData("https://[::ffff:10.0.0.1]/")]
    [InlineData("https://localhost./")]
    [InlineData("//10.0.0.1/f.zip")]
    [Fault(FaultArea.Saving, "download is redirected to a private address", "KoreDownloadLinkRefused, unless -AllowPrivateDownloadHost")]
    public void A_redirect_from_a_public_platform_to_a_private_address_is_refused(string location)
    {
        using var fixture = new SaveFixture(new Uri("https://platform.kore.example/"));
        var from = new Uri("https://files.kore.example/f.zip");
        var to = new Uri(location, UriKind.RelativeOrAbsolute);
        var failure = Assert.Throws<KoreException>(
            () => new DownloadLinkPolicy(fixture.Session, false, false).ResolveRedirect(from, to, SaveFixture.Bot));
        Assert.Equal(KoreErrorId.DownloadLinkRefused, failure.ErrorId);
        Assert.NotNull(new DownloadLinkPolicy(fixture.Session, false, allowPrivateHost: true).ResolveRedirect(from, to, SaveFixture.Bot));
    }

    [Fact]
    public void A_redirect_into_this_network_is_refused_also_after_a_first_hop_on_the_sessions_host()
    {
        // The link may stay on the session's host; the address it sends us to may not.
        using var inside = new RawDownloadServer(new ServedFile(Zip).Answer);
        using var fixture = new SaveFixture(new Uri("https://platform.kore.example/"), allowHttp: true);
        var rule = new DownloadLinkPolicy(fixture.Session, fromSessionHost: true, allowPrivateHost: false);
        var first = rule.Resolve(SaveFixture.Ticket("https://10.0.0.1/f.zip"));
        Assert.Equal("platform.kore.example", first.Host);
        Assert.Throws<KoreException>(() => rule.ResolveRedirect(first, new Uri(inside.Link()), SaveFixture.Bot));
        Assert.Empty(inside.Requests);
    }

    [Theory]
    [InlineData("http://files.kore.example/f.zip", false)]
    [InlineData("http://files.kore.example/f.zip", true)]
    [Fault(FaultArea.Saving, "download is redirected from https to http", "KoreDownloadLinkRefused, always")]
    public void A_redirect_from_https_to_http_is_refused_always(string location, bool allowHttp)
    {
        using var fixture = new SaveFixture(new Uri("https://platform.kore.example/"), allowHttp: allowHttp);
        var rule = new DownloadLinkPolicy(fixture.Session, false, true);
        var failure = Assert.Throws<KoreException>(
            () => rule.ResolveRedirect(new Uri("https://files.kore.example/f.zip"), new Uri(location), SaveFixture.Bot));
        Assert.Equal(KoreErrorId.DownloadLinkRefused, failure.ErrorId);
    }

    [Fact]
    public async Task A_redirect_without_an_address_is_an_error()
    {
        using var server = new RawDownloadServer(static _ => RawReply.Of(302, string.Empty));
        using var fixture = new SaveFixture(server.Uri);
        var failure = await fixture.RefusesAsync(KoreErrorId.DownloadFailed, SaveFixture.BotExport(server.Link()));
        Assert.Equal(302, failure.StatusCode);
    }
}

using KoreExport.Downloads;
using Xunit;

namespace KoreExport.Tests.Downloads;

/// <summary>The link as it travels: its signature was made over exactly these bytes.</summary>
public sealed class DownloadLinkPolicyQueryTests
{
    private static readonly byte[] Zip = Samples.Zip();

    [Theory]
    [InlineData("e=1&n=2", "e=1&n=2")]
    [InlineData("a=$&b=$$", "a=$&b=$$")]
    [InlineData("a=%2B+b", "a=%2B+b")]
    [InlineData("a=%2d%2D%7e", "a=%2d%2D%7e")]
    [InlineData("a=%41%61", "a=%41%61")]
    [InlineData("a=b c", "a=b%20c")]
    [InlineData("a=b%20c", "a=b%20c")]
    [InlineData("a=%E2%82%AC", "a=%E2%82%AC")]
    [InlineData("a=%e2%82%ac", "a=%e2%82%ac")]
    [InlineData("a=€", "a=%E2%82%AC")]
    [InlineData("a=%", "a=%")]
    [InlineData("a=%zz", "a=%zz")]
    [InlineData("a=/../b/./c", "a=/../b/./c")]
    [InlineData("a=https://b.example/?c", "a=https://b.example/?c")]
    [InlineData("a=;,:@!*'()~[]{}|^`", "a=;,:@!*'()~[]{}|^`")]
    [InlineData("&&a==&", "&&a==&")]
    [InlineData("a=b&c=%23", "a=b&c=%23")]
    [Fault(FaultArea.Saving, "odd characters in the link's query", "sent byte for byte as the platform wrote them")]
    public async Task The_query_arrives_byte_for_byte(string query, string onTheWire)
    {
        using var server = new RawDownloadServer(new ServedFile(Zip).Answer);
        using var fixture = new SaveFixture(server.Uri);
        await fixture.SavesAsync(SaveFixture.BotExport(server.Link(query), Zip.Length), Zip);
        Assert.Equal($"/api/getMediaStream/market/f-0c1d.zip?{onTheWire}&s={SaveFixture.Signature}", Assert.Single(server.Requests).Target);

        await fixture.SavesAsync(
            SaveFixture.BotExport(server.Link(query), Zip.Length),
            Zip,
            new SaveOptions { Path = fixture.At("b.zip"), DownloadFromSessionHost = true });
        Assert.Equal(server.Requests[0].Target, server.Requests[1].Target);
    }

    [Theory]
    [InlineData("/api//getMediaStream/a%2Fb%2e/./f.zip?s=1")]
    [InlineData("/api/getMediaStream/%7Euser/f.zip?s=1")]
    public async Task The_path_arrives_byte_for_byte(string path)
    {
        using var server = new RawDownloadServer(new ServedFile(Zip).Answer);
        using var fixture = new SaveFixture(server.Uri);
        await fixture.SavesAsync(SaveFixture.BotExport(server.Uri.AbsoluteUri.TrimEnd('/') + path, Zip.Length), Zip);
        Assert.Equal(path, Assert.Single(server.Requests).Target);
    }

    [Fact]
    public async Task A_fragment_is_not_sent()
    {
        using var server = new RawDownloadServer(new ServedFile(Zip).Answer);
        using var fixture = new SaveFixture(server.Uri);
        await fixture.SavesAsync(SaveFixture.BotExport(server.Link() + "#page=1", Zip.Length), Zip);
        Assert.EndsWith(SaveFixture.Signature, Assert.Single(server.Requests).Target, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_query_is_the_same_when_a_download_is_resumed()
    {
        var file = new ServedFile(Zip);
        var count = 0;
        using var server = new RawDownloadServer(request => count++ == 0 ? file.Answer(request).CutAt(100) : file.Answer(request));
        using var fixture = new SaveFixture(server.Uri);
        await fixture.SavesAsync(SaveFixture.BotExport(server.Link("a=%2B%2d b"), Zip.Length), Zip);
        Assert.Equal(server.Requests[0].Target, server.Requests[1].Target);
    }

    [Fact]
    public async Task The_sandbox_takes_its_odd_query_back()
    {
        using var fixture = SaveFixture.OnSandbox();
        fixture.Faults.LinkExtraQuery = "name=a%2Bb%2d c$+&x=%zz";
        await fixture.SaveAsync(await fixture.ExportAsync());
    }

    [Theory]
    [InlineData("http://10.0.0.1:8081")]
    [InlineData("https://kore-internal:8443")]
    [InlineData("https://user:password@kore-internal")]
    [Fault(
        FaultArea.Saving,
        "internal host in the link",
        "-DownloadFromSessionHost replaces scheme, host and port; without it the error says so")]
    public async Task An_internal_host_is_replaced_by_the_sessions_own(string linkBase)
    {
        using var fixture = SaveFixture.OnSandbox();
        fixture.Faults.LinkBase = linkBase;
        var export = await fixture.ExportAsync();
        fixture.Sandbox.ClearRequests();
        await fixture.SaveAsync(export, new SaveOptions { Folder = fixture.Folder, DownloadFromSessionHost = true });
        Assert.Equal(fixture.Sandbox.HostUri.Port, Assert.Single(fixture.Sandbox.Requests).Port);
        Assert.False(fixture.Sandbox.Requests[0].HasAuth);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_link_without_a_host_is_the_sessions_own(bool fromSessionHost)
    {
        using var server = new RawDownloadServer(new ServedFile(Zip).Answer);
        using var fixture = new SaveFixture(server.Uri);
        var link = new Uri(server.Link()).PathAndQuery;
        await fixture.SavesAsync(
            SaveFixture.BotExport(link, Zip.Length),
            Zip,
            new SaveOptions { Path = fixture.At("a.zip"), DownloadFromSessionHost = fromSessionHost });
        Assert.Equal(link, Assert.Single(server.Requests).Target);
        Assert.False(server.Requests[0].HasCredentials);
    }

    [Theory]
    [InlineData("https://other.example?a=/b")]
    [InlineData("https://other.example/?a=/b")]
    public void Only_the_host_is_replaced(string link)
    {
        using var fixture = new SaveFixture(new Uri("https://platform.kore.example/"));
        var address = new DownloadLinkPolicy(
            fixture.Session, fromSessionHost: true, allowPrivateHost: false).Resolve(SaveFixture.Ticket(link));
        Assert.Equal("platform.kore.example", address.Host);
        Assert.Equal("/?a=/b", address.PathAndQuery);
    }

    [Fact]
    public async Task A_scheme_that_is_not_http_is_not_made_one_by_replacing_the_host()
    {
        using var fixture = SaveFixture.OnSandbox();
        fixture.Faults.Link = "file:///etc/passwd";
        await fixture.RefusesAsync(
            KoreErrorId.DownloadLinkRefused,
            await fixture.ExportAsync(),
            new SaveOptions { Folder = fixture.Folder, DownloadFromSessionHost = true });
    }

    [Fact]
    [Fault(FaultArea.Saving, "token on the way to a download host", "never sent, to no hop, whatever the host")]
    public async Task No_download_carries_the_token()
    {
        using var fixture = SaveFixture.OnSandbox();
        var export = await fixture.ExportAsync();
        fixture.Faults.RedirectCount = 2;
        fixture.Faults.ResetAt = 3000;
        fixture.Faults.ExpiredLinkCount = 1;
        await fixture.SaveAsync(export);
        var requests = fixture.Sandbox.Requests;
        var downloads = requests.Where(static request => request.Kind == SandboxRequestKind.Download).ToList();
        Assert.True(downloads.Count >= 3);
        Assert.All(downloads, static request => Assert.False(request.HasAuth));
        Assert.All(requests.Except(downloads), static request => Assert.True(request.HasAuth));
    }
}

using System.Net;
using Xunit;

namespace KoreExport.Tests.Http;

public sealed class ApiTransportProxyTests
{
    private const string Password = "Geheim-9%:/@ü";

    private static readonly NetworkCredential Right = new("me", Password);

    [Fact]
    [Fault(FaultArea.Talking, "a proxy without credentials", "works, over http and https")]
    public async Task A_proxy_carries_plain_requests_and_tunnels()
    {
        using var proxy = new TinyProxy();
        using var fixture = CoreFixture.WithSandbox(change: (_, session) => session with { Proxy = proxy.Uri });
        Assert.True((await fixture.WaitAsync(await fixture.StartBotAsync())).HasDownloadLink);
        Assert.Equal(fixture.Sandbox.Requests.Count, proxy.Carried);

        using var certificate = TestCertificates.Server();
        using var server = Server(certificate);
        using var secure = CoreFixture.Facing(server.Uri, new BenchSession { Proxy = proxy.Uri, SkipCertificateCheck = true });
        Assert.Equal("ber-1", (await secure.StatusAsync()).Id);
        var tunnel = proxy.Requests[^1];
        Assert.Equal("CONNECT", tunnel.Method);
        Assert.Null(tunnel.Auth);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Fault(FaultArea.Talking, "a proxy with credentials", "works, over http and https; the token never goes to the proxy of an https host")]
    public async Task A_proxy_that_wants_a_password_gets_it(bool secure)
    {
        using var proxy = new TinyProxy("me", Password);
        using var certificate = secure ? TestCertificates.Server() : null;
        using var server = Server(certificate);
        using var fixture = CoreFixture.Facing(
            server.Uri, new BenchSession { Proxy = proxy.Uri, ProxyCredential = Right, SkipCertificateCheck = true });
        Assert.Equal("ber-1", (await fixture.StatusAsync()).Id);
        Assert.Equal("ber-1", (await fixture.StartBotAsync()).Id);
        Assert.Equal(2, server.Requests.Count);
        Assert.All(server.Requests, request => Assert.False(request.Headers.ContainsKey("Proxy-Authorization")));
        if (secure)
        {
            Assert.All(proxy.Requests, request => Assert.Null(request.Auth));
        }
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [Fault(
        FaultArea.Talking,
        "a proxy asks for a password, and there is none or a wrong one",
        "KoreUnreachable at once, naming -ProxyCredential")]
    public async Task A_proxy_that_is_not_satisfied_is_named(bool secure, bool wrongPassword)
    {
        using var proxy = new TinyProxy("me", Password);
        using var certificate = secure ? TestCertificates.Server() : null;
        using var server = Server(certificate);
        var session = new BenchSession
        {
            Proxy = proxy.Uri,
            SkipCertificateCheck = true,
            ProxyCredential = wrongPassword ? new NetworkCredential("me", "wrong-Geheim-9") : null,
        };
        using var fixture = CoreFixture.Facing(server.Uri, session);
        var refused = await fixture.FailsAsync(KoreErrorId.Unreachable, () => fixture.StartBotAsync(), "Geheim-9");
        Assert.Contains("proxy", refused.Message, StringComparison.Ordinal);
        Assert.Contains("-ProxyCredential", refused.RecommendedAction, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
        Assert.Equal(0, proxy.Carried);
        Assert.Empty(fixture.Clock.Delays);
    }

    [Fact]
    [Fault(FaultArea.Talking, "the proxy is not there", "KoreUnreachable, and that the way leads through the proxy")]
    public async Task A_proxy_that_is_not_there_is_named()
    {
        var nowhere = WireServer.Nowhere();
        using var server = Server(null);
        using var fixture = CoreFixture.Facing(server.Uri, new BenchSession { Proxy = nowhere });
        var failure = await fixture.FailsAsync(KoreErrorId.Unreachable, () => fixture.StatusAsync());
        Assert.Contains($"through the proxy {nowhere.Scheme}://{nowhere.Authority}", failure.Message, StringComparison.Ordinal);
        Assert.Equal(0, server.Connections);
    }

    [Fact]
    [Fault(FaultArea.Talking, "the proxy cannot reach the platform", "KoreUnreachable or KoreServerError with the proxy's code")]
    public async Task A_proxy_that_cannot_go_on_is_an_error_with_its_code()
    {
        using var proxy = WireServer.Answering("HTTP/1.1 502 Bad Gateway\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        using var secure = CoreFixture.Facing(new Uri("https://kore.example/"), new BenchSession { Proxy = proxy.Uri, Retries = 1 });
        Assert.Contains(
            "502", (await secure.FailsAsync(KoreErrorId.Unreachable, () => secure.StatusAsync())).Message, StringComparison.Ordinal);
        using var plain = CoreFixture.Facing(new Uri("http://kore.example/"), new BenchSession { Proxy = proxy.Uri, Retries = 1 });
        Assert.Contains(
            "502", (await plain.FailsAsync(KoreErrorId.ServerError, () => plain.StatusAsync())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_number_407_in_another_error_is_no_matter_of_the_proxy()
    {
        using var server = WireServer.Answering("HTTP/1.1 407407 What\r\n\r\n");
        using var fixture = CoreFixture.Facing(server.Uri, new BenchSession { Retries = 0 });
        var failure = await fixture.FailsAsync(KoreErrorId.Unreachable, () => fixture.StatusAsync());
        Assert.DoesNotContain("user name", failure.Message, StringComparison.Ordinal);
    }

    private static WireServer Server(System.Security.Cryptography.X509Certificates.X509Certificate2? certificate) => WireServer.Start(
        async wire =>
        {
            await wire.ReadRequestAsync();
            await wire.SendAsync(Wire.Answer(200, Wire.PendingJob));
        },
        certificate);
}

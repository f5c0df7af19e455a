using System.Security.Cryptography.X509Certificates;
using Xunit;

namespace KoreExport.Tests.Http;

public sealed class ApiTransportTlsTests
{
    [Theory]
    [InlineData("expired")]
    [InlineData("wrong name")]
    [InlineData("self-signed")]
    [Fault(FaultArea.Talking, "TLS: the certificate is expired", "KoreCertificateInvalid at once, with the remedy; no token is sent")]
    [Fault(
        FaultArea.Talking, "TLS: the certificate is for another name", "KoreCertificateInvalid at once, with the remedy; no token is sent")]
    [Fault(FaultArea.Talking, "TLS: the certificate is self-signed", "KoreCertificateInvalid at once, with the remedy; no token is sent")]
    public async Task A_certificate_that_proves_nothing_is_refused_with_the_remedy(string what)
    {
        using var certificate = Certificate(what);
        using var server = Server(certificate);
        using var fixture = CoreFixture.Facing(server.Uri);
        foreach (var call in new Func<Task>[] { () => fixture.StatusAsync(), () => fixture.StartBotAsync() })
        {
            var refused = await fixture.FailsAsync(KoreErrorId.CertificateInvalid, call);
            Assert.Equal(KoreErrorCategory.SecurityError, refused.Category);
            Assert.Contains(server.Uri.Authority, refused.Message, StringComparison.Ordinal);
            foreach (var word in new[] { "expired", "name", "self-signed", "CA", "-SkipCertificateCheck" })
            {
                Assert.Contains(word, refused.RecommendedAction, StringComparison.Ordinal);
            }
        }

        Assert.Empty(server.Requests);
        Assert.Empty(fixture.Clock.Delays);
    }

    [Theory]
    [InlineData("expired")]
    [InlineData("wrong name")]
    [InlineData("self-signed")]
    [Fault(FaultArea.Talking, "TLS: any of these, with -SkipCertificateCheck", "works; visible on the session")]
    public async Task A_test_system_can_go_without_the_check(string what)
    {
        using var certificate = Certificate(what);
        using var server = Server(certificate);
        using var fixture = CoreFixture.Facing(server.Uri, new BenchSession { SkipCertificateCheck = true });
        Assert.Equal("ber-1", (await fixture.StatusAsync()).Id);
        Assert.True(fixture.Session.SkipCertificateCheck);
        Assert.Equal("https", server.Uri.Scheme);
    }

    [Fact]
    [Fault(FaultArea.Talking, "TLS: the port does not speak it", "KoreCertificateInvalid: no secure connection")]
    public async Task A_port_without_tls_is_no_secure_connection()
    {
        using var server = WireServer.Start(async wire => await wire.SendAsync("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"));
        using var fixture = CoreFixture.Facing(new Uri($"https://127.0.0.1:{server.Port}/"));
        var refused = await fixture.FailsAsync(KoreErrorId.CertificateInvalid, () => fixture.StatusAsync());
        Assert.Contains("The TLS connection to", refused.Message, StringComparison.Ordinal);
    }

    private static X509Certificate2 Certificate(string what) => what switch
    {
        "expired" => TestCertificates.Server(expired: true),
        "wrong name" => TestCertificates.Server(otherName: "other.example"),
        _ => TestCertificates.Server(),
    };

    private static WireServer Server(X509Certificate2 certificate) => WireServer.Start(
        async wire =>
        {
            await wire.ReadRequestAsync();
            await wire.SendAsync(Wire.Answer(200, Wire.PendingJob));
        },
        certificate);
}

using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using KoreExport.Jwt;
using KoreExport.Sessions;
using Xunit;

namespace KoreExport.Tests.Sessions;

public sealed class KoreCredentialTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("cs-1\r\nX-Evil: 1")]
    [InlineData("cs-\u001b[2J")]
    public void A_client_id_that_cannot_be_one_is_refused(string? clientId) =>
        Refused(() => KoreCredential.FromSecret(clientId, SecretText.FromText(CoreFixture.Secret)));

    [Fact]
    public void A_client_id_is_taken_as_it_is_spelt() =>
        Assert.Equal("CS-Ab", KoreCredential.FromSecret(" CS-Ab ", SecretText.FromText(CoreFixture.Secret)).ClientId);

    [Fact]
    public void An_empty_secret_is_refused()
    {
        Refused(() => KoreCredential.FromSecret("cs-1", null));
        Refused(() => KoreCredential.FromSecret("cs-1", SecretText.FromText("")));
    }

    [Fact]
    public void A_secret_cut_short_when_it_was_copied_is_refused_without_showing_it()
    {
        var refused = Refused(() => KoreCredential.FromSecret("cs-1", SecretText.FromText("abcdefghijklmnop")));
        Assert.Contains("this one has 16", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("abcdefghijklmnop", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_algorithm_is_refused_with_the_known_ones() =>
        Assert.Contains(
            "HS256, HS512, RS256, RS512",
            Refused(() => KoreCredential.FromSecret("cs-1", SecretText.FromText(CoreFixture.Secret), "none")).RecommendedAction,
            StringComparison.Ordinal);

    [Fact]
    public void Secret_and_certificate_each_have_their_algorithms()
    {
        using var certificate = TestCertificates.Signing();
        Refused(() => KoreCredential.FromSecret("cs-1", SecretText.FromText(CoreFixture.Secret), "RS256"));
        Refused(() => KoreCredential.FromCertificate("cs-1", certificate, "HS256"));
    }

    [Fact]
    public void A_certificate_without_a_private_key_is_refused()
    {
        using var certificate = TestCertificates.Signing();
        using var publicPart = X509CertificateLoader.LoadCertificate(certificate.Export(X509ContentType.Cert));
        Assert.Contains("private key", Refused(() => KoreCredential.FromCertificate("cs-1", publicPart)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_with_a_short_key_is_refused()
    {
        using var certificate = TestCertificates.Signing(bits: 1024);
        Assert.Contains("1024 bits", Refused(() => KoreCredential.FromCertificate("cs-1", certificate)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_with_another_kind_of_key_is_refused()
    {
        using var key = ECDsa.Create();
        using var certificate = new CertificateRequest("CN=x", key, HashAlgorithmName.SHA256).CreateSelfSigned(
            DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        Assert.Contains("RSA", Refused(() => KoreCredential.FromCertificate("cs-1", certificate)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_callers_secret_can_be_thrown_away()
    {
        var secret = SecretText.FromText(CoreFixture.Secret);
        var credential = KoreCredential.FromSecret("cs-1", secret);
        secret.Dispose();
        Assert.True(ReadableToken.Of(Token(credential)).IsSignedWithSecret(CoreFixture.Secret));
    }

    [Fact]
    [Fault(
        FaultArea.Secrets, "the decrypted secret stays in memory", "its buffer is zero once the token is signed, also when signing fails")]
    public void The_opened_secret_is_wiped_afterwards()
    {
        byte[]? seen = null;
        var text = SecretText.UseUtf8(SecretText.FromText("secret-ü"), bytes =>
        {
            seen = bytes;
            return System.Text.Encoding.UTF8.GetString(bytes);
        });
        Assert.Equal("secret-ü", text);
        Assert.All(seen!, value => Assert.Equal(0, value));
        Assert.Throws<InvalidOperationException>(() => SecretText.UseUtf8<int>(SecretText.FromText("secret"), bytes =>
        {
            seen = bytes;
            throw new InvalidOperationException();
        }));
        Assert.All(seen!, value => Assert.Equal(0, value));
    }

    [Fact]
    [Fault(FaultArea.Secrets, "a session or token is printed or serialised", "public facts only; no secret, no token")]
    public void Sessions_and_tokens_show_no_secret()
    {
        using var fixture = CoreFixture.Facing(
            new Uri("https://platform.kore.ai/"),
            new BenchSession { ProxyCredential = new System.Net.NetworkCredential("me", "Geheim-9") });
        var jwt = fixture.Session.CreateToken();
        foreach (var shown in new[]
            {
            fixture.Session.ToString(),
            jwt.ToString(),
            JsonSerializer.Serialize(fixture.Session),
            JsonSerializer.Serialize(jwt),
            })
        {
            Assert.Contains(CoreFixture.ClientId, shown, StringComparison.Ordinal);
            Assert.DoesNotContain(CoreFixture.Secret, shown, StringComparison.Ordinal);
            Assert.DoesNotContain("Geheim-9", shown, StringComparison.Ordinal);
            Assert.DoesNotContain("eyJ", shown, StringComparison.Ordinal);
        }

        Assert.StartsWith("eyJ", jwt.GetToken(), StringComparison.Ordinal);
    }

    [Fact]
    public async System.Threading.Tasks.Task A_closed_session_says_so_and_sends_nothing()
    {
        using var server = WireServer.Answering(Wire.Answer(200, Wire.PendingJob));
        using var fixture = CoreFixture.Facing(server.Uri);
        fixture.Session.Dispose();
        Assert.False(fixture.Session.IsConnected);
        await fixture.FailsAsync(KoreErrorId.SessionUnusable, () => fixture.StartBotAsync());
        Assert.Equal(KoreErrorId.SessionUnusable, Assert.Throws<KoreException>(() => fixture.Session.CreateToken()).ErrorId);
        Assert.Equal(0, server.Connections);
    }

    [Fact]
    [Fault(
        FaultArea.Secrets,
        "the session is disconnected while a token is being signed",
        "`KoreSessionUnusable`: disconnected; no blame for the credential")]
    public void A_session_closed_under_the_signature_says_that_it_is_closed()
    {
        var factory = new ClosingTokenFactory();
        var credential = KoreCredential.FromSecret("cs-1", SecretText.FromText(CoreFixture.Secret));
        using var session = new KoreSession(new Uri("https://platform.kore.ai/"), credential, new SessionOptions(), factory);
        factory.Session = session;
        var failure = Assert.Throws<KoreException>(() => session.CreateToken());
        Assert.Equal(KoreErrorId.SessionUnusable, failure.ErrorId);
        Assert.Contains("disconnected", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(100, null, 30)]
    [InlineData(20, null, 20)]
    [InlineData(100, 5, 5)]
    [InlineData(20, 300, 300)]
    public void A_download_may_be_silent_for_half_a_minute_unless_told_otherwise(int request, int? stall, int seconds)
    {
        var options = new SessionOptions
        {
            RequestTimeout = TimeSpan.FromSeconds(request),
            StallTimeout = stall is { } given ? TimeSpan.FromSeconds(given) : null,
        };
        var credential = KoreCredential.FromSecret("cs-1", SecretText.FromText(CoreFixture.Secret));
        using var session = new KoreSession(new Uri("https://platform.kore.ai/"), credential, options, new JwtTokenFactory());
        Assert.Equal(TimeSpan.FromSeconds(seconds), session.StallTimeout);
    }

    [Fact]
    public void A_session_that_went_through_a_file_says_where_its_credentials_are()
    {
        using var session = KoreSession.Detached(new Uri("https://platform.kore.ai/"), "cs-1");
        Assert.False(session.IsConnected);
        var failure = Assert.Throws<KoreException>(() => session.CreateToken());
        Assert.Equal(KoreErrorId.SessionUnusable, failure.ErrorId);
        Assert.Contains("Connect-KoreSession", failure.RecommendedAction, StringComparison.Ordinal);
    }

    /// <summary>The real factory, with somebody who disconnects just before the secret is opened.</summary>
    private sealed class ClosingTokenFactory : IKoreTokenFactory
    {
        private readonly JwtTokenFactory _factory = new();

        public KoreSession? Session { get; set; }

        public KoreJwt Create(TokenRequest request)
        {
            Session!.Dispose();
            return _factory.Create(request);
        }
    }

    private static string Token(KoreCredential credential) =>
        new JwtTokenFactory().Create(new TokenRequest(credential, DateTimeOffset.UtcNow, TokenRequest.DefaultLifetime)).GetToken();

    private static KoreException Refused(Func<object> make)
    {
        var refused = Assert.Throws<KoreException>(make);
        Assert.Equal(KoreErrorId.CredentialInvalid, refused.ErrorId);
        Assert.NotEmpty(refused.RecommendedAction);
        return refused;
    }
}

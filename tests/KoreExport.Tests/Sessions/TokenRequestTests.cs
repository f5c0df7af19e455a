using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KoreExport.Jwt;
using KoreExport.Sessions;
using Xunit;

namespace KoreExport.Tests.Sessions;

public sealed class TokenRequestTests
{
    // More than 64 bytes, of one to four bytes a character.
    private const string Umlauts = "Schlüssel-für-größere-Fälle-äöüß-€-𝄞-Schlüssel-für-größere-Fälle-äöüß";

    private static readonly DateTimeOffset Now = new(2030, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    [Fact]
    public void A_token_carries_the_client_the_subject_an_id_and_its_times_and_nothing_else()
    {
        var token = ReadableToken.Of(Make(CoreFixture.Secret).GetToken());
        Assert.Equal(["appId", "exp", "iat", "jti", "sub"], token.Claims.Select(claim => claim.Key).Order());
        Assert.Equal(CoreFixture.ClientId, (string)token.Claims["appId"]!);
        Assert.Equal("KoreExport", (string)token.Claims["sub"]!);
        Assert.True(Guid.TryParse((string)token.Claims["jti"]!, out _));
        Assert.Equal(Now.ToUnixTimeSeconds(), (long)token.Claims["iat"]!);
        Assert.Equal(Now.ToUnixTimeSeconds() + 300, (long)token.Claims["exp"]!);
        Assert.Equal("HS256", (string)token.Header["alg"]!);
        Assert.Equal("JWT", (string)token.Header["typ"]!);
    }

    [Theory]
    [InlineData("HS256", CoreFixture.Secret)]
    [InlineData("HS256", Umlauts)]
    [InlineData("HS512", Umlauts)]
    [InlineData("HS512", CoreFixture.Secret)]
    [InlineData("hs512", "0123456789012345678901234567890123456789012345678901234567890123")]
    public void The_secrets_own_bytes_are_the_key(string algorithm, string secret)
    {
        var token = ReadableToken.Of(Make(secret, algorithm).GetToken());
        Assert.Equal(algorithm.ToUpperInvariant(), (string)token.Header["alg"]!);
        Assert.True(token.IsSignedWithSecret(secret));
        Assert.False(token.IsSignedWithSecret(secret + "x"));
    }

    [Fact]
    public void A_secret_that_looks_like_base64_is_not_decoded()
    {
        var token = ReadableToken.Of(Make(CoreFixture.Secret).GetToken());
        Assert.True(token.IsSignedWithSecret(CoreFixture.Secret));
        Assert.Equal(44, CoreFixture.Secret.Length);
    }

    [Fact]
    public async Task The_platforms_own_secrets_sign_with_hs512_and_a_note_says_what_the_standard_asks_for()
    {
        var credential = KoreCredential.FromSecret(CoreFixture.ClientId, SecretText.FromText(CoreFixture.Secret), "HS512");
        Assert.Contains("has 44 bytes, where RFC 7518 (section 3.2) asks for 64 with HS512", credential.Note, StringComparison.Ordinal);
        Assert.DoesNotContain(CoreFixture.Secret, credential.Note, StringComparison.Ordinal);
        Assert.Null(KoreCredential.FromSecret(CoreFixture.ClientId, SecretText.FromText(CoreFixture.Secret)).Note);
        Assert.Null(KoreCredential.FromSecret(CoreFixture.ClientId, SecretText.FromText(Umlauts), "HS512").Note);

        using var fixture = CoreFixture.WithSandbox(change: static (sandbox, session) => session with
        {
            Credential = KoreCredential.FromSecret(sandbox.ClientId, SecretText.FromText(sandbox.ClientSecret), "HS512"),
        });
        await fixture.StartBotAsync();
        Assert.Equal("HS512", fixture.Sandbox.Requests[0].TokenAlgorithm);
    }

    [Fact]
    public void The_length_that_counts_is_that_of_the_bytes()
    {
        // 16 characters of two bytes each.
        var secret = new string('ü', 16);
        Assert.True(ReadableToken.Of(Make(secret).GetToken()).IsSignedWithSecret(secret));
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("RS512")]
    public void A_certificate_signs_with_its_private_key(string algorithm)
    {
        using var certificate = TestCertificates.Signing();
        using var publicKey = certificate.GetRSAPublicKey()!;
        var credential = KoreCredential.FromCertificate(CoreFixture.ClientId, certificate, algorithm);
        var token = ReadableToken.Of(Make(credential).GetToken());
        Assert.Equal(algorithm, (string)token.Header["alg"]!);
        Assert.Equal(CoreFixture.ClientId, (string)token.Claims["appId"]!);
        Assert.True(token.IsSignedWithKey(publicKey, algorithm == "RS256" ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA512));
    }

    [Fact]
    public void A_certificate_can_be_used_again_and_again()
    {
        using var certificate = TestCertificates.Signing();
        var credential = KoreCredential.FromCertificate(CoreFixture.ClientId, certificate);
        Assert.Equal("RS256", credential.Algorithm);
        Make(credential);
        Make(credential);
        Assert.True(certificate.HasPrivateKey);
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("RS512")]
    public async Task The_platform_takes_what_a_certificate_signed(string algorithm)
    {
        using var certificate = TestCertificates.Signing();
        using var publicKey = certificate.GetRSAPublicKey()!;
        using var fixture = CoreFixture.WithSandbox(
            options => options.PublicKey = publicKey,
            (sandbox, session) => session with { Credential = KoreCredential.FromCertificate(sandbox.ClientId, certificate, algorithm) });
        await fixture.WaitAsync(await fixture.StartBotAsync());
        Assert.All(fixture.Sandbox.Requests, request => Assert.Equal(algorithm, request.TokenAlgorithm));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(300)]
    [InlineData(3600)]
    public void A_token_lives_as_long_as_it_was_told(int seconds)
    {
        var credential = KoreCredential.FromSecret(CoreFixture.ClientId, SecretText.FromText(CoreFixture.Secret));
        var jwt = new JwtTokenFactory().Create(
            new TokenRequest(credential, Now, TokenRequest.CheckLifetime(TimeSpan.FromSeconds(seconds))));
        var claims = ReadableToken.Of(jwt.GetToken()).Claims;
        Assert.Equal(seconds, (long)claims["exp"]! - (long)claims["iat"]!);
        Assert.Equal(seconds, (jwt.ExpiresAt - jwt.IssuedAt).TotalSeconds);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(9)]
    [InlineData(3601)]
    public void A_token_that_lives_too_short_or_too_long_is_refused(int seconds) =>
        Assert.Equal(
            KoreErrorId.OptionInvalid,
            Assert.Throws<KoreException>(() => TokenRequest.CheckLifetime(TimeSpan.FromSeconds(seconds))).ErrorId);

    [Fact]
    public void Five_minutes_are_the_default_and_an_hour_is_the_most()
    {
        Assert.Equal(TimeSpan.FromMinutes(5), new SessionOptions().TokenLifetime);
        Assert.Equal(TimeSpan.FromMinutes(60), TokenRequest.MaximumLifetime);
    }

    [Fact]
    public async Task Every_request_has_a_token_and_an_id_of_its_own()
    {
        using var fixture = CoreFixture.WithSandbox(change: (_, session) => session with { TokenLifetime = TimeSpan.FromMinutes(2) });
        fixture.Faults.Api.ServerErrorCount = 1;
        fixture.Faults.Api.Kind = SandboxRequestKind.BotExportStatus;
        await fixture.WaitAsync(await fixture.StartBotAsync());
        await fixture.WaitAsync(await fixture.StartMlAsync());
        var requests = fixture.Sandbox.Requests;
        Assert.True(requests.Count > 6);
        Assert.Equal(requests.Count, requests.Select(request => request.JwtId).Distinct().Count());
        Assert.All(requests, request =>
        {
            Assert.Equal(fixture.Sandbox.ClientId, request.ClientId);
            Assert.Equal("HS256", request.TokenAlgorithm);
            Assert.InRange(request.TokenExpiresAt!.Value - request.Time, TimeSpan.FromSeconds(119), TimeSpan.FromSeconds(120));
        });
    }

    [Fact]
    public async Task A_platform_that_enforces_ids_takes_a_whole_export_however_long_it_waits()
    {
        using var fixture = CoreFixture.WithSandbox(options =>
        {
            options.EnforceJti = true;
            options.JobDuration = TimeSpan.FromHours(2);
        });
        var done = await fixture.WaitAsync(await fixture.StartBotAsync(), new() { Timeout = TimeSpan.FromHours(3) });
        Assert.True(done.HasDownloadLink);
        Assert.DoesNotContain(fixture.Sandbox.Requests, request => request.StatusCode == 401);
    }

    [Fact]
    public async Task Requests_name_the_module_and_its_version()
    {
        using var fixture = CoreFixture.WithSandbox();
        await fixture.StartBotAsync();
        Assert.Matches(@"^KoreExport/\d+\.\d+\.\d+$", fixture.Sandbox.Requests[0].UserAgent);
        Assert.Equal("application/json", fixture.Sandbox.Requests[0].ContentType);
    }

    private static KoreJwt Make(string secret, string? algorithm = null) =>
        Make(KoreCredential.FromSecret(CoreFixture.ClientId, SecretText.FromText(secret), algorithm));

    private static KoreJwt Make(KoreCredential credential) =>
        new JwtTokenFactory().Create(new TokenRequest(credential, Now, TokenRequest.DefaultLifetime));
}

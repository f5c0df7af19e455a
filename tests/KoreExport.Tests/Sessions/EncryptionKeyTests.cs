using System.Security.Cryptography;
using System.Text.Json;
using KoreExport.Jwt;
using KoreExport.Sessions;
using Xunit;

namespace KoreExport.Tests.Sessions;

public sealed class EncryptionKeyTests
{
    [Theory]
    [InlineData(null, "RSA-OAEP")]
    [InlineData("RSA-OAEP", "RSA-OAEP")]
    [InlineData("RSA1_5", "RSA1_5")]
    public void An_encrypted_token_holds_the_signed_one(string? asked, string used)
    {
        using var key = TestCertificates.Key();
        var jwt = Make(Jwk(key, asked));
        var padding = used == "RSA1_5" ? RSAEncryptionPadding.Pkcs1 : RSAEncryptionPadding.OaepSHA1;
        var (header, inner) = ReadableToken.Decrypt(jwt.GetToken(), key, padding);
        Assert.Equal(used, (string)header["alg"]!);
        Assert.Equal("A128CBC-HS256", (string)header["enc"]!);
        Assert.Equal("key-7", (string)header["kid"]!);
        Assert.Equal("JWT", (string)header["typ"]!);
        Assert.Equal("JWT", (string)header["cty"]!);
        Assert.True(inner.IsSignedWithSecret(CoreFixture.Secret));
        Assert.Equal("HS256", (string)inner.Header["alg"]!);
        Assert.Equal(CoreFixture.ClientId, (string)inner.Claims["appId"]!);
        Assert.Equal(["appId", "exp", "iat", "jti", "sub"], inner.Claims.Select(claim => claim.Key).Order());
        Assert.True(jwt.Encrypted);
    }

    [Fact]
    public void Two_encrypted_tokens_share_no_content_key()
    {
        using var key = TestCertificates.Key();
        var jwk = Jwk(key);
        Assert.NotEqual(Make(jwk).GetToken().Split('.')[1], Make(jwk).GetToken().Split('.')[1]);
    }

    [Fact]
    public async Task A_platform_that_enforces_encryption_and_ids_takes_a_whole_export()
    {
        using var fixture = CoreFixture.WithSandbox(
            options =>
            {
                options.EnforceJwe = true;
                options.EnforceJti = true;
            },
            (sandbox, session) => session with { EncryptionKey = sandbox.EncryptionKey });
        Assert.NotNull(fixture.Session.EncryptionKeyId);
        Assert.True((await fixture.WaitAsync(await fixture.StartBotAsync())).HasDownloadLink);
        Assert.True((await fixture.WaitAsync(await fixture.StartMlAsync("json"))).HasDownloadLink);
        Assert.All(fixture.Sandbox.Requests, request => Assert.True(request.TokenEncrypted && request.StatusCode == 200));
    }

    [Fact]
    public async Task A_platform_that_enforces_encryption_refuses_a_signed_token_and_the_error_names_the_parameter()
    {
        using var fixture = CoreFixture.WithSandbox(options => options.EnforceJwe = true);
        var refused = await fixture.FailsAsync(KoreErrorId.CredentialRejected, () => fixture.StartBotAsync());
        Assert.Contains("-EncryptionKey", refused.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "JSON")]
    [InlineData("", "JSON")]
    [InlineData("kty: RSA", "JSON")]
    [InlineData("[]", "object")]
    [InlineData("""{"kty":"EC","kid":"k"}""", "kty")]
    [InlineData("""{"kty":"RSA","kid":"k","e":"AQAB"}""", "'n'")]
    [InlineData("""{"kty":"RSA","kid":"k","e":"AQAB","n":"!!!"}""", "base64url")]
    [InlineData("""{"kty":"RSA","kid":"k","e":"AQAB","n":"AQAB"}""", "2048")]
    public void A_key_that_cannot_be_used_is_refused_with_the_reason(string? jwk, string reason)
    {
        var refused = Assert.Throws<KoreException>(() => EncryptionKey.Parse(jwk));
        Assert.Equal(KoreErrorId.CredentialInvalid, refused.ErrorId);
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("alg", "RSA-OAEP-256", "RSA-OAEP-256")]
    [InlineData("kid", "", "kid")]
    [InlineData("e", "", "'e'")]
    public void A_key_with_a_field_out_of_place_is_refused_with_its_name(string field, string value, string reason)
    {
        using var key = TestCertificates.Key();
        var parts = JsonSerializer.Deserialize<System.Collections.Generic.Dictionary<string, string>>(Jwk(key))!;
        parts[field] = value;
        Assert.Contains(
            reason,
            Assert.Throws<KoreException>(() => EncryptionKey.Parse(JsonSerializer.Serialize(parts))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_private_key_is_refused_and_not_repeated()
    {
        using var key = TestCertificates.Key();
        var secret = Encode(key.ExportParameters(includePrivateParameters: true).D!);
        var jwk = Jwk(key).Replace("{", $"{{\"d\":\"{secret}\",", StringComparison.Ordinal);
        var refused = Assert.Throws<KoreException>(() => EncryptionKey.Parse(jwk));
        Assert.Contains("private key", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_modulus_with_a_leading_zero_is_the_same_key()
    {
        using var key = TestCertificates.Key();
        var parameters = key.ExportParameters(includePrivateParameters: false);
        var padded = JsonSerializer.Serialize(
            new { kty = "RSA", e = Encode(parameters.Exponent!), n = Encode([0, .. parameters.Modulus!]), kid = "key-7" });
        ReadableToken.Decrypt(Make(padded).GetToken(), key, RSAEncryptionPadding.OaepSHA1);
    }

    private static KoreJwt Make(string jwk)
    {
        var credential = KoreCredential.FromSecret(CoreFixture.ClientId, SecretText.FromText(CoreFixture.Secret));
        return new JwtTokenFactory().Create(
            new TokenRequest(credential, DateTimeOffset.UtcNow, TokenRequest.DefaultLifetime) { EncryptionKey = EncryptionKey.Parse(jwk) });
    }

    private static string Jwk(RSA key, string? algorithm = null)
    {
        var parameters = key.ExportParameters(includePrivateParameters: false);
        return algorithm is null
            ? JsonSerializer.Serialize(
                new { kty = "RSA", e = Encode(parameters.Exponent!), n = Encode(parameters.Modulus!), kid = "key-7" })
            : JsonSerializer.Serialize(
                new
                {
                    kty = "RSA",
                    e = Encode(parameters.Exponent!),
                    n = Encode(parameters.Modulus!),
                    kid = "key-7",
                    alg = algorithm,
                    use = "enc",
                });
    }

    private static string Encode(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}

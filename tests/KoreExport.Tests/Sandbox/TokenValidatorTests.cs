using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Xunit;

namespace KoreExport.Tests.Sandbox;

public sealed class TokenValidatorTests
{
    private const string Lifetime = "error verifying the jwt: if \"jti\" claim \"exp\" must be <= 1 hour(s)";

    [Theory]
    [InlineData("HS256")]
    [InlineData("HS512")]
    public async Task A_token_signed_with_the_secret_as_typed_is_good(string algorithm)
    {
        using var sandbox = new SandboxFixture();
        var token = RawToken.Hmac(sandbox.Server.ClientSecret, sandbox.Claims(), algorithm);
        Assert.Equal(200, (await sandbox.StartAsync(token: token)).Status);
    }

    [Theory]
    [InlineData("exp")]
    [InlineData("sub")]
    [InlineData("jti")]
    public async Task Only_the_client_id_is_necessary(string absent)
    {
        using var sandbox = new SandboxFixture();
        var claims = sandbox.Claims();
        claims.Remove(absent);
        Assert.Equal(200, (await sandbox.StartAsync(token: RawToken.Hmac(sandbox.Server.ClientSecret, claims))).Status);
    }

    [Fact]
    public async Task A_bearer_prefix_is_refused()
    {
        using var sandbox = new SandboxFixture();
        (await sandbox.StartAsync(token: "Bearer " + sandbox.Token())).IsError(401, 4002, "Invalid SDK credentials");
    }

    [Theory]
    [InlineData("a.b.c")]
    [InlineData("garbage")]
    [InlineData("e30.e30.")]
    [InlineData("e30.e30.e30.e30.e30")]
    public async Task Garbage_is_refused(string token)
    {
        using var sandbox = new SandboxFixture();
        (await sandbox.StartAsync(token: token)).IsError(401, 4002, "Invalid SDK credentials");
    }

    [Fact]
    public async Task Another_secret_is_refused()
    {
        using var sandbox = new SandboxFixture();
        var token = RawToken.Hmac(sandbox.Server.ClientSecret + "x", sandbox.Claims());
        (await sandbox.StartAsync(token: token)).IsError(401, 4002, "Invalid SDK credentials");
    }

    [Fact]
    public async Task An_altered_payload_is_refused()
    {
        using var sandbox = new SandboxFixture();
        var parts = sandbox.Token().Split('.');
        var other = sandbox.Token().Split('.');
        (await sandbox.StartAsync(token: $"{parts[0]}.{other[1]}.{parts[2]}")).IsError(401, 4002, "Invalid SDK credentials");
    }

    [Fact]
    public async Task A_token_without_a_signature_is_refused()
    {
        using var sandbox = new SandboxFixture();
        (await sandbox.StartAsync(token: RawToken.Unsigned(sandbox.Claims()))).IsError(401, 4002, "Invalid SDK credentials");
    }

    [Fact]
    public async Task A_client_id_in_other_spelling_is_refused()
    {
        using var sandbox = new SandboxFixture();
        var token = RawToken.Hmac(sandbox.Server.ClientSecret, sandbox.Claims(sandbox.Server.ClientId.ToUpperInvariant()));
        (await sandbox.StartAsync(token: token)).IsError(401, 4002, "Invalid SDK credentials");
    }

    [Fact]
    public async Task An_expired_token_is_refused()
    {
        using var sandbox = new SandboxFixture();
        var token = sandbox.Token();
        Assert.Equal(200, (await sandbox.StartAsync(token: token)).Status);
        sandbox.Pass(TimeSpan.FromMinutes(10));
        (await sandbox.StartAsync(token: token)).IsError(401, 4002, "Invalid SDK credentials");
    }

    [Fact]
    public async Task An_expiry_that_is_not_a_number_is_refused()
    {
        using var sandbox = new SandboxFixture();
        var claims = sandbox.Claims();
        claims["exp"] = "tomorrow";
        (await sandbox.StartAsync(token: RawToken.Hmac(sandbox.Server.ClientSecret, claims))).IsError(401, 4002, "Invalid SDK credentials");
    }

    [Fact]
    public async Task A_token_may_be_used_again_while_jti_is_not_enforced()
    {
        using var sandbox = new SandboxFixture();
        var token = sandbox.Token();
        Assert.Equal(200, (await sandbox.StartAsync(token: token)).Status);
        Assert.Equal(200, (await sandbox.StatusAsync(token: token)).Status);
    }

    [Fact]
    public async Task A_replayed_jti_is_refused()
    {
        using var sandbox = new SandboxFixture(o => o.EnforceJti = true);
        var token = sandbox.Token();
        Assert.Equal(200, (await sandbox.StartAsync(token: token)).Status);
        (await sandbox.StatusAsync(token: token)).IsError(401, 401, "error verifying the jwt: possibly a replay");
        Assert.Equal(200, (await sandbox.StatusAsync()).Status);
    }

    [Fact]
    public async Task An_enforced_jti_must_be_there()
    {
        using var sandbox = new SandboxFixture(o => o.EnforceJti = true);
        var claims = sandbox.Claims();
        claims.Remove("jti");
        (await sandbox.StartAsync(token: RawToken.Hmac(sandbox.Server.ClientSecret, claims))).IsError(401, 4002, "Invalid SDK credentials");
    }

    [Fact]
    public async Task An_enforced_jti_allows_an_hour_and_no_more()
    {
        using var sandbox = new SandboxFixture(o => o.EnforceJti = true);
        var claims = sandbox.Claims();
        var tenMinutes = (long)claims["exp"]!;
        claims["exp"] = tenMinutes + (50 * 60);
        Assert.Equal(200, (await sandbox.StartAsync(token: RawToken.Hmac(sandbox.Server.ClientSecret, claims))).Status);

        claims = sandbox.Claims();
        claims["exp"] = tenMinutes + (50 * 60) + 1;
        (await sandbox.StartAsync(token: RawToken.Hmac(sandbox.Server.ClientSecret, claims))).IsError(401, 401, Lifetime);

        claims.Remove("exp");
        (await sandbox.StartAsync(token: RawToken.Hmac(sandbox.Server.ClientSecret, claims))).IsError(401, 401, Lifetime);
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("RS512")]
    public async Task A_client_with_a_public_key_signs_with_the_private_one(string algorithm)
    {
        using var key = RSA.Create(2048);
        using var other = RSA.Create(2048);
        using var sandbox = new SandboxFixture(o => o.PublicKey = key);
        Assert.Equal(200, (await sandbox.StartAsync(token: RawToken.Rsa(key, sandbox.Claims(), algorithm))).Status);
        (await sandbox.StartAsync(token: RawToken.Rsa(other, sandbox.Claims(), algorithm))).IsError(401, 4002, "Invalid SDK credentials");
        (await sandbox.StartAsync(token: sandbox.Token())).IsError(401, 4002, "Invalid SDK credentials");
    }

    [Fact]
    public async Task A_client_without_a_public_key_cannot_sign_with_rsa()
    {
        using var key = RSA.Create(2048);
        using var sandbox = new SandboxFixture();
        (await sandbox.StartAsync(token: RawToken.Rsa(key, sandbox.Claims(), "RS256"))).IsError(401, 4002, "Invalid SDK credentials");
    }

    [Fact]
    public void The_encryption_key_is_a_jwk_as_the_app_dialog_shows_it()
    {
        using var sandbox = new SandboxFixture();
        var jwk = JsonNode.Parse(sandbox.Server.EncryptionKey)!.AsObject();
        Assert.Equal(["kty", "e", "n", "kid"], jwk.Select(member => member.Key));
        Assert.Equal(256, RawToken.Decode((string)jwk["n"]!).Length);
    }

    [Theory]
    [InlineData("RSA-OAEP")]
    [InlineData("RSA1_5")]
    public async Task An_encrypted_token_is_good_and_a_signed_one_is_refused_where_jwe_is_enforced(string algorithm)
    {
        using var sandbox = new SandboxFixture(o => o.EnforceJwe = true);
        var token = RawToken.Encrypt(sandbox.Token(), sandbox.Server.EncryptionKey, algorithm);
        Assert.Equal(200, (await sandbox.StartAsync(token: token)).Status);
        Assert.True(sandbox.Server.Requests[0].TokenEncrypted);
        (await sandbox.StartAsync(token: sandbox.Token())).IsError(401, 4002, "Invalid SDK credentials");
    }

    [Fact]
    public async Task An_encrypted_token_for_another_key_is_refused()
    {
        using var sandbox = new SandboxFixture(o => o.EnforceJwe = true);
        using var other = new SandboxFixture();
        var token = RawToken.Encrypt(sandbox.Token(), other.Server.EncryptionKey);
        (await sandbox.StartAsync(token: token)).IsError(401, 4002, "Invalid SDK credentials");
    }

    [Fact]
    public async Task An_altered_encrypted_token_is_refused()
    {
        using var sandbox = new SandboxFixture(o => o.EnforceJwe = true);
        var parts = RawToken.Encrypt(sandbox.Token(), sandbox.Server.EncryptionKey).Split('.');
        parts[3] = (parts[3][0] == 'A' ? "B" : "A") + parts[3][1..];
        (await sandbox.StartAsync(token: string.Join('.', parts))).IsError(401, 4002, "Invalid SDK credentials");
    }

    [Theory]
    [InlineData("A128GCM")]
    [InlineData("A256GCM")]
    public async Task A_token_may_be_encrypted_with_gcm(string encryption)
    {
        using var sandbox = new SandboxFixture(o => o.EnforceJwe = true);
        var token = RawToken.Encrypt(sandbox.Token(), sandbox.Server.EncryptionKey, encryption: encryption);
        Assert.Equal(200, (await sandbox.StartAsync(token: token)).Status);
        var parts = token.Split('.');
        parts[3] = (parts[3][0] == 'A' ? "B" : "A") + parts[3][1..];
        (await sandbox.StartAsync(token: string.Join('.', parts))).IsError(401, 4002, "Invalid SDK credentials");
    }

    [Theory]
    [InlineData("A192GCM")]
    [InlineData("A128CBC")]
    public async Task An_encryption_the_platform_does_not_know_is_refused(string encryption)
    {
        using var sandbox = new SandboxFixture(o => o.EnforceJwe = true);
        var token = RawToken.Encrypt(sandbox.Token(), sandbox.Server.EncryptionKey, encryption: encryption);
        (await sandbox.StartAsync(token: token)).IsError(401, 4002, "Invalid SDK credentials");
    }
}

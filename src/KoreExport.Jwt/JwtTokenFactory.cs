using System.IdentityModel.Tokens.Jwt;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KoreExport.Errors;
using KoreExport.Sessions;
using Microsoft.IdentityModel.Tokens;

namespace KoreExport.Jwt;

/// <summary>
/// Makes the platform's tokens: claims <c>appId</c>, <c>sub</c>, <c>iat</c>, <c>exp</c> and <c>jti</c>, signed, and wrapped in a JWE where
/// the app enforces that. There is no <c>nbf</c>: with a platform whose clock is a second behind, a token would not be valid yet.
/// </summary>
internal sealed class JwtTokenFactory : IKoreTokenFactory
{
    // Without a cache no key outlives the call that used it.
    private readonly CryptoProviderFactory _cryptography = new()
    {
        CacheSignatureProviders = false,
        CustomCryptoProvider = new ClientSecretCryptography(),
    };

    // Writing leaves it as it is, so that one does for all threads; each new one copies a table of 70 claim types.
    private readonly JwtSecurityTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };

    /// <inheritdoc/>
    public KoreJwt Create(TokenRequest request)
    {
        try
        {
            return new KoreJwt(Sign(request), request);
        }
        catch (Exception failure) when (failure is SecurityTokenException or CryptographicException or ArgumentException
            or InvalidOperationException or NotSupportedException)
        {
            throw KoreErrors.CredentialInvalid(
                $"No token could be made for {request.ClientId} with {request.Algorithm}: {LogSanitizer.Sanitize(failure.Message)}",
                "Check the certificate or secret, and that this account may use its private key.");
        }
    }

    private string Sign(TokenRequest request)
    {
        if (request.Credential.Certificate is { } certificate)
        {
            using var privateKey = certificate.GetRSAPrivateKey()
                ?? throw new CryptographicException("The certificate's private key is gone.");
            return Write(request, new RsaSecurityKey(privateKey));
        }

        return SecretText.UseUtf8(request.Credential.Secret!, secret => Write(request, new ClientSecretKey(secret)));
    }

    private string Write(TokenRequest request, SecurityKey key)
    {
        using var publicKey = request.EncryptionKey is null ? null : RSA.Create();
        key.CryptoProviderFactory = _cryptography;
        var descriptor = new SecurityTokenDescriptor
        {
            Claims = new Dictionary<string, object>
            {
                ["appId"] = request.ClientId,
                [JwtRegisteredClaimNames.Sub] = request.Subject,
                [JwtRegisteredClaimNames.Jti] = request.JwtId,
            },
            IssuedAt = request.IssuedAt.UtcDateTime,
            Expires = request.ExpiresAt.UtcDateTime,
            TokenType = JwtConstants.HeaderType,
            SigningCredentials = new SigningCredentials(key, request.Algorithm) { CryptoProviderFactory = _cryptography },
            EncryptingCredentials = publicKey is null ? null : Encryption(request.EncryptionKey!, publicKey),
        };

        return _handler.CreateEncodedJwt(descriptor);
    }

    private EncryptingCredentials Encryption(EncryptionKey key, RSA publicKey)
    {
        publicKey.ImportParameters(new RSAParameters { Modulus = key.Modulus, Exponent = key.Exponent });

        // The library writes the key's id as 'kid', and 'cty' for the token inside.
        var securityKey = new RsaSecurityKey(publicKey) { KeyId = key.KeyId, CryptoProviderFactory = _cryptography };
        return new EncryptingCredentials(securityKey, key.KeyAlgorithm, EncryptionKey.Aes128CbcHmacSha256)
        {
            CryptoProviderFactory = _cryptography,
        };
    }
}

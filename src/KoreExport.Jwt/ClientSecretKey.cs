using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace KoreExport.Jwt;

/// <summary>
/// The client secret as the token library's key, without a copy of it: the library's own SymmetricSecurityKey keeps one that
/// nobody can wipe.
/// </summary>
/// <param name="secret">The key's bytes; the owner wipes them.</param>
internal sealed class ClientSecretKey(byte[] secret) : SecurityKey
{
    public byte[] Secret => secret;

    /// <inheritdoc/>
    public override int KeySize => secret.Length * 8;
}

/// <summary>Signs with a <see cref="ClientSecretKey"/>, and leaves everything else to the library.</summary>
internal sealed class ClientSecretCryptography : ICryptoProvider
{
    /// <inheritdoc/>
    public bool IsSupportedAlgorithm(string algorithm, params object[] args) =>
        algorithm is SecurityAlgorithms.HmacSha256 or SecurityAlgorithms.HmacSha512 && args.Length > 0 && args[0] is ClientSecretKey;

    /// <inheritdoc/>
    public object Create(string algorithm, params object[] args) => new Signer((ClientSecretKey)args[0], algorithm);

    /// <inheritdoc/>
    public void Release(object cryptoInstance) => (cryptoInstance as IDisposable)?.Dispose();

    private sealed class Signer(ClientSecretKey key, string algorithm) : SignatureProvider(key, algorithm)
    {
        public override byte[] Sign(byte[] input)
        {
            using HMAC hmac = Algorithm == SecurityAlgorithms.HmacSha512 ? new HMACSHA512(key.Secret) : new HMACSHA256(key.Secret);
            return hmac.ComputeHash(input);
        }

        // Only tokens of our own are made; none is ever checked.
        public override bool Verify(byte[] input, byte[] signature) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
        }
    }
}

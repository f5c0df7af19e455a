using System;
using System.Security.Cryptography;
using KoreExport.Sessions;
using Microsoft.IdentityModel.Tokens;

namespace KoreExport.Jwt;

/// <summary>
/// Stands for the client secret while the library writes a token. The library's own symmetric key keeps a copy of the bytes that nobody
/// clears; this one is only bytes that belong to somebody else, who wipes them.
/// </summary>
internal sealed class BorrowedSecret : SecurityKey
{
    public BorrowedSecret(byte[] bytes) => Bytes = bytes;

    public byte[] Bytes { get; }

    public override int KeySize => Bytes.Length * 8;
}

/// <summary>Signs with a <see cref="BorrowedSecret"/>: HMAC over SHA-256 or SHA-512 (RFC 7518, section 3.2).</summary>
internal sealed class SecretSigner : SignatureProvider
{
    private readonly HMAC _mac;

    private SecretSigner(BorrowedSecret key, string algorithm)
        : base(key, algorithm)
    {
        // Copies the key too, and clears its copy when disposed.
        _mac = algorithm == SigningAlgorithm.HS512 ? new HMACSHA512(key.Bytes) : new HMACSHA256(key.Bytes);
    }

    public override byte[] Sign(byte[] input) => _mac.ComputeHash(input);

    // Tokens are made here, never checked.
    public override bool Verify(byte[] input, byte[] signature) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _mac.Dispose();
        }
    }

    /// <summary>Gives the library the signer for such a key.</summary>
    internal sealed class Provider : ICryptoProvider
    {
        public bool IsSupportedAlgorithm(string algorithm, params object[] args) =>
            algorithm is SigningAlgorithm.HS256 or SigningAlgorithm.HS512 && Array.Exists(args, static arg => arg is BorrowedSecret);

        public object Create(string algorithm, params object[] args) =>
            new SecretSigner((BorrowedSecret)Array.Find(args, static arg => arg is BorrowedSecret)!, algorithm);

        public void Release(object cryptoInstance) => (cryptoInstance as IDisposable)?.Dispose();
    }
}

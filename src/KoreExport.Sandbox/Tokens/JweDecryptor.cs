using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using KoreExport.Sandbox.Http;

namespace KoreExport.Sandbox.Tokens;

/// <summary>
/// The platform's RSA key and what it decrypts: <c>RSA-OAEP</c> or <c>RSA1_5</c> with <c>A128CBC-HS256</c>, <c>A128GCM</c> or
/// <c>A256GCM</c> [doc].
/// </summary>
internal sealed class JweDecryptor : IDisposable
{
    private readonly object _gate = new();
    private readonly string _keyId = Guid.NewGuid().ToString();
    private RSA? _key;
    private bool _disposed;

    /// <summary>The public key as the app dialog shows it: a JWK with <c>kty</c>, <c>e</c>, <c>n</c> and <c>kid</c> [doc].</summary>
    public string PublicJwk
    {
        get
        {
            lock (_gate)
            {
                var key = Key().ExportParameters(includePrivateParameters: false);
                var jwk = new JsonObject
                {
                    ["kty"] = "RSA",
                    ["e"] = Base64Url.Encode(key.Exponent!),
                    ["n"] = Base64Url.Encode(key.Modulus!),
                    ["kid"] = _keyId,
                };
                return Encoding.UTF8.GetString(JsFormat.Utf8(jwk));
            }
        }
    }

    /// <summary>Decrypts the five parts of a compact JWE.</summary>
    /// <exception cref="CryptographicException">It is not encrypted for this key, or was altered.</exception>
    public byte[] Decrypt(string[] parts)
    {
        var header = JsFormat.TryReadObject(Base64Url.Decode(parts[0])) ?? throw new FormatException("Not a JSON object.");
        var encryption = header["enc"]?.GetValue<string>();
        var keyBytes = encryption switch
        {
            "A128CBC-HS256" or "A256GCM" => 32,
            "A128GCM" => 16,
            _ => 0,
        };
        if (keyBytes == 0 || header["kid"]?.GetValue<string>() != _keyId)
        {
            throw new CryptographicException("Not a key or an encryption of this platform.");
        }

        var contentKey = DecryptKey(header["alg"]?.GetValue<string>(), Base64Url.Decode(parts[1]));
        if (contentKey.Length != keyBytes)
        {
            throw new CryptographicException("A key of the wrong length.");
        }

        var associatedData = Encoding.ASCII.GetBytes(parts[0]);
        var (vector, cipherText, tag) = (Base64Url.Decode(parts[2]), Base64Url.Decode(parts[3]), Base64Url.Decode(parts[4]));
        return encryption == "A128CBC-HS256"
            ? DecryptContent(contentKey, associatedData, vector, cipherText, tag)
            : AesGcmDecryptor.Decrypt(contentKey, vector, cipherText, tag, associatedData);
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _key?.Dispose();
        }
    }

    private byte[] DecryptKey(string? algorithm, byte[] encrypted)
    {
        var padding = algorithm switch
        {
            "RSA-OAEP" => RSAEncryptionPadding.OaepSHA1,
            "RSA1_5" => RSAEncryptionPadding.Pkcs1,
            _ => throw new CryptographicException("Not an algorithm of this platform."),
        };
        lock (_gate)
        {
            return Key().Decrypt(encrypted, padding);
        }
    }

    // A128CBC-HS256 (RFC 7518, 5.2): the first half of the key proves, the second half decrypts.
    private static byte[] DecryptContent(byte[] key, byte[] associatedData, byte[] vector, byte[] cipherText, byte[] tag)
    {
        var macKey = key.AsSpan(0, 16).ToArray();
        var encryptionKey = key.AsSpan(16).ToArray();
        using var mac = new HMACSHA256(macKey);
        using var proven = new MemoryStream();
        proven.Write(associatedData, 0, associatedData.Length);
        proven.Write(vector, 0, vector.Length);
        proven.Write(cipherText, 0, cipherText.Length);
        var bits = BitConverter.GetBytes(associatedData.Length * 8L);
        if (BitConverter.IsLittleEndian)
        {
            Array.Reverse(bits);
        }

        proven.Write(bits, 0, bits.Length);
        if (!FixedTime.Equal(mac.ComputeHash(proven.ToArray()).AsSpan(0, 16), tag))
        {
            throw new CryptographicException("Altered.");
        }

        using var aes = Aes.Create();
        aes.Mode = CipherMode.CBC;
        aes.Padding = PaddingMode.PKCS7;
        using var decryptor = aes.CreateDecryptor(encryptionKey, vector);
        return decryptor.TransformFinalBlock(cipherText, 0, cipherText.Length);
    }

    private RSA Key()
    {
        if (_disposed)
        {
            throw new ObjectDisposedException(nameof(JweDecryptor));
        }

        // Made when first asked for, because it takes a while; by this class, because RSA.Create() on .NET Framework keeps to 1024 bits.
        return _key ??= new RSACryptoServiceProvider(2048) { PersistKeyInCsp = false };
    }
}

using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KoreExport.Tests.Sandbox;

/// <summary>Makes tokens by hand, good and bad ones, so that neither the sandbox nor a library is believed.</summary>
internal static class RawToken
{
    public static string Hmac(string secret, Dictionary<string, object?> claims, string algorithm = "HS256")
    {
        var key = Encoding.UTF8.GetBytes(secret);
        return Sign(algorithm, claims, input => algorithm == "HS512" ? HMACSHA512.HashData(key, input) : HMACSHA256.HashData(key, input));
    }

    public static string Rsa(RSA key, Dictionary<string, object?> claims, string algorithm)
    {
        var hash = algorithm == "RS512" ? HashAlgorithmName.SHA512 : HashAlgorithmName.SHA256;
        return Sign(algorithm, claims, input => key.SignData(input, hash, RSASignaturePadding.Pkcs1));
    }

    public static string Unsigned(Dictionary<string, object?> claims) => Sign("none", claims, _ => []);

    /// <summary>
    /// Encrypts a token for the key of a JWK: with AES-GCM where the name of the encryption ends in GCM, else with A128CBC-HS256.
    /// </summary>
    public static string Encrypt(string jwt, string jwk, string algorithm = "RSA-OAEP", string encryption = "A128CBC-HS256")
    {
        var key = JsonNode.Parse(jwk)!;
        using var rsa = RSA.Create(new RSAParameters { Modulus = Decode((string)key["n"]!), Exponent = Decode((string)key["e"]!) });
        var contentKey = RandomNumberGenerator.GetBytes(encryption == "A128GCM" ? 16 : 32);
        var header = Encode(new { alg = algorithm, enc = encryption, kid = (string)key["kid"]!, typ = "JWT" });
        var encryptedKey = rsa.Encrypt(contentKey, algorithm == "RSA1_5" ? RSAEncryptionPadding.Pkcs1 : RSAEncryptionPadding.OaepSHA1);
        var (plain, associated) = (Encoding.UTF8.GetBytes(jwt), Encoding.ASCII.GetBytes(header));
        var (vector, cipherText, tag) = encryption.EndsWith("GCM", StringComparison.Ordinal)
            ? EncryptGcm(contentKey, plain, associated)
            : EncryptCbc(contentKey, plain, associated);
        return string.Join('.', header, Encode(encryptedKey), Encode(vector), Encode(cipherText), Encode(tag));
    }

    private static (byte[] Vector, byte[] CipherText, byte[] Tag) EncryptGcm(byte[] contentKey, byte[] plain, byte[] associated)
    {
        var (vector, cipherText, tag) = (RandomNumberGenerator.GetBytes(12), new byte[plain.Length], new byte[16]);
        using var gcm = new AesGcm(contentKey, tag.Length);
        gcm.Encrypt(vector, plain, cipherText, tag, associated);
        return (vector, cipherText, tag);
    }

    private static (byte[] Vector, byte[] CipherText, byte[] Tag) EncryptCbc(byte[] contentKey, byte[] plain, byte[] associated)
    {
        var vector = RandomNumberGenerator.GetBytes(16);
        using var aes = Aes.Create();
        aes.Key = contentKey[16..];
        var cipherText = aes.EncryptCbc(plain, vector);
        using var proven = new MemoryStream();
        proven.Write(associated);
        proven.Write(vector);
        proven.Write(cipherText);
        var bits = BitConverter.GetBytes(associated.Length * 8L);
        Array.Reverse(bits);
        proven.Write(bits);
        return (vector, cipherText, HMACSHA256.HashData(contentKey[..16], proven.ToArray())[..16]);
    }

    public static byte[] Decode(string base64Url)
    {
        var base64 = base64Url.Replace('-', '+').Replace('_', '/');
        return Convert.FromBase64String(base64.PadRight((base64.Length + 3) / 4 * 4, '='));
    }

    private static string Sign(string algorithm, Dictionary<string, object?> claims, Func<byte[], byte[]> sign)
    {
        var input = Encode(new { alg = algorithm, typ = "JWT" }) + "." + Encode(claims);
        return input + "." + Encode(sign(Encoding.ASCII.GetBytes(input)));
    }

    private static string Encode<T>(T json) where T : class => Encode(JsonSerializer.SerializeToUtf8Bytes(json));

    private static string Encode(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}

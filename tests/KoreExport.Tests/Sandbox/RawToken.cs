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
    /// Encrypts a token with A128CBC-HS256 for the key of a JWK; another <paramref name="encryption"/> changes only the header.
    /// </summary>
    public static string Encrypt(string jwt, string jwk, string algorithm = "RSA-OAEP", string encryption = "A128CBC-HS256")
    {
        var key = JsonNode.Parse(jwk)!;
        using var rsa = RSA.Create(new RSAParameters { Modulus = Decode((string)key["n"]!), Exponent = Decode((string)key["e"]!) });
        var contentKey = RandomNumberGenerator.GetBytes(32);
        var vector = RandomNumberGenerator.GetBytes(16);
        var header = Encode(new { alg = algorithm, enc = encryption, kid = (string)key["kid"]!, typ = "JWT" });
        var encryptedKey = rsa.Encrypt(contentKey, algorithm == "RSA1_5" ? RSAEncryptionPadding.Pkcs1 : RSAEncryptionPadding.OaepSHA1);

        using var aes = Aes.Create();
        aes.Key = contentKey[16..];
        var cipherText = aes.EncryptCbc(Encoding.UTF8.GetBytes(jwt), vector);
        using var proven = new MemoryStream();
        var associated = Encoding.ASCII.GetBytes(header);
        proven.Write(associated);
        proven.Write(vector);
        proven.Write(cipherText);
        var bits = BitConverter.GetBytes(associated.Length * 8L);
        Array.Reverse(bits);
        proven.Write(bits);
        var tag = HMACSHA256.HashData(contentKey[..16], proven.ToArray())[..16];
        return string.Join('.', header, Encode(encryptedKey), Encode(vector), Encode(cipherText), Encode(tag));
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

using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using KoreExport.Tests.Sandbox;
using Xunit;

namespace KoreExport.Tests.Sessions;

/// <summary>A token taken apart by hand, so that no library vouches for another.</summary>
internal sealed class ReadableToken
{
    private readonly string _signingInput;
    private readonly byte[] _signature;

    private ReadableToken(string[] parts)
    {
        Header = JsonNode.Parse(RawToken.Decode(parts[0]))!.AsObject();
        Claims = JsonNode.Parse(RawToken.Decode(parts[1]))!.AsObject();
        _signingInput = parts[0] + "." + parts[1];
        _signature = RawToken.Decode(parts[2]);
    }

    public JsonObject Header { get; }

    public JsonObject Claims { get; }

    private byte[] Input => Encoding.ASCII.GetBytes(_signingInput);

    public static ReadableToken Of(string token)
    {
        var parts = token.Split('.');
        Assert.Equal(3, parts.Length);
        return new ReadableToken(parts);
    }

    /// <summary>Decrypts a five-part token with A128CBC-HS256 (RFC 7516, RFC 7518 section 5.2.3).</summary>
    public static (JsonObject Header, ReadableToken Inner) Decrypt(string token, RSA privateKey, RSAEncryptionPadding padding)
    {
        var parts = token.Split('.');
        Assert.Equal(5, parts.Length);
        var header = JsonNode.Parse(RawToken.Decode(parts[0]))!.AsObject();
        var contentKey = privateKey.Decrypt(RawToken.Decode(parts[1]), padding);
        Assert.Equal(32, contentKey.Length);
        var vector = RawToken.Decode(parts[2]);
        var cipherText = RawToken.Decode(parts[3]);
        var associated = Encoding.ASCII.GetBytes(parts[0]);
        var bits = BitConverter.GetBytes(associated.Length * 8L);
        Array.Reverse(bits);
        byte[] proven = [.. associated, .. vector, .. cipherText, .. bits];
        var tag = HMACSHA256.HashData(contentKey[..16], proven)[..16];
        Assert.Equal(tag, RawToken.Decode(parts[4]));
        using var aes = Aes.Create();
        aes.Key = contentKey[16..];
        return (header, Of(Encoding.UTF8.GetString(aes.DecryptCbc(cipherText, vector))));
    }

    public bool IsSignedWithSecret(string secret)
    {
        var key = Encoding.UTF8.GetBytes(secret);
        var expected = (string)Header["alg"]! switch
        {
            "HS256" => HMACSHA256.HashData(key, Input),
            "HS512" => HMACSHA512.HashData(key, Input),
            _ => [],
        };
        return _signature.SequenceEqual(expected);
    }

    public bool IsSignedWithKey(RSA publicKey, HashAlgorithmName hash) =>
        publicKey.VerifyData(Input, _signature, hash, RSASignaturePadding.Pkcs1);
}

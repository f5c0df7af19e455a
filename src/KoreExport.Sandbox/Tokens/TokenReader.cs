using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using KoreExport.Sandbox.Http;

namespace KoreExport.Sandbox.Tokens;

/// <summary>
/// Takes the <c>auth</c> header apart: a compact JWS, or a compact JWE around one. Written here with .NET's own means, so that the
/// sandbox judges tokens independently of the library that made them.
/// </summary>
internal sealed class TokenReader
{
    private readonly JweDecryptor _decryptor;

    public TokenReader(JweDecryptor decryptor) => _decryptor = decryptor;

    /// <summary>Reads a token.</summary>
    /// <param name="header">The value of the header; the platform wants it bare, without <c>Bearer</c> [seed].</param>
    /// <param name="problem">Why an encrypted token could not be read, where the sandbox has words for it.</param>
    /// <returns>Null where there is no token or none that can be read.</returns>
    public ReadToken? Read(string? header, out string? problem)
    {
        problem = null;
        try
        {
            var parts = (header ?? "").Split('.');
            return parts.Length switch
            {
                3 => ReadSigned(parts),
                5 => ReadEncrypted(parts),
                _ => null,
            };
        }
        catch (NotSupportedException e)
        {
            problem = e.Message;
        }
        catch (Exception e) when (e is FormatException or CryptographicException or InvalidOperationException or ArgumentException)
        {
            // Not base64url, not JSON, not encrypted for us, a claim of the wrong type: all of it is a token that proves nothing.
        }

        return null;
    }

    private static ReadToken ReadSigned(string[] parts)
    {
        var header = Object(parts[0]);
        var payload = Object(parts[1]);
        return new ReadToken(header["alg"]?.GetValue<string>() ?? "", parts[0] + "." + parts[1], Base64Url.Decode(parts[2]))
        {
            ClientId = payload["appId"]?.GetValue<string>(),
            Subject = payload["sub"]?.GetValue<string>(),
            JwtId = payload["jti"]?.GetValue<string>(),
            ExpiresAt = Time(payload["exp"]),
            NotBefore = Time(payload["nbf"]),
        };
    }

    private ReadToken? ReadEncrypted(string[] parts)
    {
        var inner = Encoding.UTF8.GetString(_decryptor.Decrypt(parts)).Split('.');
        if (inner.Length != 3)
        {
            return null;
        }

        var token = ReadSigned(inner);
        token.Encrypted = true;
        return token;
    }

    private static JsonObject Object(string part) =>
        JsonText.TryReadObject(Base64Url.Decode(part)) ?? throw new FormatException("Not a JSON object.");

    private static DateTimeOffset? Time(JsonNode? seconds)
    {
        if (seconds is null)
        {
            return null;
        }

        if (seconds.GetValueKind() != JsonValueKind.Number)
        {
            throw new FormatException("Not a number of seconds.");
        }

        // A NumericDate may have a fraction (RFC 7519).
        return DateTimeOffset.FromUnixTimeMilliseconds((long)(seconds.GetValue<double>() * 1000));
    }
}

using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using KoreExport.Sandbox.Http;

namespace KoreExport.Sandbox.Tokens;

/// <summary>
/// Takes the <c>auth</c> header apart: a compact JWS, or a compact JWE around one. Written here with .NET's own means, so that the
/// sandbox checks tokens independently of the library that made them.
/// </summary>
internal sealed class TokenParser(JweDecryptor decryptor)
{
    /// <summary>Whether a text has the parts of a token, whatever is in them.</summary>
    public static bool HasShape(string header) => header.Split('.').Length is 3 or 5;

    /// <summary>Parses a token.</summary>
    /// <param name="header">The value of the header; the platform wants it bare, without <c>Bearer</c> [seed].</param>
    /// <returns>Null where there is no token or none that can be read.</returns>
    public ParsedToken? Parse(string? header)
    {
        try
        {
            var parts = (header ?? "").Split('.');
            return parts.Length switch
            {
                3 => ParseSigned(parts),
                5 => ParseEncrypted(parts),
                _ => null,
            };
        }
        catch (Exception e) when (e is FormatException or CryptographicException or InvalidOperationException or ArgumentException)
        {
            // Not base64url, not JSON, not encrypted for us, a claim of the wrong type: all of it is a token that proves nothing.
            return null;
        }
    }

    private static ParsedToken ParseSigned(string[] parts)
    {
        var header = Object(parts[0]);
        var payload = Object(parts[1]);
        return new ParsedToken(header["alg"]?.GetValue<string>() ?? "", parts[0] + "." + parts[1], Base64Url.Decode(parts[2]))
        {
            ClientId = payload["appId"]?.GetValue<string>(),
            Subject = payload["sub"]?.GetValue<string>(),
            JwtId = payload["jti"]?.GetValue<string>(),
            ExpiresAt = Time(payload["exp"]),
            NotBefore = Time(payload["nbf"]),
        };
    }

    private ParsedToken? ParseEncrypted(string[] parts)
    {
        var inner = Encoding.UTF8.GetString(decryptor.Decrypt(parts)).Split('.');
        return inner.Length == 3 ? ParseSigned(inner) with { Encrypted = true } : null;
    }

    private static JsonObject Object(string part) =>
        JsFormat.TryReadObject(Base64Url.Decode(part)) ?? throw new FormatException("Not a JSON object.");

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

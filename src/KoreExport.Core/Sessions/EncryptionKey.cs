using System.Text.Json;
using KoreExport.Errors;

namespace KoreExport.Sessions;

/// <summary>
/// The platform's RSA public key for encrypted tokens (JWE), as the app dialog shows it: a JWK with <c>kty</c>, <c>e</c>, <c>n</c> and
/// <c>kid</c> (vendor documentation).
/// </summary>
/// <param name="KeyId">The key's id: <c>kid</c>.</param>
/// <param name="Modulus">Big-endian, without leading zeros.</param>
/// <param name="Exponent">Big-endian.</param>
/// <param name="KeyAlgorithm">How the content key is wrapped: <c>RSA-OAEP</c>, or <c>RSA1_5</c> where the key says so.</param>
internal sealed record EncryptionKey(string KeyId, byte[] Modulus, byte[] Exponent, string KeyAlgorithm)
{
    public const string RsaOaep = "RSA-OAEP";
    public const string Rsa15 = "RSA1_5";
    public const string Aes128CbcHmacSha256 = "A128CBC-HS256";

    /// <summary>
    /// Reads a JWK. Its <c>alg</c>, where it has one, chooses between <c>RSA-OAEP</c> (also without one) and <c>RSA1_5</c>.
    /// A private key is refused: it does not belong here.
    /// </summary>
    public static EncryptionKey Parse(string? jwk)
    {
        try
        {
            using var document = JsonDocument.Parse(jwk ?? string.Empty);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                throw Invalid("it is not a JSON object");
            }

            if (Text(root, "kty") is not "RSA")
            {
                throw Invalid("its 'kty' is not 'RSA'");
            }

            if (root.TryGetProperty("d", out _))
            {
                throw Invalid("it holds a private key, which only the platform may have");
            }

            var modulus = TrimZeros(Base64Url(root, "n"));
            if (modulus.Length < 256)
            {
                throw Invalid("its modulus 'n' has fewer than 2048 bits");
            }

            var algorithm = Text(root, "alg") ?? RsaOaep;
            if (algorithm is not (RsaOaep or Rsa15))
            {
                throw Invalid($"its 'alg' is '{LogSanitizer.Sanitize(algorithm)}' where {RsaOaep} or {Rsa15} was expected");
            }

            return new EncryptionKey(Text(root, "kid") ?? throw Invalid("it has no 'kid'"), modulus, Base64Url(root, "e"), algorithm);
        }
        catch (JsonException)
        {
            // The exception's own text may quote the key.
            throw Invalid("it is not JSON");
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text
            ? text
            : null;

    private static byte[] Base64Url(JsonElement element, string name)
    {
        var text = Text(element, name) ?? throw Invalid($"it has no '{name}'");
        var padded = text.Replace('-', '+').Replace('_', '/').TrimEnd('=');
        try
        {
            return Convert.FromBase64String(padded.PadRight((padded.Length + 3) / 4 * 4, '='));
        }
        catch (FormatException)
        {
            throw Invalid($"its '{name}' is not base64url");
        }
    }

    private static byte[] TrimZeros(byte[] bytes)
    {
        var start = Array.FindIndex(bytes, static value => value != 0);
        return start <= 0 ? bytes : bytes.AsSpan(start).ToArray();
    }

    private static KoreException Invalid(string why) => KoreErrors.CredentialInvalid(
        $"The encryption key cannot be used: {why}.",
        "Copy the whole JWK from the app dialog on the platform: {\"kty\":\"RSA\",\"e\":…,\"n\":…,\"kid\":…}. "
        + "ConvertTo-Json makes it a string again where it was read as an object.");
}

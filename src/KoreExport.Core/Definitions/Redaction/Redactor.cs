using System.Security.Cryptography;
using System.Text;
using KoreExport.Verification;

namespace KoreExport.Definitions;

/// <summary>
/// Masks secrets so that a change still shows: each becomes <c>redacted-</c> and twelve hex digits of its HMAC-SHA256 (RFC 2104). The key
/// is the user's, or else made of the bot's id, so that the same secret gives the same mask night after night and another one in another
/// bot. A short or guessable secret can be found by trying where the key is known: who shares a tree gives a key of his own.
/// </summary>
internal sealed class Redactor
{
    private const string Prefix = "redacted-";
    private const int Digits = 12;
    private readonly SecretRules _rules;
    private readonly byte[] _key;

    /// <param name="rules">What is a secret.</param>
    /// <param name="key">The user's key, or null.</param>
    /// <param name="botId">The bot.</param>
    public Redactor(SecretRules rules, string? key, string botId)
    {
        _rules = rules;
        _key = Encoding.UTF8.GetBytes(key is { Length: > 0 } ? key : "KoreExport redaction, " + botId);
    }

    /// <summary>Whether a text is a mask.</summary>
    public static bool IsMask(string text) => text.StartsWith(Prefix, StringComparison.Ordinal) && text.Length == Prefix.Length + Digits;

    /// <summary>The text of a member without secrets, or null where there are none in it.</summary>
    public JsonSlice? Mask(string member, ValuePath path, JsonSlice? owner, JsonSlice token)
    {
        // A number can be a password; true, false and null say nothing.
        var text = token.GetText() ?? JsonText.GetString(token.Text);
        if (!token.IsText && (text.Length < 4 || text[0] > '9' || !IsPassword(path.Name)))
        {
            return null;
        }

        var masked = Mask(member, path.ParentName, path.Name, owner, text);
        if (masked == text)
        {
            return null;
        }

        var bytes = JsonText.Encode(masked);
        return new JsonSlice(bytes, 0, bytes.Length);
    }

    /// <summary>The text of a member without secrets.</summary>
    public string Mask(string member, string parent, string name, JsonSlice? owner, string text)
    {
        if (text.Length == 0 || IsMask(text))
        {
            return text;
        }

        if (_rules.IsSecret(member, parent, name, owner))
        {
            return Mask(text);
        }

        // The query of a service's address is data, and often a key.
        var query = parent == "endPoint" && name == "path" ? text.IndexOf('?') : -1;
        if (query >= 0)
        {
            return text.Substring(0, query + 1) + Mask(text.Substring(query + 1));
        }

        if (text.IndexOf('%') >= 0 && PercentCode.TryDecode(text, out var decoded) && decoded != text)
        {
            var clear = _rules.Replace(decoded, Mask);
            return clear == decoded ? text
                : PercentCode.TryEncode(clear, out var encoded) ? encoded
                : Mask(text);
        }

        return _rules.Replace(text, Mask);
    }

    private static bool IsPassword(string name) =>
        name.IndexOf("password", StringComparison.OrdinalIgnoreCase) >= 0
        || name.IndexOf("secret", StringComparison.OrdinalIgnoreCase) >= 0;

    /// <summary>The mask for a secret.</summary>
    public string Mask(string secret)
    {
        using var hmac = new HMACSHA256(_key);
        return Prefix + Hex.Lower(hmac.ComputeHash(Encoding.UTF8.GetBytes(secret))).Substring(0, Digits);
    }
}

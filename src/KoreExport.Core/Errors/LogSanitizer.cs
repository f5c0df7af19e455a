using System.Text.RegularExpressions;

namespace KoreExport.Errors;

/// <summary>
/// Makes text from outside fit to be shown or logged: no control characters (a terminal would obey them), no tokens, no signatures, and
/// of bounded length.
/// </summary>
internal static class LogSanitizer
{
    /// <summary>Stands where a secret was.</summary>
    public const string Mask = "***";

    private const int MaximumLength = 500;
    private const int MaximumMessageLength = 2000;

    // Three or five base64url parts, the first a JSON object in base64 ("eyJ" is '{"').
    private static readonly Regex Token = new(
        @"eyJ[A-Za-z0-9_-]{5,}(\.[A-Za-z0-9_-]*){1,4}", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    // The query of any address: a signed link's secret is there, and other addresses lose nothing an operator needs.
    private static readonly Regex Query = new(
        @"(?<=(://|getMediaStream/)[^\s?""'<>]*)\?[^\s""'<>]*",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase,
        TimeSpan.FromSeconds(1));

    // The signature alone, wherever it got to: the platform's end in "$$".
    private static readonly Regex Signature = new(@"(?<=\bs=)[^\s&""'<>]{8,}", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    /// <summary>Returns <paramref name="text"/> on one line, without secrets, and cut at 500 characters.</summary>
    public static string Sanitize(string? text)
    {
        if (text is not { Length: > 0 })
        {
            return string.Empty;
        }

        // Cut first, with room for what masking removes: text of any length may come from outside.
        var head = text.Length > MaximumLength * 8 ? text.Substring(0, MaximumLength * 8) : text;
        var oneLine = Neutralise(head);
        var masked = (MayHoldSecret(oneLine) ? MaskSecrets(oneLine) : oneLine).Trim();
        return masked.Length <= MaximumLength ? masked : masked.Substring(0, MaximumLength) + "…";
    }

    /// <summary>Replaces control, format and other invisible characters, so that text cannot steer a terminal or hide.</summary>
    public static string Neutralise(string text)
    {
        if (text.All(IsShown))
        {
            return text;
        }

        var result = text.ToCharArray();
        for (var i = 0; i < result.Length; i++)
        {
            var character = result[i];
            result[i] = IsShown(character) ? character : character is '\r' or '\n' or '\t' ? ' ' : '\uFFFD';
        }

        return new string(result);
    }

    /// <summary>
    /// A whole message, made up of texts that may come from outside: without control characters, and with its middle left out where it is
    /// far too long. The last net below those who sanitize the parts.
    /// </summary>
    public static string Message(string message) => Shorten(Neutralise(message), MaximumMessageLength);

    /// <summary>A path, fit for a message: without control characters, and with its middle left out where it is very long.</summary>
    public static string FilePath(string path) => Shorten(Neutralise(path), MaximumLength);

    /// <summary>An address without its query, user info and tokens: fit for a message.</summary>
    public static string Address(Uri uri) => uri.IsAbsoluteUri ? Sanitize($"{uri.Scheme}://{uri.Authority}{uri.AbsolutePath}") : Mask;

    /// <summary>Scheme, host and port of an address: fit for a message.</summary>
    public static string Host(Uri uri) => Neutralise($"{uri.Scheme}://{uri.Authority}");

    private static string Shorten(string text, int length) =>
        text.Length <= length ? text : text.Substring(0, length / 2) + "…" + text.Substring(text.Length - (length / 2));

    // Without these none of the patterns matches, and there is a name in each of thousands of records.
    private static bool MayHoldSecret(string text) =>
        text.IndexOf('?') >= 0 || text.IndexOf('=') >= 0 || text.IndexOf("eyJ", StringComparison.Ordinal) >= 0;

    private static string MaskSecrets(string text) => Signature.Replace(Query.Replace(Token.Replace(text, Mask), "?" + Mask), Mask);

    private static bool IsShown(char character) => !char.IsControl(character) && !IsInvisible(character);

    private static bool IsInvisible(char character) =>
        // Line separators, bidirectional overrides and zero-width marks.
        character is (>= '\u2028' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or (>= '\u200B' and <= '\u200F') or '\uFEFF';
}

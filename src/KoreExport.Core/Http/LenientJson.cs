using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace KoreExport.Http;

/// <summary>
/// Parses JSON whose texts may be damaged: cut in the middle of a character, as a name that somebody shortened is, or not UTF-8. The
/// platform sends what users typed, and the parser throws on reading such a text; here a replacement character stands in its place.
/// </summary>
internal static class LenientJson
{
    // Every escape of two or six characters, from left to right: a pair of surrogates, half of one (the group), or any other.
    private static readonly Regex Escape = new(
        @"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(?<half>u[dD][89a-fA-F][0-9a-fA-F]{2})|.)",
        RegexOptions.CultureInvariant | RegexOptions.Singleline,
        TimeSpan.FromSeconds(5));

    /// <exception cref="JsonException">It is not JSON, or there is not all of it.</exception>
    public static JsonElement Parse(byte[] utf8)
    {
        // Decoding replaces what is not UTF-8.
        var text = Encoding.UTF8.GetString(utf8);
        if (text.IndexOf(@"\ud", StringComparison.OrdinalIgnoreCase) >= 0)
        {
            text = Escape.Replace(text, static match => match.Groups["half"].Success ? @"\ufffd" : match.Value);
        }

        using var document = JsonDocument.Parse(text.TrimStart('\uFEFF'));
        return document.RootElement.Clone();
    }
}

using System.Globalization;
using System.Text;

namespace KoreExport.Html;

/// <summary>
/// Makes any text fit for a page: nothing in it is markup, what is invisible is shown, and what is not ASCII is written as a number, so
/// that the page survives whatever encoding it is saved in.
/// </summary>
internal static class HtmlText
{
    /// <summary>The text, for an element or a quoted attribute.</summary>
    public static string Encode(string? text)
    {
        if (text is not { Length: > 0 })
        {
            return string.Empty;
        }

        var html = new StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[i];
            if (char.IsHighSurrogate(character) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                Append(html, char.ConvertToUtf32(character, text[++i]));
            }
            else
            {
                Append(html, character);
            }
        }

        return html.ToString();
    }

    private static void Append(StringBuilder html, int code)
    {
        switch (code)
        {
            case '&':
                html.Append("&amp;");
                break;
            case '<':
                html.Append("&lt;");
                break;
            case '>':
                html.Append("&gt;");
                break;
            case '"':
                html.Append("&quot;");
                break;
            case '\'':
                html.Append("&#39;");
                break;
            case '\n' or '\t':
                html.Append((char)code);
                break;
            case < 0x20 or 0x7F:
                // The pictures that Unicode has of them.
                AppendNumber(html, code == 0x7F ? 0x2421 : 0x2400 + code);
                break;
            case < 0x7F:
                html.Append((char)code);
                break;
            default:
                AppendOther(html, code);
                break;
        }
    }

    private static void AppendOther(StringBuilder html, int code)
    {
        if (IsInvisible(code))
        {
            html.Append("&#10216;U+").Append(code.ToString("X4", CultureInfo.InvariantCulture)).Append("&#10217;");
        }
        else
        {
            AppendNumber(html, code is >= 0xD800 and <= 0xDFFF || (code & 0xFFFE) == 0xFFFE ? 0xFFFD : code);
        }
    }

    private static void AppendNumber(StringBuilder html, int code) =>
        html.Append("&#").Append(code.ToString(CultureInfo.InvariantCulture)).Append(';');

    // What turns the direction of text or takes no room. Joiners stay: languages and emoji need them.
    private static bool IsInvisible(int code) => code is (>= 0x80 and <= 0x9F) or 0xAD or 0x61C or 0x180E or 0x200B or 0x200E or 0x200F
        or (>= 0x2028 and <= 0x202E) or (>= 0x2060 and <= 0x206F) or 0xFEFF or (>= 0xE0000 and <= 0xE007F);
}

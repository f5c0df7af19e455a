using System.Globalization;
using System.Text;

namespace KoreExport.Views;

/// <summary>How wide text is on a terminal: Chinese, Japanese and Korean characters and emoji take two cells (Unicode UAX #11).</summary>
internal static class DisplayWidth
{
    // The blocks that are wide throughout.
    private static readonly (int First, int Last)[] Wide =
    [
        (0x1100, 0x115F), (0x2E80, 0x303E), (0x3041, 0x33FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xA000, 0xA4CF), (0xA960, 0xA97F),
        (0xAC00, 0xD7A3), (0xF900, 0xFAFF), (0xFE30, 0xFE6F), (0xFF00, 0xFF60), (0xFFE0, 0xFFE6), (0x1F300, 0x1F64F), (0x1F900, 0x1F9FF),
        (0x20000, 0x3FFFD),
    ];

    /// <summary>The cells that text takes.</summary>
    public static int Of(string text) => Characters(text).Sum(static one => one.Cells);

    /// <summary>The text, or as much of its beginning as fits, with an ellipsis. No character is cut in two.</summary>
    public static string Truncate(string text, int cells)
    {
        if (Of(text) <= cells)
        {
            return text;
        }

        var result = new StringBuilder();
        var used = 1;
        foreach (var (character, width) in Characters(text))
        {
            used += width;
            if (used > cells)
            {
                break;
            }

            result.Append(character);
        }

        return result.Append('…').ToString();
    }

    private static IEnumerable<(string Character, int Cells)> Characters(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var isPair = i + 1 < text.Length && char.IsSurrogatePair(text, i);
            var code = isPair ? char.ConvertToUtf32(text, i) : text[i];
            var character = text.Substring(i, isPair ? 2 : 1);
            yield return (character, Cells(character, code));
            i += isPair ? 1 : 0;
        }
    }

    private static int Cells(string character, int code) => CharUnicodeInfo.GetUnicodeCategory(character, 0) switch
    {
        UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format => 0,
        _ => Array.Exists(Wide, block => code >= block.First && code <= block.Last) ? 2 : 1,
    };
}

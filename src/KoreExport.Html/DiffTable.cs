using System.Globalization;

namespace KoreExport.Html;

/// <summary>
/// Writes two texts side by side, or one alone. Far from a change, lines are left out; on a phone the newer line is below the older.
/// </summary>
internal static class DiffTable
{
    private const int Context = 3;
    private const int MaximumRows = 1_000;
    private const int MaximumCell = 20_000;

    /// <summary>Writes both texts.</summary>
    public static void WritePair(TextWriter output, string before, string after)
    {
        output.Write("<table class=\"diff two\"><colgroup><col class=\"n\"><col><col class=\"n\"><col></colgroup>");
        output.Write("<thead class=\"hidden\"><tr><th>Line</th><th>Before</th><th>Line</th><th>After</th></tr></thead>\n<tbody>");
        var rows = SideBySideDiff.Make(before, after);
        var isShown = Near(rows);
        var written = 0;
        for (var i = 0; i < rows.Count; i++)
        {
            if (written == MaximumRows)
            {
                WriteSkip(output, rows.Count - i, "lines more");
                break;
            }

            // A single line takes no more room than the words that it was left out.
            if (isShown[i] || ((i == 0 || isShown[i - 1]) && (i + 1 == rows.Count || isShown[i + 1])))
            {
                written++;
                Write(output, rows[i]);
                continue;
            }

            var start = i;
            while (i + 1 < rows.Count && !isShown[i + 1])
            {
                i++;
            }

            WriteSkip(output, i - start + 1, "lines that are the same");
        }

        output.Write("</tbody></table>\n");
    }

    /// <summary>Writes one text.</summary>
    /// <param name="output">The page.</param>
    /// <param name="text">The text.</param>
    /// <param name="isNew">Whether it is new, or else gone.</param>
    public static void WriteOne(TextWriter output, string text, bool isNew)
    {
        output.Write("<table class=\"diff\"><colgroup><col class=\"n\"><col></colgroup>\n<tbody>");
        var lines = text.Replace("\r\n", "\n").Split('\n');
        var side = isNew ? "w" : "o";
        for (var i = 0; i < Math.Min(lines.Length, MaximumRows); i++)
        {
            output.Write(
                $"<tr><td class=\"n\">{Number(i + 1)}</td>"
                    + $"<td class=\"{side}\">{Cell([new DiffPiece(lines[i], IsChanged: false)], isNew)}</td></tr>\n");
        }

        if (lines.Length > MaximumRows)
        {
            output.Write($"<tr><td class=\"skip\" colspan=\"2\">{Number(lines.Length - MaximumRows)} lines more</td></tr>\n");
        }

        output.Write("</tbody></table>\n");
    }

    private static bool[] Near(IReadOnlyList<DiffRow> rows)
    {
        var isShown = new bool[rows.Count];
        for (var i = 0; i < rows.Count; i++)
        {
            for (var near = Math.Max(0, i - Context); rows[i].IsChanged && near < Math.Min(rows.Count, i + Context + 1); near++)
            {
                isShown[near] = true;
            }
        }

        return isShown;
    }

    private static void Write(TextWriter output, DiffRow row)
    {
        output.Write(row.IsChanged ? "<tr>" : "<tr class=\"same\">");
        Write(output, row.Before, row.IsChanged ? "o" : string.Empty, 1);
        Write(output, row.After, row.IsChanged ? "w" : string.Empty, 2);
        output.Write("</tr>\n");
    }

    private static void Write(TextWriter output, DiffLine? line, string colour, int side)
    {
        if (line is null)
        {
            output.Write("<td class=\"n none\"></td><td class=\"none\"></td>");
            return;
        }

        output.Write(
            $"<td class=\"n n{side}\">{Number(line.Number)}</td><td class=\"{colour} w{side}\">{Cell(line.Pieces, side == 2)}</td>");
    }

    private static void WriteSkip(TextWriter output, int count, string what) =>
        output.Write($"<tr><td class=\"skip\" colspan=\"4\">{Number(count)} {what}</td></tr>\n");

    private static string Cell(IReadOnlyList<DiffPiece> pieces, bool isNew)
    {
        var mark = isNew ? "ins" : "del";
        var room = MaximumCell;
        var html = new System.Text.StringBuilder();
        foreach (var piece in pieces)
        {
            var text = piece.Text.Length > room ? piece.Text.Substring(0, room) : piece.Text;
            room -= text.Length;
            html.Append(piece.IsChanged ? $"<{mark}>{HtmlText.Encode(text)}</{mark}>" : HtmlText.Encode(text));
            if (text.Length < piece.Text.Length)
            {
                html.Append(" &#8230;");
                break;
            }
        }

        return html.ToString();
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}

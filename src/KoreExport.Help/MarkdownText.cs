using System.Text;
using System.Text.RegularExpressions;

namespace KoreExport.Help;

/// <summary>
/// Writes Markdown as plain text of the width of a console. It knows what the topics use: headings, paragraphs, lists, tables, blocks of
/// code, links, emphasis and code in a line.
/// </summary>
internal static partial class MarkdownText
{
    private const int Width = 79;
    private const int Indent = 4;

    // A table whose first column is wider than this has each row's other cells below the first.
    private const int WidestFirstColumn = 26;

    /// <summary>Writes lines of Markdown.</summary>
    public static void Append(StringBuilder text, IEnumerable<string> markdown)
    {
        var lines = new Queue<string>(markdown);
        while (lines.TryPeek(out var line))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                AppendCode(text, lines);
            }
            else if (line.StartsWith('#'))
            {
                AppendHeading(text, lines.Dequeue());
            }
            else if (line.StartsWith('|'))
            {
                AppendTable(text, TakeWhile(lines, next => next.StartsWith('|')));
            }
            else if (ListItem().Match(line) is { Success: true } item)
            {
                var first = lines.Dequeue();
                var rest = TakeWhile(lines, next => next.StartsWith("  ", StringComparison.Ordinal)).Select(next => next.Trim());
                AppendWrapped(text, Plain(string.Join(' ', rest.Prepend(first))), Indent, Indent + item.Length);
                text.Append(lines.TryPeek(out var next) && ListItem().IsMatch(next) ? "" : "\n");
            }
            else if (line.Length > 0)
            {
                AppendWrapped(text, Plain(string.Join(' ', TakeWhile(lines, IsParagraph))), Indent, Indent);
                text.Append('\n');
            }
            else
            {
                lines.Dequeue();
            }
        }
    }

    /// <summary>A line without markup.</summary>
    public static string Plain(string markdown)
    {
        // What is code is kept as it is, also where it looks like markup.
        var pieces = markdown.Split('`');
        for (var i = 0; i < pieces.Length; i += 2)
        {
            pieces[i] = Emphasis().Replace(Link().Replace(pieces[i], Address), "$2");
        }

        return Blanks().Replace(string.Concat(pieces), " ").Trim();
    }

    // A link between topics is a name that Get-Help knows.
    private static string Address(Match link) => link.Groups["address"].Value.Contains("://", StringComparison.Ordinal)
        ? $"{link.Groups["text"].Value} ({link.Groups["address"].Value})"
        : link.Groups["text"].Value;

    private static bool IsParagraph(string line) =>
        line.Length > 0 && line[0] is not ('#' or '|') && !line.StartsWith("```", StringComparison.Ordinal) && !ListItem().IsMatch(line);

    // The first line was looked at already.
    private static List<string> TakeWhile(Queue<string> lines, Predicate<string> belongs)
    {
        List<string> taken = [];
        while (lines.TryPeek(out var line) && belongs(line))
        {
            taken.Add(lines.Dequeue());
        }

        return taken;
    }

    private static void AppendHeading(StringBuilder text, string line)
    {
        var heading = Plain(line.TrimStart('#'));
        text.Append(line.StartsWith("## ", StringComparison.Ordinal) ? $"{heading.ToUpperInvariant()}\n" : $"  {heading}\n");
    }

    private static void AppendCode(StringBuilder text, Queue<string> lines)
    {
        lines.Dequeue();
        while (lines.TryDequeue(out var line) && !line.StartsWith("```", StringComparison.Ordinal))
        {
            text.Append((new string(' ', 2 * Indent) + line).TrimEnd()).Append('\n');
        }

        text.Append('\n');
    }

    private static void AppendTable(StringBuilder text, IReadOnlyList<string> lines)
    {
        // Without the names of the columns and the line below them.
        var rows = lines.Skip(2).Select(
            line => Cell().Matches(line.Trim()).Select(cell => Plain(cell.Groups["text"].Value.Replace("\\|", "|"))).ToList())
            .ToList();
        var widest = rows.Max(row => row[0].Length);
        foreach (var row in rows)
        {
            if (row.Count == 2 && widest <= WidestFirstColumn)
            {
                var second = Indent + widest + 2;
                AppendWrapped(text, row[0].PadRight(widest + 2) + row[1], Indent, second);
                continue;
            }

            AppendWrapped(text, row[0], Indent, Indent);
            row.Skip(1).Where(cell => cell.Length > 0).ToList().ForEach(cell => AppendWrapped(text, cell, 2 * Indent, 2 * Indent));
            text.Append('\n');
        }

        text.Append(text[^2] == '\n' ? "" : "\n");
    }

    private static void AppendWrapped(StringBuilder text, string line, int indent, int hanging)
    {
        // The padding between two columns is no place to break a line.
        var column = hanging - indent;
        var (start, words) = line.Length > column && column > 0 ? (line[..column], line[column..].Split(' ')) : ("", line.Split(' '));
        var current = new string(' ', indent) + start;
        var isNew = true;
        foreach (var word in words)
        {
            if (!isNew && current.Length + 1 + word.Length > Width)
            {
                text.Append(current.TrimEnd()).Append('\n');
                current = new string(' ', hanging);
                isNew = true;
            }

            current += isNew ? word : " " + word;
            isNew = false;
        }

        text.Append(current.TrimEnd()).Append('\n');
    }

    [GeneratedRegex(@"^(- |\d+\. )")]
    private static partial Regex ListItem();

    [GeneratedRegex(@"\[(?<text>[^\]]+)\]\((?<address>[^)]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"(\*\*?)([^*]+)\1")]
    private static partial Regex Emphasis();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    // A bar within code is written \| in a table.
    [GeneratedRegex(@"\|(?<text>(\\\||[^|])+)(?=\|)")]
    private static partial Regex Cell();
}

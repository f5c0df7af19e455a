using System.Text;

namespace KoreExport.Definitions;

/// <summary>Reads CSV (RFC 4180) with a line of column names into JSON, an array of objects, so that CSV and JSON compare alike.</summary>
internal static class CsvTable
{
    /// <summary>The rows, or null where it is no table with names.</summary>
    public static JsonSlice? Read(string text)
    {
        var at = text.Length > 0 && text[0] == '\uFEFF' ? 1 : 0;
        var columns = Row(text, ref at);
        if (columns.Count < 2 || columns.Exists(static column => column.Trim().Length == 0 || column.IndexOf('<') >= 0))
        {
            return null;
        }

        using var json = new MemoryStream();
        var writer = new JsonLayoutWriter(json, JsonLayout.Platform);
        writer.Open('[');
        while (at < text.Length)
        {
            var cells = Row(text, ref at);
            if (cells.Count == 1 && cells[0].Length == 0)
            {
                continue;
            }

            writer.Open('{');
            for (var i = 0; i < columns.Count; i++)
            {
                writer.Name(columns[i].Trim());
                writer.String(i < cells.Count ? cells[i] : string.Empty);
            }

            writer.Close('}');
        }

        writer.Close(']');
        writer.Complete();
        return JsonSlice.Unchecked(json.ToArray());
    }

    private static List<string> Row(string text, ref int at)
    {
        var cells = new List<string>();
        while (true)
        {
            cells.Add(Cell(text, ref at));
            if (at >= text.Length)
            {
                return cells;
            }

            var end = text[at++];
            if (end == ',')
            {
                continue;
            }

            if (end == '\r' && at < text.Length && text[at] == '\n')
            {
                at++;
            }

            return cells;
        }
    }

    private static string Cell(string text, ref int at)
    {
        var cell = new StringBuilder();
        if (at < text.Length && text[at] == '"')
        {
            for (at++; at < text.Length; at++)
            {
                if (text[at] != '"')
                {
                    cell.Append(text[at]);
                }
                else if (at + 1 < text.Length && text[at + 1] == '"')
                {
                    cell.Append(text[at++]);
                }
                else
                {
                    at++;
                    break;
                }
            }
        }

        while (at < text.Length && text[at] is not (',' or '\r' or '\n'))
        {
            cell.Append(text[at++]);
        }

        return cell.ToString();
    }
}

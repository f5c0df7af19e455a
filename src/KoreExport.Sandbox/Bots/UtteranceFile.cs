using System.Text;
using System.Text.Json.Nodes;
using KoreExport.Sandbox.Http;

namespace KoreExport.Sandbox.Bots;

/// <summary>
/// The two formats of utterances: a JSON array of <c>taskName, sentence, type, entities, language</c> [seen], and CSV with the columns
/// <c>taskName,sentence,type,language</c> [doc], quoted as RFC 4180 has it.
/// </summary>
internal static class UtteranceFile
{
    private static readonly string[] Columns = ["taskName", "sentence", "type", "language"];

    public static byte[] Json(IEnumerable<Utterance> utterances) =>
        JsFormat.Utf8(new JsonArray(utterances.Select(utterance => (JsonNode)utterance.ToJson()).ToArray()));

    public static byte[] Csv(IEnumerable<Utterance> utterances)
    {
        var text = new StringBuilder(string.Join(",", Columns)).Append("\r\n");
        foreach (var utterance in utterances)
        {
            text.Append(Quote(utterance.Task)).Append(',').Append(Quote(utterance.Sentence)).Append(',')
                .Append(utterance.Type).Append(',').Append(utterance.Language).Append("\r\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>Reads the utterances of a definition.</summary>
    public static IReadOnlyList<Utterance> Of(JsonObject definition) => Read(definition["sentences"]) ?? [];

    /// <summary>Reads a file of either format.</summary>
    /// <param name="content">The file.</param>
    /// <param name="utterances">Its utterances.</param>
    /// <param name="isJson">Whether it looks like JSON.</param>
    /// <returns>False where it is neither.</returns>
    public static bool TryRead(byte[] content, out IReadOnlyList<Utterance> utterances, out bool isJson)
    {
        var text = Encoding.UTF8.GetString(content).TrimStart('\uFEFF');
        isJson = text.TrimStart().StartsWith("[", StringComparison.Ordinal);
        var read = isJson ? Read(JsFormat.TryRead(Encoding.UTF8.GetBytes(text))) : ReadCsv(text);
        utterances = read ?? [];
        return read is not null;
    }

    private static List<Utterance>? Read(JsonNode? list)
    {
        var rows = (list as JsonArray)?.OfType<JsonObject>().Where(row =>
            JsFormat.TextOf(row["taskName"]) is not null && JsFormat.TextOf(row["sentence"]) is not null).ToList();
        return rows is null || rows.Count != ((JsonArray)list!).Count ? null : rows.Select(row => new Utterance(
            JsFormat.TextOf(row["taskName"])!,
            JsFormat.TextOf(row["sentence"])!,
            JsFormat.TextOf(row["type"]) ?? "DialogIntent",
            JsFormat.TextOf(row["language"]) ?? "en")
        {
            Entities = (row["entities"] as JsonArray)?.ToJsonString() ?? "[]",
        }).ToList();
    }

    private static List<Utterance>? ReadCsv(string text)
    {
        var rows = Rows(text).Where(row => row.Count > 1 || row[0].Length > 0).ToList();
        if (rows.Count == 0)
        {
            return null;
        }

        var places = Columns.Select(column => rows[0].IndexOf(column)).ToArray();
        return places.Contains(-1) || rows.Any(row => row.Count != rows[0].Count) ? null : rows.Skip(1)
            .Select(row => new Utterance(row[places[0]], row[places[1]], row[places[2]], row[places[3]])).ToList();
    }

    private static IEnumerable<List<string>> Rows(string text)
    {
        var (row, field, quoted) = (new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '"' when quoted && i + 1 < text.Length && text[i + 1] == '"':
                    field.Append('"');
                    i++;
                    break;
                case '"':
                    quoted = !quoted;
                    break;
                case ',' when !quoted:
                    row.Add(field.ToString());
                    field.Clear();
                    break;
                case '\n' when !quoted:
                    row.Add(field.ToString().TrimEnd('\r'));
                    field.Clear();
                    yield return row;
                    row = [];
                    break;
                default:
                    field.Append(text[i]);
                    break;
            }
        }

        if (field.Length > 0 || row.Count > 0)
        {
            row.Add(field.ToString());
            yield return row;
        }
    }

    private static string Quote(string field) => "\"" + field.Replace("\"", "\"\"") + "\"";
}

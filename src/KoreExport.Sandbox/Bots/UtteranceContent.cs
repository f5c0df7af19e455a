using System.Text;
using System.Text.Json.Nodes;
using KoreExport.Sandbox.Http;

namespace KoreExport.Sandbox.Bots;

/// <summary>Makes the file of an ML export: always the same one for the same bot, until it is edited.</summary>
internal static class UtteranceContent
{
    private static readonly string[] Openings =
        ["I want to", "Please", "Can you", "How do I", "Könnten Sie bitte", "I'd like to", "help me", "quick,"];
    private static readonly string[] Manners =
        ["today", "for my account", "before Friday", "again", "on my phone", "\"right now\"", "in two steps", "for order 4711"];

    /// <summary>A JSON array of <c>taskName, sentence, type, entities, language</c> [seen].</summary>
    public static byte[] Json(string botId, int count, int edits, int variant)
    {
        var rows = new JsonArray();
        foreach (var (task, sentence) in Rows(botId, count, edits, variant))
        {
            rows.Add(new JsonObject
            {
                ["taskName"] = task,
                ["sentence"] = sentence,
                ["type"] = "DialogIntent",
                ["entities"] = new JsonArray(),
                ["language"] = "en",
            });
        }

        return JsonText.Utf8(rows);
    }

    /// <summary>
    /// CSV with the columns of the platform's import, <c>taskName,sentence,type,language</c> [doc]; quoted as RFC 4180 has it.
    /// </summary>
    public static byte[] Csv(string botId, int count, int edits, int variant)
    {
        var text = new StringBuilder("taskName,sentence,type,language\r\n");
        foreach (var (task, sentence) in Rows(botId, count, edits, variant))
        {
            text.Append('"').Append(task).Append("\",\"").Append(sentence.Replace("\"", "\"\"")).Append("\",DialogIntent,en\r\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static IEnumerable<(string Task, string Sentence)> Rows(string botId, int count, int edits, int variant)
    {
        for (var i = 0; i < count; i++)
        {
            var task = BotContent.TaskName(i / 8 % BotContent.TaskCount);
            var manner = Manners[(i + botId[botId.Length - 1]) % Manners.Length];

            // One digit tells variants apart, so that they all have the same length.
            var edit = edits > 0 && i == 0 ? $" (edit {edits})" : "";
            yield return (task, $"{Openings[i % Openings.Length]} {task.ToLowerInvariant()} {manner}, no. {i}.{variant % 10}{edit}");
        }
    }
}

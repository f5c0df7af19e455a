using System.Text.Json.Nodes;
using KoreExport.Sandbox.Http;

namespace KoreExport.Sandbox.Bots;

/// <summary>
/// Makes the file of a batch test suite. The documents name JSON and CSV for its import; that the export is the JSON array of
/// <c>input, intent, entities, entityOrder</c> is inferred.
/// </summary>
internal static class TestSuiteContent
{
    private const int CaseCount = 20;

    private static readonly string[] Names =
        ["Regression", "Nächtlicher Lauf – alle Intents", "予約 テスト", "Orders / returns", "100% & more?"];

    /// <summary>The name of a custom suite, counted from 0.</summary>
    public static string NameOf(int suite) => suite < Names.Length ? Names[suite] : $"Suite {suite + 1}";

    /// <summary>A JSON array of test cases.</summary>
    /// <param name="botId">The bot.</param>
    /// <param name="suite">Which of its suites, from 0.</param>
    /// <param name="edits">How often the suites were edited.</param>
    /// <param name="variant">Tells variants of the same length apart.</param>
    public static byte[] Json(string botId, int suite, int edits, int variant)
    {
        var cases = new JsonArray();
        for (var i = 0; i < CaseCount; i++)
        {
            var task = MadeBot.TaskName((i + suite + botId[botId.Length - 1]) % MadeBot.TaskCount);
            var edit = edits > 0 && i == 0 ? $" (edit {edits})" : "";
            cases.Add(new JsonObject
            {
                ["input"] = $"Könnten Sie {task.ToLowerInvariant()}, {4711 + i}.{variant % 10}{edit}",
                ["intent"] = task,
                ["entities"] = new JsonArray(new JsonObject { ["entityName"] = "Number", ["entityValue"] = $"{4711 + i}" }),
                ["entityOrder"] = new JsonArray("Number"),
            });
        }

        return JsFormat.Utf8(cases);
    }
}

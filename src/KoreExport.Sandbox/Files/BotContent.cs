using System;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace KoreExport.Sandbox.Files;

/// <summary>
/// What is in a made bot: a handful of dialogs with nodes, components and sentences, all of it following from the bot's id.
/// </summary>
internal static class BotContent
{
    private const int NodesOfADialog = 5;
    private const int SentencesOfATask = 12;

    private static readonly string[] Verbs = ["Check", "Change", "Cancel", "Order"];
    private static readonly string[] Objects = ["Balance", "Address", "Card", "Appointment", "Statement"];

    public static int TaskCount => Verbs.Length * Objects.Length;

    public static string TaskName(int task) => $"{Verbs[task % Verbs.Length]} {Objects[task / Verbs.Length]}";

    /// <summary>The bot's definition, as far as the options select it.</summary>
    /// <param name="botId">The bot.</param>
    /// <param name="options">The start's <c>exportOptions</c>; null selects everything.</param>
    /// <returns>The keys real exports have [seen]. A component that was not selected leaves its key with an empty list.</returns>
    public static JsonObject Definition(string botId, JsonObject? options) => new()
    {
        ["_id"] = botId,
        ["refId"] = Uuid(botId, "ref"),
        ["purpose"] = "customer",
        ["type"] = "default",
        ["defaultLanguage"] = "en",
        ["supportedLanguages"] = new JsonArray("en"),
        ["localeData"] = new JsonObject { ["en"] = new JsonObject { ["name"] = Name(botId), ["description"] = "A bot of the sandbox" } },
        ["botEvents"] = new JsonObject
        {
            ["TASK_FAILURE_EVENT"] = new JsonObject { ["enabled"] = true, ["action"] = "showMsg", ["lMod"] = "2024-09-30T08:12:03.442Z" },
        },
        ["dialogs"] = When(Selects(options, "tasks", "botTask"), TaskCount, i => Dialog(botId, i)),
        ["dialogComponents"] = When(Selects(options, "tasks", "botTask"), TaskCount * NodesOfADialog, i => Component(botId, i)),
        ["knowledgeTasks"] = When(Selects(options, "tasks", "knowledgeGraph"), 1, i => KnowledgeGraph(botId, i)),
        ["smallTalk"] = When(Selects(options, "tasks", "smallTalk"), 3, i => SmallTalk(botId, i)),
        ["sentences"] = When(Selects(options, "nlpData", "utterances"), TaskCount * SentencesOfATask, i => Sentence(botId, i)),
        ["patterns"] = When(Selects(options, "nlpData", "patterns"), TaskCount, Pattern),
        ["contentVariables"] = When(Selects(options, "settings", "botVariables"), 2, ContentVariable),
        ["exportOptions"] = options?.DeepClone() ?? new JsonObject(),
        ["encryptedHash"] = Convert.ToBase64String(Hash(botId, "hash")),
    };

    /// <summary>The bot's <c>config.json</c>. Real ones hold secrets [seen]; this one holds something that looks like one.</summary>
    public static JsonObject Config(string botId, JsonObject? options) => new()
    {
        ["name"] = Name(botId),
        ["envVariables"] = When(Selects(options, "settings", "botVariables"), 1, i => EnvironmentVariable(botId)),
    };

    private static string Name(string botId) => "Sandbox bot " + botId.Substring(Math.Max(0, botId.Length - 4));

    private static JsonObject Dialog(string botId, int i) => new()
    {
        ["_id"] = "dg-" + Uuid(botId, "dialog" + i),
        ["name"] = TaskName(i),
        ["nodes"] = new JsonArray(Enumerable.Range(0, NodesOfADialog).Select(n => (JsonNode)new JsonObject
        {
            ["nodeId"] = (n == 0 ? "intent" : "message") + n,
            ["componentId"] = "dc-" + Uuid(botId, "component" + ((i * NodesOfADialog) + n)),
            ["transitions"] = new JsonArray(new JsonObject { ["default"] = n == NodesOfADialog - 1 ? "end" : "message" + (n + 1) }),
        }).ToArray()),
    };

    private static JsonObject Component(string botId, int i) => new()
    {
        ["_id"] = "dc-" + Uuid(botId, "component" + i),
        ["refId"] = Uuid(botId, "componentRef" + i),
        ["name"] = $"Message{i:0000}",
        ["type"] = "message",
        ["message"] = new JsonArray(new JsonObject
        {
            ["channel"] = "default",
            ["text"] = $"Thank you – {TaskName(i / NodesOfADialog).ToLowerInvariant()} is done.",
        }),
    };

    private static JsonObject Sentence(string botId, int i) => new()
    {
        ["_id"] = "sn-" + Uuid(botId, "sentence" + i),
        ["taskName"] = TaskName(i / SentencesOfATask),
        ["sentence"] = $"I want to {TaskName(i / SentencesOfATask).ToLowerInvariant()}, please ({i})",
        ["language"] = "en",
    };

    private static JsonObject KnowledgeGraph(string botId, int i) => new() { ["_id"] = "kg-" + Uuid(botId, "kg" + i), ["name"] = "FAQ" };

    private static JsonObject SmallTalk(string botId, int i) =>
        new() { ["language"] = "en", ["groupId"] = "smg-" + Uuid(botId, "smg" + i) };

    private static JsonObject Pattern(int i) => new() { ["taskName"] = TaskName(i), ["pattern"] = "* " + TaskName(i).ToLowerInvariant() };

    private static JsonObject ContentVariable(int i) => new() { ["key"] = "greeting" + i, ["value"] = "Hello" };

    private static JsonObject EnvironmentVariable(string botId) =>
        new() { ["key"] = "apiKey", ["value"] = "not-a-real-key-" + Uuid(botId, "key") };

    private static JsonArray When(bool selected, int count, Func<int, JsonNode> make) =>
        selected ? new JsonArray(Enumerable.Range(0, count).Select(make).ToArray()) : new JsonArray();

    private static bool Selects(JsonObject? options, string list, string word) =>
        options is null
        || (options[list] is JsonArray words && words.Any(item => Is(item, word)));

    private static bool Is(JsonNode? item, string word) =>
        item is JsonValue value && value.TryGetValue<string>(out var text) && text == word;

    private static string Uuid(string botId, string what) => new Guid(Hash(botId, what).Take(16).ToArray()).ToString();

    private static byte[] Hash(string botId, string what)
    {
        using var sha = SHA256.Create();
        return sha.ComputeHash(Encoding.UTF8.GetBytes(botId + " " + what));
    }
}

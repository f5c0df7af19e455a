using System.Text.Json.Nodes;

namespace KoreExport.Sandbox.Bots;

/// <summary>
/// What is in a made bot: a handful of dialogs with nodes, components and sentences, all of it following from the bot's id, its name and
/// how often it was edited.
/// </summary>
/// <param name="botId">Its id.</param>
/// <param name="name">Its name.</param>
/// <param name="edits">How often it was edited.</param>
/// <param name="options">The start's <c>exportOptions</c>; null selects everything.</param>
internal sealed class BotContent(string botId, string name, int edits, JsonObject? options)
{
    private const int NodesOfADialog = 5;
    private const int SentencesOfATask = 12;

    private static readonly string[] Verbs = ["Check", "Change", "Cancel", "Order"];
    private static readonly string[] Objects = ["Balance", "Address", "Card", "Appointment", "Statement"];

    public static int TaskCount => Verbs.Length * Objects.Length;

    public static string TaskName(int task) => $"{Verbs[task % Verbs.Length]} {Objects[task / Verbs.Length]}";

    /// <summary>The bot's definition, as far as the options select it.</summary>
    /// <returns>The keys real exports have [seen]. A component that was not selected leaves its key with an empty list.</returns>
    public JsonObject Definition() => new()
    {
        ["_id"] = botId,
        ["refId"] = DeterministicId.Uuid(botId, "ref"),
        ["purpose"] = "customer",
        ["type"] = "default",
        ["defaultLanguage"] = "en",
        ["supportedLanguages"] = new JsonArray("en"),
        ["localeData"] = new JsonObject { ["en"] = new JsonObject { ["name"] = name, ["description"] = "A bot of the sandbox" } },
        ["botEvents"] = new JsonObject
        {
            ["TASK_FAILURE_EVENT"] = new JsonObject { ["enabled"] = true, ["action"] = "showMsg", ["lMod"] = "2024-09-30T08:12:03.442Z" },
        },
        ["dialogs"] = When(Selects("tasks", "botTask"), TaskCount, Dialog),
        ["dialogComponents"] = When(Selects("tasks", "botTask"), TaskCount * NodesOfADialog, Component),
        ["knowledgeTasks"] = When(Selects("tasks", "knowledgeGraph"), 1, KnowledgeGraph),
        ["smallTalk"] = When(Selects("tasks", "smallTalk"), 3, SmallTalk),
        ["sentences"] = When(Selects("nlpData", "utterances"), TaskCount * SentencesOfATask, Sentence),
        ["patterns"] = When(Selects("nlpData", "patterns"), TaskCount, Pattern),
        ["contentVariables"] = When(Selects("settings", "botVariables"), 2, ContentVariable),
        ["exportOptions"] = options?.DeepClone() ?? new JsonObject(),
        ["encryptedHash"] = Convert.ToBase64String(DeterministicId.Hash(botId, edits == 0 ? "hash" : $"hash{edits}")),
    };

    /// <summary>The bot's <c>config.json</c>. Real ones hold secrets [seen]; this one holds something that looks like one.</summary>
    public JsonObject Config() => new()
    {
        ["name"] = name,
        ["envVariables"] = When(Selects("settings", "botVariables"), 1, _ => EnvironmentVariable()),
    };

    private JsonObject Dialog(int i) => new()
    {
        ["_id"] = "dg-" + DeterministicId.Uuid(botId, "dialog" + i),
        ["name"] = TaskName(i),
        ["nodes"] = new JsonArray(Enumerable.Range(0, NodesOfADialog).Select(n => (JsonNode)new JsonObject
        {
            ["nodeId"] = (n == 0 ? "intent" : "message") + n,
            ["componentId"] = "dc-" + DeterministicId.Uuid(botId, "component" + ((i * NodesOfADialog) + n)),
            ["transitions"] = new JsonArray(new JsonObject { ["default"] = n == NodesOfADialog - 1 ? "end" : "message" + (n + 1) }),
        }).ToArray()),
    };

    private JsonObject Component(int i) => new()
    {
        ["_id"] = "dc-" + DeterministicId.Uuid(botId, "component" + i),
        ["refId"] = DeterministicId.Uuid(botId, "componentRef" + i),
        ["name"] = $"Message{i:0000}",
        ["type"] = "message",
        ["message"] = new JsonArray(new JsonObject
        {
            ["channel"] = "default",
            ["text"] = $"Thank you – {TaskName(i / NodesOfADialog).ToLowerInvariant()} is done."
                + (edits > 0 && i == 0 ? $" (edit {edits})" : ""),
        }),
    };

    private JsonObject Sentence(int i) => new()
    {
        ["_id"] = "sn-" + DeterministicId.Uuid(botId, "sentence" + i),
        ["taskName"] = TaskName(i / SentencesOfATask),
        ["sentence"] = $"I want to {TaskName(i / SentencesOfATask).ToLowerInvariant()}, please ({i})",
        ["language"] = "en",
    };

    private JsonObject KnowledgeGraph(int i) => new() { ["_id"] = "kg-" + DeterministicId.Uuid(botId, "kg" + i), ["name"] = "FAQ" };

    private JsonObject SmallTalk(int i) =>
        new() { ["language"] = "en", ["groupId"] = "smg-" + DeterministicId.Uuid(botId, "smg" + i) };

    private static JsonObject Pattern(int i) => new() { ["taskName"] = TaskName(i), ["pattern"] = "* " + TaskName(i).ToLowerInvariant() };

    private static JsonObject ContentVariable(int i) => new() { ["key"] = "greeting" + i, ["value"] = "Hello" };

    private JsonObject EnvironmentVariable() =>
        new() { ["key"] = "apiKey", ["value"] = "not-a-real-key-" + DeterministicId.Uuid(botId, "key") };

    private static JsonArray When(bool selected, int count, Func<int, JsonNode> make) =>
        selected ? new JsonArray(Enumerable.Range(0, count).Select(make).ToArray()) : new JsonArray();

    private bool Selects(string list, string word) =>
        options is null
        || (options[list] is JsonArray words && words.Any(item => Is(item, word)));

    private static bool Is(JsonNode? item, string word) =>
        item is JsonValue value && value.TryGetValue<string>(out var text) && text == word;
}

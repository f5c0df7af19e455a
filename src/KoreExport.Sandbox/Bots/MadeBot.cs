using System.Text.Json.Nodes;

namespace KoreExport.Sandbox.Bots;

/// <summary>
/// What is in a made bot: a handful of dialogs with their components and sentences, and the members that real definitions have [seen]. All
/// of it follows from the bot's id and its name.
/// </summary>
internal sealed class MadeBot(string botId, string name)
{
    private const int SentencesOfATask = 12;

    private static readonly string[] Verbs = ["Check", "Change", "Cancel", "Order"];
    private static readonly string[] Objects = ["Balance", "Address", "Card", "Appointment", "Statement"];

    public static int TaskCount => Verbs.Length * Objects.Length;

    public static string TaskName(int task) => $"{Verbs[task % Verbs.Length]} {Objects[task / Verbs.Length]}";

    /// <summary>Makes the bot.</summary>
    /// <param name="appDefinition">Whether it is an app of XO11, which has a few members more.</param>
    /// <param name="secrets">Whether there is a secret at each place where real bots have had one.</param>
    public BotContent Make(bool appDefinition, bool secrets)
    {
        var content = new BotContent(MakeDefinition(appDefinition), MakeConfig(), BotContent.GreyIcon);
        if (secrets)
        {
            SecretPlanter.Plant(content, botId);
        }

        return content;
    }

    private JsonObject MakeDefinition(bool appDefinition)
    {
        var dialogs = new MadeDialogs(botId);
        var definition = MadeSettings.Members(appDefinition);
        definition["_id"] = botId;
        definition["refId"] = DeterministicId.Uuid(botId, "ref");
        definition["localeData"] = new JsonObject
        {
            ["en"] = new JsonObject { ["name"] = name, ["description"] = "A bot of the sandbox", ["keywords"] = new JsonArray() },
        };
        definition["patterns"] = Each(TaskCount, dialogs.Pattern);
        definition["dialogComponents"] = Each(TaskCount * MadeDialogs.NodesOfADialog, dialogs.Component);
        definition["dialogs"] = Each(TaskCount, dialogs.Dialog);
        definition["knowledgeTasks"] = Each(1, KnowledgeGraph);
        definition["smallTalk"] = Each(1, SmallTalk);
        definition["sentences"] = Each(TaskCount * SentencesOfATask, Sentence);
        definition["contentVariables"] = Each(2, ContentVariable);
        definition["namespaces"] = Each(1, Namespace);
        definition["encryptedHash"] = DeterministicId.Hex(botId, "hash", 32);
        if (appDefinition)
        {
            definition["latestEncryptedHash"] = DeterministicId.Hex(botId, "latestHash", 64);
        }

        return definition;
    }

    // Real ones hold secrets [seen]; this one holds something that looks like one.
    private JsonObject MakeConfig() => new()
    {
        ["name"] = name,
        ["envVariables"] = new JsonArray(new JsonObject
        {
            ["key"] = "apiKey",
            ["value"] = "not-a-real-key-" + DeterministicId.Uuid(botId, "key"),
            ["variableType"] = "env",
            ["hint"] = "",
            ["scope"] = "prePopulated",
            ["group"] = "",
            ["propagateValue"] = false,
            ["vNameSpace"] = new JsonArray(),
        }),
    };

    private JsonObject Sentence(int i) => new()
    {
        ["_id"] = DeterministicId.Hex(botId, "sentence" + i, 24),
        ["taskId"] = MadeDialogs.ComponentId(botId, i / SentencesOfATask * MadeDialogs.NodesOfADialog),
        ["taskName"] = TaskName(i / SentencesOfATask),
        ["sentence"] = $"I want to {TaskName(i / SentencesOfATask).ToLowerInvariant()}, please ({i})",
        ["type"] = "DialogIntent",
        ["entities"] = new JsonArray(),
        ["language"] = "en",
    };

    private JsonObject KnowledgeGraph(int i) => new()
    {
        ["_id"] = "kg-" + DeterministicId.Uuid(botId, "kg" + i),
        ["refId"] = DeterministicId.Uuid(botId, "kgRef" + i),
        ["language"] = "en",
        ["name"] = "FAQ",
        ["faqs"] = new JsonObject
        {
            ["faqs"] = new JsonArray(new JsonObject
            {
                ["refId"] = DeterministicId.Uuid(botId, "faqRef" + i),
                ["question"] = "When are you open?",
                ["answer"] = "From <b>9</b> to 17.",
            }),
        },
    };

    private JsonObject SmallTalk(int i) => new()
    {
        ["language"] = "en",
        ["groups"] = new JsonArray(new JsonObject
        {
            ["groupName"] = "greetings",
            ["groupId"] = "smg-" + DeterministicId.Uuid(botId, "smg" + i),
            ["nodes"] = new JsonArray(new JsonObject
            {
                ["refId"] = DeterministicId.Uuid(botId, "smallTalkRef" + i),
                ["userUtterances"] = new JsonArray(new JsonObject { ["text"] = "hello" }),
                ["botUtterances"] = new JsonArray(new JsonObject
                {
                    ["_id"] = DeterministicId.Hex(botId, "botUtterance" + i, 24),
                    ["channel"] = "default",
                    ["text"] = "Hello!",
                }),
            }),
        }),
    };

    private JsonObject ContentVariable(int i) => new()
    {
        ["_id"] = "cv-" + DeterministicId.Uuid(botId, "contentVariable" + i),
        ["key"] = "greeting" + i,
        ["variableType"] = "locale",
        ["scope"] = "prePopulated",
        ["localeData"] = new JsonObject { ["en"] = new JsonObject { ["value"] = "Hello", ["hint"] = "" } },
        ["vNameSpace"] = new JsonArray(DeterministicId.Uuid(botId, "namespaceRef0")),
    };

    private JsonObject Namespace(int i) => new()
    {
        ["_id"] = "ns-" + DeterministicId.Uuid(botId, "namespace" + i),
        ["refId"] = DeterministicId.Uuid(botId, "namespaceRef" + i),
        ["type"] = "system",
        ["name"] = "default",
        ["streamId"] = botId,
        ["createdOn"] = "2024-09-30T08:12:03.442Z",
    };

    private static JsonArray Each(int count, Func<int, JsonNode> make) => new(Enumerable.Range(0, count).Select(make).ToArray());
}

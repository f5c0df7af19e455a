using System.Text.Json.Nodes;

namespace KoreExport.Sandbox.Bots;

/// <summary>The dialogs of a made bot, their components and their patterns, with names where real ones have them [seen].</summary>
internal sealed class MadeDialogs(string botId)
{
    private static readonly string[] NodeTypes = ["intent", "entity", "service", "script", "message"];

    public static int NodesOfADialog => NodeTypes.Length;

    public static string ComponentId(string botId, int component) => "dc-" + DeterministicId.Uuid(botId, "component" + component);

    public JsonObject Dialog(int i) => new()
    {
        ["_id"] = "dg-" + DeterministicId.Uuid(botId, "dialog" + i),
        ["refId"] = DeterministicId.Uuid(botId, "dialogRef" + i),
        ["nodes"] = new JsonArray(Enumerable.Range(0, NodesOfADialog).Select(n => (JsonNode)Node(i, n)).ToArray()),
        ["lname"] = MadeBot.TaskName(i).ToLowerInvariant(),
        ["isHidden"] = false,
        ["localeData"] = new JsonObject { ["en"] = new JsonObject { ["name"] = MadeBot.TaskName(i), ["shortDesc"] = "" } },
        ["groups"] = new JsonArray(),
        ["isFollowUp"] = false,
        ["interruptOptions"] = new JsonObject { ["priority"] = "bot" },
        ["vNameSpace"] = new JsonArray(),
    };

    public JsonObject Component(int i)
    {
        var (task, node) = (i / NodesOfADialog, i % NodesOfADialog);
        var type = NodeTypes[node];
        var component = new JsonObject
        {
            ["_id"] = ComponentId(botId, i),
            ["refId"] = DeterministicId.Uuid(botId, "componentRef" + i),
            ["name"] = type == "intent" ? MadeBot.TaskName(task) : $"{char.ToUpperInvariant(type[0])}{type.Substring(1)}{i:0000}",
            ["type"] = type,
            ["dialogId"] = "dg-" + DeterministicId.Uuid(botId, "dialog" + task),
        };
        switch (type)
        {
            case "intent":
                component["intent"] = MadeBot.TaskName(task);
                break;
            case "entity":
                component["entityType"] = "number";
                component["message"] = Message("Which one?");
                break;
            case "service":
                AddService(component, task);
                break;
            case "script":
                component["script"] = EncodedText.Encode("context.done = true;");
                break;
            default:
                component["message"] = Message($"Thank you – {MadeBot.TaskName(task).ToLowerInvariant()} is done.");
                break;
        }

        component["localeData"] = new JsonObject { ["en"] = new JsonObject { ["label"] = (string?)component["name"] } };
        return component;
    }

    public JsonObject Pattern(int i) => new()
    {
        ["localeData"] = new JsonObject
        {
            ["en"] = new JsonObject
            {
                ["patterns"] = new JsonArray(new JsonObject
                {
                    ["original"] = MadeBot.TaskName(i).ToLowerInvariant(),
                    ["value"] = MadeBot.TaskName(i).ToLowerInvariant(),
                }),
            },
        },
        ["refId"] = DeterministicId.Uuid(botId, "componentRef" + (i * NodesOfADialog)),
        ["taskName"] = MadeBot.TaskName(i),
        ["taskType"] = "intent",
        ["nodeType"] = "dialog",
    };

    private JsonObject Node(int dialog, int n) => new()
    {
        ["nodeId"] = NodeTypes[n] + n,
        ["type"] = NodeTypes[n],
        ["componentId"] = ComponentId(botId, (dialog * NodesOfADialog) + n),
        ["transitions"] = new JsonArray(new JsonObject
        {
            ["default"] = n == NodesOfADialog - 1 ? "end" : NodeTypes[n + 1] + (n + 1),
            ["metadata"] = new JsonObject { ["color"] = "#299d8e", ["connId"] = "dummy" + n },
        }),
        ["metadata"] = new JsonObject { ["left"] = 30 + (302 * n), ["top"] = 170 },
    };

    private static void AddService(JsonObject component, int task)
    {
        component["endPoint"] = new JsonObject
        {
            ["host"] = "api.example.com",
            ["port"] = "",
            ["path"] = "/v1/tasks/" + task,
            ["protocol"] = "https",
            ["method"] = "post",
        };
        component["payload"] = new JsonObject { ["type"] = "raw", ["value"] = "" };
        component["headers"] = new JsonObject { ["type"] = "raw", ["value"] = "{}" };
        component["serviceType"] = "rest";
        component["idp"] = "none";
        component["sampleResponse"] = new JsonArray(new JsonObject
        {
            ["name"] = "sampleResponse",
            ["isDefault"] = true,
            ["response"] = "{\"statusCode\":200,\"body\":{}}",
        });
    }

    private static JsonArray Message(string text) => new(new JsonObject
    {
        ["channel"] = "default",
        ["localeData"] = new JsonObject { ["en"] = new JsonObject { ["text"] = EncodedText.Encode(text), ["type"] = "basic" } },
    });
}

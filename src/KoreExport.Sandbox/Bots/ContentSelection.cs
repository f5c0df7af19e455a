using System.Text;
using System.Text.Json.Nodes;
using KoreExport.Sandbox.Http;

namespace KoreExport.Sandbox.Bots;

/// <summary>What the body of an export's start selects of a bot.</summary>
/// <param name="body">The body; null selects everything.</param>
internal sealed class ContentSelection(JsonObject? body)
{
    // What is left of a dialog where bot tasks were not selected: six members [seen]; which six is inferred.
    private static readonly string[] Skeleton = ["_id", "refId", "lname", "isHidden", "localeData", "vNameSpace"];

    // What the platform's own page selects, and a full export echoes [seen].
    private static readonly JsonObject Everything = JsonNode.Parse("""
        {
          "tasks": ["botTask", "knowledgeGraph", "smallTalk", "forms"],
          "nlpData": ["nlpSettings", "utterances", "patterns", "standardResponses"],
          "settings": ["botSettings", "botVariables", "ivrSettings"]
        }
        """)!.AsObject();

    private readonly JsonObject? _options = body?["exportOptions"] as JsonObject;

    /// <summary>Leaves out of a bot what is not selected.</summary>
    /// <param name="content">The whole bot; it is changed.</param>
    public BotContent Apply(BotContent content)
    {
        var definition = content.Definition;
        var echo = Echo(definition);
        if (_options is not null)
        {
            RemoveUnselected(definition);
            if (!Selects("settings", "botVariables"))
            {
                content.Config["envVariables"] = new JsonArray();
            }
        }

        if (body?["subTasks"]?["dialogs"] is JsonArray && Selects("tasks", "botTask"))
        {
            KeepDialogs(definition, echo["subTasks"]!["dialogs"]!.AsArray());
        }

        if (_options is not null && JsFormat.TextOf(definition["encryptedHash"]) is { } hash)
        {
            // Another one for each selection [seen]; how it is made is not known.
            definition["encryptedHash"] = DeterministicId.Hex(hash, Encoding.UTF8.GetString(JsFormat.Utf8(echo)), 32);
        }

        definition["exportOptions"] = echo;
        return content;
    }

    private void RemoveUnselected(JsonObject definition)
    {
        foreach (var part in ContentPart.All.Where(part => !Selects(part.List, part.Word)))
        {
            foreach (var member in part.Members.Where(definition.ContainsKey))
            {
                if (part.Left == Deselected.Nothing)
                {
                    definition.Remove(member);
                }
                else if (part.Left == Deselected.EmptyList)
                {
                    definition[member] = new JsonArray();
                }
            }
        }

        if (!Selects("tasks", "botTask") && definition["dialogs"] is JsonArray dialogs)
        {
            foreach (var dialog in dialogs.OfType<JsonObject>())
            {
                foreach (var member in dialog.Select(member => member.Key).Except(Skeleton).ToArray())
                {
                    dialog.Remove(member);
                }
            }
        }
    }

    private static void KeepDialogs(JsonObject definition, JsonArray ids)
    {
        var kept = ids.Select(JsFormat.TextOf).ToArray();
        if (definition["dialogs"] is JsonArray dialogs)
        {
            definition["dialogs"] = new JsonArray(
                dialogs.Where(dialog => kept.Contains(JsFormat.TextOf(dialog?["_id"]))).Select(dialog => dialog?.DeepClone()).ToArray());
        }
    }

    // The request as a real export repeats it: lists that were not sent stand there empty, and dialogs are ids [seen].
    private JsonObject Echo(JsonObject definition)
    {
        var echo = new JsonObject();
        foreach (var list in new[] { "tasks", "nlpData", "settings" })
        {
            echo[list] = (_options is null ? Copy(Everything)[list] : _options[list])?.DeepClone() ?? new JsonArray();
        }

        foreach (var other in _options?.Where(member => !echo.ContainsKey(member.Key)).ToArray() ?? [])
        {
            echo[other.Key] = other.Value?.DeepClone();
        }

        echo["subTasks"] = new JsonObject
        {
            ["dialogs"] = DialogIds(definition),
            ["alerts"] = SubTasks("alerts"),
            ["actions"] = SubTasks("actions"),
            ["forms"] = SubTasks("forms"),
        };
        echo["IncludeDependentTasks"] = body?["IncludeDependentTasks"]?.DeepClone() ?? true;
        return echo;
    }

    private JsonNode SubTasks(string list) => (body?["subTasks"]?[list] as JsonArray)?.DeepClone() ?? new JsonArray();

    // A dialog is asked for by its id or its name.
    private JsonArray DialogIds(JsonObject definition)
    {
        var asked = (body?["subTasks"]?["dialogs"] as JsonArray)?.Select(JsFormat.TextOf).ToArray();
        var dialogs = (definition["dialogs"] as JsonArray)?.OfType<JsonObject>() ?? [];
        return new JsonArray(dialogs
            .Where(dialog => Selects("tasks", "botTask") && (asked is null || Names(dialog).Intersect(asked).Any()))
            .Select(dialog => dialog["_id"]?.DeepClone()).ToArray());
    }

    private static IEnumerable<string?> Names(JsonObject dialog) =>
        new[] { dialog["_id"], dialog["refId"], dialog["lname"] }
            .Concat((dialog["localeData"] as JsonObject)?.Select(language => language.Value?["name"]) ?? [])
            .Select(JsFormat.TextOf).Where(name => name is not null);

    private bool Selects(string list, string word) =>
        _options is null || (_options[list] is JsonArray words && words.Any(item => JsFormat.TextOf(item) == word));

    private static JsonObject Copy(JsonObject shared)
    {
        lock (shared)
        {
            return shared.DeepClone().AsObject();
        }
    }
}

using System.Text.Json.Nodes;
using KoreExport.Sandbox.Http;

namespace KoreExport.Sandbox.Bots;

/// <summary>What an import makes of a bot [doc]. Every id is new afterwards, and the <c>refId</c>s are those of the file [seen].</summary>
/// <param name="botId">The bot that is imported into.</param>
/// <param name="source">The bot in the file.</param>
/// <param name="options">The <c>importOptions</c> of an incremental import; null for a full one.</param>
internal sealed class ContentImport(string botId, BotContent source, JsonObject? options)
{
    // What is matched by refId and otherwise stays; other lists are replaced as a whole [doc].
    private static readonly string[] Matched =
    [
        "dialogs", "dialogComponents", "scenes", "sceneComponents", "actions", "alerts", "widgets", "panels", "forms", "traits",
        "namespaces", "customDashboards",
    ];

    private readonly IdRenewal _ids = new();

    /// <summary>Makes a new bot.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="rename">Whether the name is another than the file's.</param>
    /// <param name="purpose">Its purpose; null leaves the file's.</param>
    public BotContent MakeNew(string name, bool rename, string? purpose)
    {
        _ids.AddAll(source.Definition);
        var definition = Renew(source.Definition);
        if (purpose is not null)
        {
            definition["purpose"] = purpose;
        }

        var content = source.Copy() with { Definition = definition };
        if (rename)
        {
            content.Config["name"] = name;
            foreach (var language in definition["localeData"] as JsonObject ?? [])
            {
                language.Value!["name"] = name;
            }
        }

        return content;
    }

    /// <summary>What the file asks for and neither it nor the bot has; null where nothing is missing.</summary>
    public string? MissingIn(BotContent target)
    {
        if (!Imports("tasks", "botTask"))
        {
            return null;
        }

        var known = new HashSet<string>(
            Items(source.Definition["dialogs"]).Concat(options is null ? [] : Items(target.Definition["dialogs"]))
                .Select(dialog => JsFormat.TextOf(dialog["refId"])).OfType<string>());
        return Items(source.Definition["dialogs"]).SelectMany(dialog => Items(dialog["nodes"]))
            .Concat(Items(source.Definition["dialogComponents"]))
            .Select(item => JsFormat.TextOf(item["flowTaskId"]))
            .FirstOrDefault(task => task is { Length: > 0 } && !known.Contains(task)) is { } missing
            ? $"Dependent task {missing} is missing"
            : null;
    }

    /// <summary>Imports into a bot.</summary>
    /// <param name="target">The bot as it is now; it is changed.</param>
    /// <param name="half">Whether only the tasks get there.</param>
    public BotContent Into(BotContent target, bool half)
    {
        var channels = target.Definition["channels"]?.DeepClone();
        if (options is null && !half)
        {
            _ids.AddAll(source.Definition);
            var whole = source.Copy() with { Definition = Renew(source.Definition) };
            whole.Definition["channels"] = channels;
            return whole with { Icon = target.Icon };
        }

        foreach (var part in ContentPart.All.Where(part => Imports(part.List, part.Word) && !(half && part.List != "tasks")))
        {
            foreach (var member in part.Members.Where(source.Definition.ContainsKey))
            {
                Import(target.Definition, member);
            }
        }

        if (options?["customDashboard"]?.ToJsonString() == "true" && !half)
        {
            Import(target.Definition, "customDashboards");
        }

        if (Imports("nlpData", "synonyms") && !half)
        {
            ReplaceSynonyms(target.Definition);
        }

        if (Imports("settings", "botVariables") && !half)
        {
            var ignored = (options?["options"]?["botVariables"]?["ignore"] as JsonArray)?.Select(JsFormat.TextOf).ToArray() ?? [];
            BotVariables.Merge(target, new JsonArray(
                BotVariables.Of(source).Where(variable => !ignored.Contains(JsFormat.TextOf(variable?["key"])))
                    .Select(variable => variable?.DeepClone()).ToArray()));
        }

        return target with { Definition = Renew(target.Definition) };
    }

    private void ReplaceSynonyms(JsonObject target)
    {
        foreach (var language in source.Definition["localeData"] as JsonObject ?? [])
        {
            if (language.Value?["synonyms"] is { } synonyms && target["localeData"]?[language.Key] is JsonObject texts)
            {
                texts["synonyms"] = synonyms.DeepClone();
            }
        }
    }

    private void Import(JsonObject target, string member)
    {
        var imported = source.Definition[member];
        if (member == "contentVariables")
        {
            // By key, with the other variables.
            return;
        }

        _ids.AddAll(imported);
        target[member] = member switch
        {
            _ when Matched.Contains(member) => Match(target[member], imported),
            "sentences" => Append("utterances", target[member], imported, "taskName", "sentence", "language"),
            "patterns" => Append("patterns", target[member], imported, "refId"),
            _ => imported?.DeepClone(),
        };
    }

    // The same refId replaces, a new one is added, the others stay [doc].
    private JsonArray Match(JsonNode? target, JsonNode? imported)
    {
        var left = Items(imported).GroupBy(RefId).ToDictionary(items => items.Key, items => items.ToList());
        var result = new JsonArray();
        foreach (var old in Items(target))
        {
            var replaced = left.TryGetValue(RefId(old), out var replacements) && replacements.Count > 0;
            if (replaced && JsFormat.TextOf(old["_id"]) is { } id && JsFormat.TextOf(replacements![0]["_id"]) is { } newer)
            {
                // Whoever spoke of the old one speaks of the new one.
                _ids.Add(id, _ids.Find(newer)!);
            }

            result.Add(replaced ? replacements![0].DeepClone() : old.DeepClone());
            if (replaced)
            {
                replacements!.RemoveAt(0);
            }
        }

        foreach (var item in Items(imported).Where(item => left[RefId(item)].Contains(item)))
        {
            result.Add(item.DeepClone());
        }

        return result;
    }

    private JsonArray Append(string option, JsonNode? target, JsonNode? imported, params string[] key)
    {
        var kept = options?["options"]?[option]?["replace"]?.ToJsonString() == "true" ? [] : Items(target).ToList();
        var known = new HashSet<string>(Items(imported).Select(Key));
        return new JsonArray(
            kept.Where(item => !known.Contains(Key(item))).Concat(Items(imported)).Select(item => item.DeepClone()).ToArray());

        string Key(JsonObject item) => string.Join("\n", key.Select(name => JsFormat.TextOf(item[name])));
    }

    private JsonObject Renew(JsonObject definition)
    {
        if (JsFormat.TextOf(source.Definition["_id"]) is { } old)
        {
            _ids.Add(old, botId);
        }

        var renewed = _ids.Apply(definition)!.AsObject();
        renewed["_id"] = botId;
        return renewed;
    }

    private bool Imports(string list, string word) =>
        options is null || (options[list] is JsonArray words && words.Any(item => JsFormat.TextOf(item) == word));

    private static string RefId(JsonObject item) => JsFormat.TextOf(item["refId"]) ?? "";

    private static IEnumerable<JsonObject> Items(JsonNode? list) => (list as JsonArray)?.OfType<JsonObject>() ?? [];
}

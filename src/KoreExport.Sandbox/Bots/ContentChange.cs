using System.Text.Json.Nodes;
using KoreExport.Sandbox.Http;

namespace KoreExport.Sandbox.Bots;

/// <summary>The changes a bot goes through between two exports. The same change gives the same bytes each time.</summary>
internal static class ContentChange
{
    /// <summary>Edits a bot: its first message gets another text.</summary>
    /// <param name="content">The bot; it is changed.</param>
    /// <param name="edits">How often it was edited; 0 changes nothing.</param>
    public static void Edit(BotContent content, int edits)
    {
        if (edits == 0)
        {
            return;
        }

        var definition = content.Definition;
        var text = Objects(definition["dialogComponents"])
            .Where(component => JsFormat.TextOf(component["type"]) == "message")
            .SelectMany(component => Objects(component["message"]))
            .SelectMany(message => (message["localeData"] as JsonObject ?? []).Select(language => language.Value).OfType<JsonObject>())
            .FirstOrDefault(text => JsFormat.TextOf(text["text"]) is not null && JsFormat.TextOf(text["type"]) == "basic");
        if (text is not null)
        {
            // No brackets: JavaScript's encodeURIComponent leaves those as they are, and .NET encodes them.
            text["text"] = JsFormat.TextOf(text["text"]) + Uri.EscapeDataString($" Edit {edits}.");
        }
        else
        {
            definition["description"] = $"edit {edits}";
        }

        RenewHash(content, "edit" + edits);
    }

    /// <summary>
    /// Publishes a bot: that alone changes the time in its failure event, its hash, and the ids inside its small talk [seen].
    /// </summary>
    /// <param name="content">The bot; it is changed.</param>
    /// <param name="publishings">How often it was published; 0 changes nothing.</param>
    /// <param name="time">When it was last published.</param>
    public static void Publish(BotContent content, int publishings, DateTimeOffset time)
    {
        if (publishings == 0)
        {
            return;
        }

        var definition = content.Definition;
        foreach (var message in Objects(definition["botEvents"]?["TASK_FAILURE_EVENT"]?["msg"]))
        {
            message["lMod"] = JsFormat.Iso(time);
        }

        foreach (var group in Objects(definition["smallTalk"]).SelectMany(language => Objects(language["groups"])))
        {
            Renew(group, "groupId", publishings);
            foreach (var utterance in Objects(group["nodes"]).SelectMany(node => Objects(node["botUtterances"])))
            {
                Renew(utterance, "_id", publishings);
            }
        }

        RenewHash(content, "publish" + publishings);
    }

    /// <summary>Gives a bot another hash, as each change does [seen].</summary>
    /// <param name="content">The bot; it is changed.</param>
    /// <param name="purpose">The same purpose makes the same new hash of the same old one.</param>
    public static void RenewHash(BotContent content, string purpose)
    {
        foreach (var (member, digits) in new[] { ("encryptedHash", 32), ("latestEncryptedHash", 64) })
        {
            if (JsFormat.TextOf(content.Definition[member]) is { } hash)
            {
                content.Definition[member] = DeterministicId.Hex(hash, purpose, digits);
            }
        }
    }

    private static void Renew(JsonObject item, string member, int publishings)
    {
        if (JsFormat.TextOf(item[member]) is { } id)
        {
            item[member] = IdRenewal.Another(id, "publish" + publishings);
        }
    }

    private static IEnumerable<JsonObject> Objects(JsonNode? list) => (list as JsonArray)?.OfType<JsonObject>() ?? [];
}

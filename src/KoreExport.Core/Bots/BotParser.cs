using System.Text.Json;
using KoreExport.Errors;
using KoreExport.Http;
using KoreExport.Models;

namespace KoreExport.Bots;

/// <summary>Reads bots out of the platform's answers: the account's list, and the apps that a universal bot links.</summary>
internal static class BotParser
{
    // Three documented or seen places of linked apps, and two that hold bare ids.
    private static readonly string[] LinkedLists = ["configuredLinkedApps", "publishedLinkedApps", "publishedBots"];
    private static readonly string[] LinkedIdOwners = ["uxoUBConfigured", "uxoUBPublished"];

    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "_id", "name", "description", "status", "type", "purpose", "defaultLanguage", "supportedLanguages", "createdOn", "createdBy",
        "accountId", "isLinkedTo",
    };

    /// <summary>Reads a page of the list, or returns null where it is none.</summary>
    public static BotPage? ReadPage(JsonElement root)
    {
        var isBare = root.ValueKind == JsonValueKind.Array;
        if ((isBare ? root : root.Field("bots")) is not { ValueKind: JsonValueKind.Array } list)
        {
            return null;
        }

        return new BotPage(
            list.GetArrayLength(),
            list.EnumerateArray().Select(static item => Read(item, linkedTo: null)).OfType<KoreBot>().ToList(),
            root.Number("total"),
            root.Flag("availableMore"));
    }

    /// <summary>Reads the linked apps of a universal bot, each once; none where it links none.</summary>
    public static IReadOnlyList<KoreBot> ReadLinkedApps(JsonElement root, BotId universalBot)
    {
        var bots = new Dictionary<string, KoreBot>(StringComparer.Ordinal);
        var order = new List<KoreBot>();
        if (root.ValueKind == JsonValueKind.Object)
        {
            // Those with names first: the bare ids after them are mostly the same ones.
            var named = LinkedLists.SelectMany(name => root.Items(name));
            foreach (var item in named.Concat(LinkedIdOwners.SelectMany(owner => root.Field(owner)?.Items("linkedApps") ?? default)))
            {
                if (Read(item, universalBot.Value) is { } bot && !bots.ContainsKey(bot.BotId))
                {
                    bots.Add(bot.BotId, bot);
                    order.Add(bot);
                }
            }
        }

        return order;
    }

    private static KoreBot? Read(JsonElement item, string? linkedTo)
    {
        var id = Id(item);
        if (id is null)
        {
            return null;
        }

        if (item.ValueKind != JsonValueKind.Object)
        {
            return new KoreBot { BotId = id, LinkedTo = linkedTo is null ? [] : [linkedTo] };
        }

        var links = item.Items("isLinkedTo").Select(Id).OfType<string>();
        return new KoreBot
        {
            BotId = id,
            Name = item.Sanitized("name") ?? string.Empty,
            Description = item.Sanitized("description"),
            Status = item.Sanitized("status"),
            Type = item.Sanitized("type"),
            Purpose = item.Sanitized("purpose"),
            DefaultLanguage = item.Sanitized("defaultLanguage"),
            Languages = Languages(item),
            CreatedOn = item.Time("createdOn"),
            CreatedBy = item.Sanitized("createdBy"),
            AccountId = item.Sanitized("accountId"),
            LinkedTo = (linkedTo is null ? links : links.Prepend(linkedTo)).Distinct(StringComparer.Ordinal).ToList(),
            AdditionalProperties = item.UnknownFields(Known),
        };
    }

    // The list documents the default language alone; a bot's definition has the others under this name.
    private static List<string> Languages(JsonElement item) => item.Items("supportedLanguages")
        .Where(static language => language.ValueKind == JsonValueKind.String)
        .Select(static language => LogSanitizer.Sanitize(language.GetString()))
        .Prepend(item.Sanitized("defaultLanguage") ?? string.Empty)
        .Where(static language => language.Length > 0)
        .Distinct(StringComparer.OrdinalIgnoreCase)
        .ToList();

    // An id that could change a path is no id of the platform's, whatever else it is.
    private static string? Id(JsonElement item)
    {
        var text = item.ValueKind switch
        {
            JsonValueKind.Object => item.Text("_id") ?? item.Text("botId") ?? item.Text("streamId"),
            JsonValueKind.String => item.GetString(),
            _ => null,
        };
        return BotId.TryParse(text, out _) ? text : null;
    }
}

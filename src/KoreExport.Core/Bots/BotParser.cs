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
        "_id", "name", "description", "status", "type", "purpose", "defaultLanguage", "createdOn", "createdBy", "accountId", "isLinkedTo",
    };

    /// <summary>Reads a page of the list, or returns null where it is none.</summary>
    public static BotPage? ReadPage(JsonElement root)
    {
        var list = root;
        if (root.ValueKind == JsonValueKind.Object && !root.TryGetProperty("bots", out list))
        {
            return null;
        }

        if (list.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        var isBare = root.ValueKind == JsonValueKind.Array;
        return new BotPage(
            list.GetArrayLength(),
            list.EnumerateArray().Select(static item => Read(item, linkedTo: null)).OfType<KoreBot>().ToList(),
            isBare ? null : root.Number("total"),
            isBare ? null : root.Flag("availableMore"));
    }

    /// <summary>Reads the linked apps of a universal bot, each once; none where it links none.</summary>
    public static IReadOnlyList<KoreBot> ReadLinkedApps(JsonElement root, string universalId)
    {
        var bots = new Dictionary<string, KoreBot>(StringComparer.Ordinal);
        var order = new List<KoreBot>();
        if (root.ValueKind == JsonValueKind.Object)
        {
            // Those with names first: the bare ids after them are mostly the same ones.
            foreach (var item in LinkedLists.SelectMany(name => Items(root, name)).Concat(LinkedIdOwners.SelectMany(owner => Owned(root, owner))))
            {
                if (Read(item, universalId) is { } bot && !bots.ContainsKey(bot.BotId))
                {
                    bots.Add(bot.BotId, bot);
                    order.Add(bot);
                }
            }
        }

        return order;
    }

    private static JsonElement.ArrayEnumerator Items(JsonElement element, string name) =>
        element.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : default;

    private static JsonElement.ArrayEnumerator Owned(JsonElement root, string owner) =>
        root.TryGetProperty(owner, out var value) && value.ValueKind == JsonValueKind.Object ? Items(value, "linkedApps") : default;

    private static KoreBot? Read(JsonElement item, string? linkedTo)
    {
        var id = Id(item);
        if (id is null)
        {
            return null;
        }

        if (item.ValueKind != JsonValueKind.Object)
        {
            return new KoreBot(id, new BotFields { LinkedTo = linkedTo is null ? [] : [linkedTo] });
        }

        var links = Items(item, "isLinkedTo").Select(Id).OfType<string>();
        return new KoreBot(id, new BotFields
        {
            Name = Shown(item, "name") ?? string.Empty,
            Description = Shown(item, "description"),
            Status = Shown(item, "status"),
            Type = Shown(item, "type"),
            Purpose = Shown(item, "purpose"),
            DefaultLanguage = Shown(item, "defaultLanguage"),
            CreatedOn = item.Time("createdOn"),
            CreatedBy = Shown(item, "createdBy"),
            AccountId = Shown(item, "accountId"),
            LinkedTo = (linkedTo is null ? links : links.Prepend(linkedTo)).Distinct(StringComparer.Ordinal).ToList(),
            AdditionalProperties = item.EnumerateObject()
                .Where(static property => !Known.Contains(property.Name) && !SecretRedactor.IsSecret(property.Name))
                .GroupBy(static property => LogSanitizer.Sanitize(property.Name), StringComparer.Ordinal)
                .ToDictionary(static group => group.Key, static group => PlainValue.Read(group.Last().Value), StringComparer.Ordinal),
        });
    }

    // An id that could change a path is no id of the platform's, whatever else it is.
    private static string? Id(JsonElement item)
    {
        var text = item.ValueKind switch
        {
            JsonValueKind.Object => item.Text("_id") ?? item.Text("botId") ?? item.Text("streamId"),
            JsonValueKind.String => item.GetString(),
            _ => null,
        };
        return text is not null && BotId.IsValid(text) ? text : null;
    }

    private static string? Shown(JsonElement item, string name) => item.Text(name) is { Length: > 0 } text ? LogSanitizer.Sanitize(text) : null;
}

using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KoreExport.Sandbox.Http;

namespace KoreExport.Sandbox.Bots;

/// <summary>
/// Renews the ids of a definition, as every import does, wherever they stand: as <c>_id</c>, as references, and as names of members [seen].
/// A <c>refId</c> is no id of this kind and stays [seen].
/// </summary>
internal sealed class IdRenewal
{
    private static readonly Regex Uuid =
        new("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    private readonly Dictionary<string, string> _new = new(StringComparer.Ordinal);

    /// <summary>Another id of the same shape: a prefix and a UUID, or hexadecimal digits.</summary>
    /// <param name="id">The old id.</param>
    /// <param name="purpose">The same purpose makes the same new id of the same old one.</param>
    public static string Another(string id, string purpose)
    {
        var match = Uuid.Match(id);
        return match.Success
            ? id.Substring(0, match.Index) + DeterministicId.Uuid(id, purpose)
            : DeterministicId.Hex(id, purpose, Math.Max(1, Math.Min(id.Length, 64)));
    }

    /// <summary>Says what an id becomes.</summary>
    public void Add(string id, string becomes) => _new[id] = becomes;

    /// <summary>What an id becomes; null for one that nobody has spoken of.</summary>
    public string? Find(string id) => _new.TryGetValue(id, out var becomes) ? becomes : null;

    /// <summary>Gives a new id to every item with an <c>_id</c>, and to every group of small talk.</summary>
    public void AddAll(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var member in members)
                {
                    if (member.Key is "_id" or "groupId" && JsFormat.TextOf(member.Value) is { Length: > 0 } id && !_new.ContainsKey(id))
                    {
                        Add(id, Another(id, Guid.NewGuid().ToString()));
                    }

                    AddAll(member.Value);
                }

                break;
            case JsonArray items:
                foreach (var item in items)
                {
                    AddAll(item);
                }

                break;
        }
    }

    /// <summary>A copy with the new ids.</summary>
    public JsonNode? Apply(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member =>
            new KeyValuePair<string, JsonNode?>(Find(member.Key) ?? member.Key, Apply(member.Value)))),
        JsonArray items => new JsonArray(items.Select(Apply).ToArray()),
        _ when JsFormat.TextOf(node) is { } text && Find(text) is { } becomes => becomes,
        _ => node?.DeepClone(),
    };
}

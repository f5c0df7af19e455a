using System.Text;
using System.Text.Json;

namespace KoreExport.Tests.Definitions;

/// <summary>
/// A definition without what changes by itself, as a text that is the same for two exports of an unchanged bot. Knows no more of it than
/// names: what identifies a component, who touched it last, where it is drawn.
/// </summary>
internal static class StableDefinition
{
    private static readonly HashSet<string> Volatile = new(StringComparer.Ordinal)
    {
        "_id",
        "__v",
        "lMod",
        "lModBy",
        "lModOn",
        "lModifiedOn",
        "lModifiedBy",
        "lastModifiedOn",
        "lastModifiedBy",
        "lastModified",
        "modifiedOn",
        "modifiedBy",
        "createdOn",
        "createdBy",
        "groupId",
        "nlMeta",
        "positionMeta",
        "metadata",
        "encryptedHash",
        "latestEncryptedHash",
        "environmentVersionInfo",
        "exportOptions",
    };

    /// <summary>The members that differ. No list of components is the same as an empty one.</summary>
    public static IReadOnlyList<string> Differences(byte[] before, byte[] after)
    {
        var (one, other) = (Members(before), Members(after));
        return
        [
            .. one.Keys.Union(other.Keys)
                .Where(name => one.GetValueOrDefault(name, string.Empty) != other.GetValueOrDefault(name, string.Empty))
                .Order(StringComparer.Ordinal),
        ];
    }

    private static Dictionary<string, string> Members(byte[] definition)
    {
        using var json = JsonDocument.Parse(WithoutMark(definition));
        var references = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var member in json.RootElement.EnumerateObject())
        {
            foreach (var item in member.Value.ValueKind == JsonValueKind.Array ? member.Value.EnumerateArray().ToList() : [])
            {
                if (item.ValueKind == JsonValueKind.Object && Text(item, "_id") is { } id && Text(item, "refId") is { } reference)
                {
                    references[id] = reference;
                }
            }
        }

        if (Text(json.RootElement, "_id") is { } bot)
        {
            references[bot] = "the bot";
        }

        return json.RootElement.EnumerateObject()
            .Where(static member => !Volatile.Contains(member.Name) && member.Name != "refId")
            .GroupBy(static member => member.Name)
            .ToDictionary(static group => group.Key, group => Write(group.First(), references));
    }

    // The components of a member have no order.
    private static string Write(JsonProperty member, Dictionary<string, string> references) =>
        member.Value.ValueKind == JsonValueKind.Array
            ? string.Join(
                '\n', member.Value.EnumerateArray().Select(item => Text(item, member.Name, references)).Order(StringComparer.Ordinal))
            : Text(member.Value, member.Name, references);

    private static string Text(JsonElement value, string member, Dictionary<string, string> references)
    {
        var text = new StringBuilder();
        Append(text, value, member, references);
        return text.ToString();
    }

    private static void Append(StringBuilder text, JsonElement value, string member, Dictionary<string, string> references)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                text.Append('{');
                foreach (var (name, content) in value.EnumerateObject()
                    .Where(inner => !Volatile.Contains(inner.Name) && !(member == "advancedNLSettings" && inner.Name == "state"))
                    .Select(inner => (Name: references.GetValueOrDefault(inner.Name, inner.Name), inner.Value))
                    .OrderBy(static inner => inner.Name, StringComparer.Ordinal))
                {
                    text.Append(name).Append(':');
                    Append(text, content, member, references);
                    text.Append(',');
                }

                text.Append('}');
                break;
            case JsonValueKind.Array:
                text.Append('[');
                foreach (var item in value.EnumerateArray())
                {
                    Append(text, item, member, references);
                    text.Append(',');
                }

                text.Append(']');
                break;
            case JsonValueKind.String:
                var said = value.GetString()!;
                text.Append('"').Append(references.GetValueOrDefault(said, said)).Append('"');
                break;
            default:
                text.Append(value.GetRawText());
                break;
        }
    }

    private static string? Text(JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static ReadOnlyMemory<byte> WithoutMark(byte[] bytes) => bytes is [0xEF, 0xBB, 0xBF, ..] ? bytes.AsMemory(3) : bytes;
}

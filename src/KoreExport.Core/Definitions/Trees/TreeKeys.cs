using System.Globalization;

namespace KoreExport.Definitions;

/// <summary>What tells the items of an array apart.</summary>
internal static class TreeKeys
{
    private static readonly string[] Usual = ["refId", "nodeId", "groupName", "channel", "key", "language", "name"];

    /// <summary>The identity of an item of a kind: its identifying members, or a hash of it where it lacks them all.</summary>
    public static string Identity(JsonSlice item, ComponentKind kind)
    {
        if (item.IsScalar)
        {
            return item.GetText() ?? JsonText.GetString(item.Text);
        }

        var parts = kind.Identity.Select(name => item.TextOf(name)).ToList();
        return parts.TrueForAll(static part => part is null) ? "sha256:" + TreeNames.Hash(Compact(item)) : string.Join("|", parts);
    }

    /// <summary>Keys by which the items of an array are found again: a member that all have and no two share, else their numbers.</summary>
    public static string[] Keys(JsonSlice array)
    {
        var items = array.Items().ToList();
        foreach (var name in Usual)
        {
            var keys = items.ConvertAll(item => item.TextOf(name));
            if (keys.TrueForAll(static key => key is not null) && keys.Distinct(StringComparer.Ordinal).Count() == keys.Count)
            {
                return [.. keys.Select(static key => key!.Replace("~", "~0").Replace("/", "~1"))];
            }
        }

        return [.. items.Select(static (_, index) => index.ToString(CultureInfo.InvariantCulture))];
    }

    /// <summary>Makes keys unique: the second of its kind gets '#2'.</summary>
    public static string[] Distinct(IEnumerable<string> keys)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        return
        [
            .. keys.Select(key =>
            {
                seen.TryGetValue(key, out var count);
                seen[key] = count + 1;
                return count == 0 ? key : key + "#" + (count + 1).ToString(CultureInfo.InvariantCulture);
            }),
        ];
    }

    /// <summary>The value without white space: the same for all layouts.</summary>
    public static string Compact(JsonSlice value)
    {
        using var bytes = new MemoryStream();
        var writer = new JsonLayoutWriter(bytes, JsonLayout.Create(string.Empty, string.Empty, string.Empty, hasMark: false));
        writer.Value(value);
        writer.Complete();
        return JsonText.GetString(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }
}

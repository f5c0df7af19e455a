namespace KoreExport.Definitions;

/// <summary>
/// What identifies the items of arrays inside components: written down for each, never guessed. Where it is missing or not unique, the
/// array is compared as a sequence.
/// </summary>
internal static class ArrayKeys
{
    private static readonly Dictionary<string, string> Known = new(StringComparer.Ordinal)
    {
        ["nodes"] = "nodeId",
        ["smallTalk/nodes"] = "refId",
        ["groups"] = "groupName",
        ["taxonomy"] = "nodeId",
        ["components"] = "refId",
        ["envVariables"] = "key",
        ["integrations"] = "resourceId",
        ["sampleResponse"] = "name",
        ["confidenceConfigs"] = "mode",
        ["fields"] = "key",
        ["values"] = "value",
    };

    /// <summary>The key of each item of both arrays, or null where they are sequences.</summary>
    public static (string[] Before, string[] After)? Find(string member, string name, List<JsonSlice> before, List<JsonSlice> after)
    {
        if (!Known.TryGetValue(member + "/" + name, out var key) && !Known.TryGetValue(name, out key))
        {
            return null;
        }

        return Keys(before, key) is { } one && Keys(after, key) is { } other ? (one, other) : null;
    }

    private static string[]? Keys(List<JsonSlice> items, string key)
    {
        var keys = items.ConvertAll(item => item.TextOf(key));
        var isUnique = keys.TrueForAll(static text => text is not null) && keys.Distinct(StringComparer.Ordinal).Count() == keys.Count;
        return isUnique ? [.. keys.Select(static text => text!)] : null;
    }
}

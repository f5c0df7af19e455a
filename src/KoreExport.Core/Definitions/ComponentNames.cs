namespace KoreExport.Definitions;

/// <summary>Finds what a component is called.</summary>
internal static class ComponentNames
{
    private const string AnyLanguage = "localeData.*.";

    /// <summary>The name, or null where the component has none.</summary>
    public static string? Find(JsonSlice item, ComponentKind kind, string? language)
    {
        foreach (var source in kind.NameFrom)
        {
            var name = source.StartsWith(AnyLanguage, StringComparison.Ordinal)
                ? InLanguage(item.Member("localeData"), source.Substring(AnyLanguage.Length), language)
                : item.TextOf(source);
            if (name is { Length: > 0 })
            {
                return name;
            }
        }

        return null;
    }

    private static string? InLanguage(JsonSlice? localeData, string member, string? language)
    {
        if (localeData is not { } data)
        {
            return null;
        }

        var own = language is null ? null : data.Member(language)?.TextOf(member);
        return own ?? data.Members().Select(entry => entry.Value.TextOf(member)).FirstOrDefault(static name => name is { Length: > 0 });
    }
}

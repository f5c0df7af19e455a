namespace KoreExport.Definitions;

/// <summary>What a definition says of its bot.</summary>
internal sealed record DefinitionFacts(string? BotId, string? RefId, string? Name, string? Language)
{
    private static readonly ComponentKind Bot = new("bot", "Bot", KindLayout.File) { NameFrom = ["localeData.*.name", "name"] };

    public static DefinitionFacts Read(JsonSlice? definition)
    {
        if (definition is not { IsObject: true } json)
        {
            return new DefinitionFacts(null, null, null, null);
        }

        var language = json.TextOf("defaultLanguage");
        return new DefinitionFacts(
            NotEmpty(json.TextOf("_id")),
            NotEmpty(json.TextOf("refId")),
            ComponentNames.Find(json, Bot, language),
            language);
    }

    private static string? NotEmpty(string? text) => text is { Length: > 0 } ? text : null;
}

using KoreExport.Definitions;

namespace KoreExport.Imports;

/// <summary>What a definition needs or holds that an import cannot bring back by itself.</summary>
internal static class DefinitionReferences
{
    private static readonly string[] TaskLists = ["dialogs", "actions", "alerts"];

    /// <summary>The tasks that dialogs of the file call and that neither the file nor the target has, by name or <c>refId</c>.</summary>
    /// <param name="file">What is imported.</param>
    /// <param name="target">The bot as it is; null where there is none.</param>
    public static IReadOnlyList<string> MissingTasks(JsonSlice file, JsonSlice? target)
    {
        var known = new HashSet<string>(TaskIds(file).Concat(target is { } there ? TaskIds(there) : []), StringComparer.Ordinal);
        return ItemsOf(file, "dialogs").SelectMany(static dialog => ItemsOf(dialog, "nodes"))
            .Concat(ItemsOf(file, "dialogComponents"))
            .Select(static item => item.TextOf("flowTaskId"))
            .OfType<string>()
            .Where(task => task.Length > 0 && !known.Contains(task))
            .Distinct(StringComparer.Ordinal)
            .ToList();
    }

    /// <summary>Whether it is a universal bot, which links other apps.</summary>
    public static bool IsUniversal(JsonSlice definition) =>
        definition.TextOf("type")?.Equals("universalbot", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Whether language models are configured: their keys do not travel.</summary>
    public static bool HasLanguageModels(JsonSlice definition) =>
        definition.Member("llmConfigsForStream") is { IsScalar: false } models && !models.IsEmptyContainer();

    /// <summary>The keys of the variables in a list that are secured and have no value.</summary>
    public static IEnumerable<string> BlankedVariables(JsonSlice list) =>
        list.Items().Where(IsBlanked).Select(static variable => variable.TextOf("key") ?? string.Empty);

    /// <summary>The keys of the variables in a list that are secured.</summary>
    public static IEnumerable<string> SecuredVariables(JsonSlice list) =>
        list.Items().Where(IsSecured).Select(static variable => variable.TextOf("key") ?? string.Empty);

    /// <summary>Whether the export blanked a variable: it is secured, and empty in every language.</summary>
    public static bool IsBlanked(JsonSlice variable) => IsSecured(variable)
        && string.IsNullOrEmpty(variable.TextOf("value"))
        && (variable.Member("localeData")?.Members().All(static language => string.IsNullOrEmpty(language.Value.TextOf("value"))) ?? true);

    /// <summary>The items of a list that a definition has under a name.</summary>
    public static IEnumerable<JsonSlice> ItemsOf(JsonSlice owner, string member) =>
        owner.Member(member) is { IsArray: true } list ? list.Items().Where(static item => item.IsObject) : [];

    private static bool IsSecured(JsonSlice variable) => variable.Member("isSecured") is { } secured
        && (secured.Is("true") || secured.Text.SequenceEqual("true"u8));

    private static IEnumerable<string> TaskIds(JsonSlice definition) => TaskLists
        .SelectMany(member => ItemsOf(definition, member))
        .Select(static task => task.TextOf("refId"))
        .OfType<string>();
}

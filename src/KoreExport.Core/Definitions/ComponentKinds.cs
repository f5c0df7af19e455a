namespace KoreExport.Definitions;

/// <summary>The members of a definition that are known, as they were seen in real exports of 2019 to 2026.</summary>
internal static class ComponentKinds
{
    private static readonly Dictionary<string, ComponentKind> Known = new ComponentKind[]
    {
        new("dialogs", "Dialog", KindLayout.FilePerItem) { NaturalKey = ["lname"], NameFrom = ["localeData.*.name", "lname"] },
        new("dialogComponents", "DialogComponent", KindLayout.FilePerItem),
        new("patterns", "Pattern", KindLayout.SortedFile) { NaturalKey = ["taskName", "taskType"], NameFrom = ["taskName"] },
        new("sentences", "Sentence", KindLayout.FilePerGroup)
        {
            Identity = ["taskId|taskName", "sentence", "language"],
            NaturalKey = [],
            NameFrom = ["sentence"],
            GroupBy = ["taskName", "taskId"],
            IsUnordered = false,
        },
        new("knowledgeTasks", "KnowledgeTask", KindLayout.FilePerItem)
        {
            Identity = ["refId", "language"],
            NaturalKey = ["name", "language"],
        },
        new("smallTalk", "SmallTalk", KindLayout.FilePerItem)
        {
            Identity = ["language"],
            NaturalKey = [],
            NameFrom = ["language"],
        },
        new("scenes", "Scene", KindLayout.FilePerItem) { NaturalKey = ["name"] },
        new("sceneComponents", "SceneComponent", KindLayout.SortedFile) { NaturalKey = [] },
        new("botEvents", "BotEvent", KindLayout.FilePerMember),
        new("localeData", "Language", KindLayout.FilePerMember),
        new("advancedNLSettings", "NLSetting", KindLayout.SortedFile)
        {
            NaturalKey = ["configurationKeyName", "nlpEngine", "language"],
            NameFrom = ["configurationKeyName"],
        },
        new("mlParams", "MLParameters", KindLayout.FilePerItem)
        {
            Identity = ["language", "state", "name"],
            NaturalKey = [],
            NameFrom = ["name", "language"],
        },
        new("forms", "Form", KindLayout.FilePerItem),
        new("contentVariables", "Variable", KindLayout.FilePerItem)
        {
            Identity = ["key"],
            NaturalKey = [],
            NameFrom = ["key"],
        },
        new("namespaces", "Namespace", KindLayout.SortedFile) { NaturalKey = ["name"] },
        new("widgets", "Widget", KindLayout.FilePerItem) { NaturalKey = ["name"] },
        new("panels", "Panel", KindLayout.FilePerItem) { NaturalKey = ["name"] },
        new("traits", "Trait", KindLayout.FilePerItem) { NaturalKey = ["groupName", "language"], NameFrom = ["groupName", "name"] },
        new("customDashboards", "Dashboard", KindLayout.FilePerItem) { NaturalKey = ["name"] },
        new("idpConfigurations", "IdentityProvider", KindLayout.FilePerItem) { NameFrom = ["idpName", "name"] },
        new("translationEngines", "TranslationEngine", KindLayout.FilePerItem) { NaturalKey = ["name", "subType"] },
        new("actions", "Action", KindLayout.FilePerItem),
        new("alerts", "Alert", KindLayout.FilePerItem),
        new("llmConfigsForStream", "LanguageModel", KindLayout.File)
        {
            Identity = ["resourceid"],
            NaturalKey = [],
            IsUnordered = false,
        },
        new("llmConfiguration", "LanguageModel", KindLayout.File) { NaturalKey = [], IsUnordered = false },
        new("koraResponses", "StandardResponse", KindLayout.File)
        {
            Identity = ["Key", "language"],
            NaturalKey = [],
            NameFrom = ["Key"],
            IsUnordered = false,
        },
        new("customTemplates", "Template", KindLayout.File) { NaturalKey = ["name"], IsUnordered = false },
        new("widgetThemes", "WidgetTheme", KindLayout.File)
        {
            Identity = ["theme"],
            NaturalKey = [],
            NameFrom = ["theme"],
            IsUnordered = false,
        },
        new("exportOptions", "ExportOptions", KindLayout.File),
        new("agentAssistExport", "AgentAssist", KindLayout.File),
        new("dialogGPTSettings", "DialogGPTSettings", KindLayout.File) { IsUnordered = false },
    }.ToDictionary(static kind => kind.Member, StringComparer.Ordinal);

    private static readonly HashSet<string> SettingsInFilesOfTheirOwn = new(StringComparer.Ordinal)
    {
        "interruptOptions",
        "ivrSettings",
        "audioCodesSettings",
        "twilioVoiceSettings",
        "korevgSettings",
        "deflectAppStatus",
        "botSentimentEvents",
        "confidenceConfigs",
        "multiLingualConfigurations",
        "runCustomScript",
        "solutionBotSettings",
    };

    // Short lists and settings that a reader wants to see beside the others.
    private static readonly HashSet<string> SettingsInPlace = new(StringComparer.Ordinal)
    {
        "variables",
        "supportedLanguages",
        "languagePreferences",
        "languageConfigurations",
        "channels",
        "vNameSpace",
        "krVNameSpace",
        "evVNameSpace",
        "categoryIds",
        "class",
        "languagesToBeIgnored",
        "pii_patterns",
        "demoVideoLink",
        "externalNluAdapters",
        "preBuiltIntegrations",
    };

    /// <summary>The kinds in the order in which differences are told.</summary>
    public static IEnumerable<ComponentKind> All => Known.Values;

    /// <summary>The kind of a member, or null where it is none.</summary>
    public static ComponentKind? Find(string member) => Known.TryGetValue(member, out var kind) ? kind : null;

    /// <summary>The kind whose components are in a file of a tree; a second member of that name has a file with a number.</summary>
    public static ComponentKind? OfFile(string file) => Find(file.Split('/', '.')[0]) ?? Find(file.Split('/', '.', '-')[0]);

    /// <summary>Whether the member stays in the file of the bot: a single value, or a short list that is known to be one.</summary>
    public static bool StaysInPlace(string member, JsonSlice value) =>
        value.IsScalar || value.IsEmptyContainer() || SettingsInPlace.Contains(member);

    /// <summary>
    /// The folder for a member that is no kind: <c>settings</c> where it is known, else <c>other</c>. Small values are not asked for: they
    /// stay in the file of the bot.
    /// </summary>
    public static string FolderOfOthers(string member) => SettingsInFilesOfTheirOwn.Contains(member) ? "settings" : "other";
}

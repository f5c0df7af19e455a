namespace KoreExport.Sandbox.Bots;

/// <summary>What a part of a definition leaves behind where it was not selected.</summary>
internal enum Deselected
{
    /// <summary>Its members are not there [seen].</summary>
    Nothing,

    /// <summary>Its members are empty lists.</summary>
    EmptyList,

    /// <summary>Its members stay as they are.</summary>
    Everything,
}

/// <summary>A part of a definition that the words of export and import options select.</summary>
/// <param name="List">The list of words it is selected in.</param>
/// <param name="Word">The word.</param>
/// <param name="Left">What is left where it was not selected.</param>
/// <param name="Members">The members it consists of.</param>
internal sealed record ContentPart(string List, string Word, Deselected Left, params string[] Members)
{
    /// <summary>
    /// All parts. That settings vanish, that patterns do, that dialogs stay as skeletons and components whole is seen; the rest of this
    /// table is inferred from the members' names.
    /// </summary>
    public static IReadOnlyList<ContentPart> All { get; } =
    [
        new("tasks", "botTask", Deselected.Everything, "dialogs", "dialogComponents", "scenes", "sceneComponents"),
        new("tasks", "botTask", Deselected.EmptyList, "actions", "alerts", "widgets", "panels", "paramMaps", "taskDgParamMaps"),
        new("tasks", "knowledgeGraph", Deselected.EmptyList, "knowledgeTasks"),
        new("tasks", "smallTalk", Deselected.EmptyList, "smallTalk"),
        new("tasks", "forms", Deselected.EmptyList, "forms"),
        new("nlpData", "utterances", Deselected.EmptyList, "sentences"),
        new("nlpData", "patterns", Deselected.Nothing, "patterns"),
        new("nlpData", "traits", Deselected.EmptyList, "traits"),
        new("nlpData", "nlpSettings", Deselected.Nothing, "mlParams", "advancedNLSettings", "enableNegativePatterns", "isCsMatchEnabled"),
        new("nlpData", "standardResponses", Deselected.EmptyList, "koraResponses"),
        new(
            "settings", "botSettings", Deselected.Nothing,
            "notifyUserViaEmail", "hasUserEndpoint", "offKoraConfirmation", "skipMakeEditLinks", "showInMp", "languagePreferences",
            "enable_pii", "strict_pii", "pii_patterns", "enableNameSpace", "enableInputTranslation", "multiLingualConfigurations",
            "isSmartAssist", "featured", "sendVcf", "interruptsEnabled", "sessionInactiveTime", "sessionClosureProcess",
            "skipSessionMessage", "isDeflect", "languagesToBeIgnored", "interruptOptions", "detectMultiIntent", "recentBotLimit",
            "enableAutoUtteranceAddition", "amendConfig", "botSentimentEvents", "translationEngines", "botEvents", "idpConfigurations",
            "widgetThemes", "customTemplates"),
        new("settings", "ivrSettings", Deselected.Nothing, "ivrSettings", "twilioVoiceSettings", "audioCodesSettings"),
        new("settings", "botVariables", Deselected.Nothing, "contentVariables", "namespaces"),
        new("settings", "genAIandLLMSettings", Deselected.Nothing, "llmConfigsForStream", "dialogGPTSettings"),
    ];
}

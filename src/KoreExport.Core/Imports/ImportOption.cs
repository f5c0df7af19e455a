namespace KoreExport.Imports;

/// <summary>
/// A word of <c>importOptions</c>: what an incremental import takes from the file (vendor documentation). The platform does not check the
/// words, so they are checked here.
/// </summary>
/// <param name="Group">The list it stands in.</param>
/// <param name="Word">The word.</param>
/// <param name="Members">
/// The members of a definition, or the files, that it stands for; none where that is not known. Then nothing tells whether the import did
/// what it should.
/// </param>
internal sealed record ImportOption(string Group, string Word, params string[] Members)
{
    private const string CustomDashboard = "customDashboard";

    private static readonly string[] KnownGroups = ["tasks", "nlpData", "settings"];

    // Older platforms do not know these.
    private static readonly string[] NewGroups = ["AgentAssist", "qualityAI"];
    private static readonly string[] AppendedWords = ["utterances", "patterns"];

    /// <summary>All words.</summary>
    public static IReadOnlyList<ImportOption> All { get; } =
    [
        new("tasks", "botTask", "dialogs", "dialogComponents", "scenes", "sceneComponents", "actions", "alerts", "widgets", "panels"),
        new("tasks", "knowledgeGraph", "knowledgeTasks"),
        new("tasks", "smallTalk", "smallTalk"),
        new("tasks", "forms", "forms"),
        new("nlpData", "nlpSettings", "mlParams", "advancedNLSettings"),
        new("nlpData", "utterances", "sentences"),
        new("nlpData", "patterns", "patterns"),
        new("nlpData", "standardResponses", "koraResponses"),
        new("nlpData", "synonyms"),
        new("nlpData", "concepts"),
        new("settings", "botSettings"),
        new("settings", "botVariables", "contentVariables", "envVariables"),
        new("settings", "ivrSettings", "ivrSettings"),
        new("settings", "genAIandLLMSettings", "dialogGPTSettings"),
        new("AgentAssist", "rules"),
        new("AgentAssist", "playbooks"),
        new("qualityAI", "taxonomy"),
        new("qualityAI", "connectors"),
        new("qualityAI", "autoQA"),
        new(string.Empty, CustomDashboard, "customDashboards"),
    ];

    /// <summary>
    /// The options with those words, in any case of letters; throws <see cref="KoreErrorId.OptionInvalid"/> for any other.
    /// </summary>
    public static IReadOnlyList<ImportOption> Check(IEnumerable<string?> words) => words
        .Select(static word => All.FirstOrDefault(option => option.Word.Equals(word?.Trim(), StringComparison.OrdinalIgnoreCase))
            ?? throw ImportErrors.WordInvalid(word, All.Select(static option => option.Word)))
        .Distinct()
        .ToList();

    /// <summary>
    /// The key <c>importOptions</c> of a request. Lists of which nothing is wanted are sent empty, as the vendor's own tests do.
    /// </summary>
    /// <param name="chosen">The words.</param>
    /// <param name="replaces">Whether utterances and patterns replace the bot's, in place of being added.</param>
    /// <param name="ignoredVariables">The variables to leave as they are.</param>
    public static Dictionary<string, object> ToBody(
        IReadOnlyList<ImportOption> chosen, bool replaces, IReadOnlyList<string> ignoredVariables)
    {
        var body = new Dictionary<string, object>();
        foreach (var group in KnownGroups)
        {
            body[group] = Words(chosen, group);
        }

        foreach (var group in NewGroups.Where(group => Words(chosen, group).Length > 0))
        {
            body[group] = Words(chosen, group);
        }

        if (chosen.Any(static option => option.Word == CustomDashboard))
        {
            body[CustomDashboard] = true;
        }

        var options = new Dictionary<string, object>();
        foreach (var word in AppendedWords.Where(word => chosen.Any(option => option.Word == word)))
        {
            options[word] = new Dictionary<string, bool> { ["append"] = !replaces, ["replace"] = replaces };
        }

        if (ignoredVariables.Count > 0)
        {
            options["botVariables"] = new Dictionary<string, object> { ["ignore"] = ignoredVariables };
        }

        if (options.Count > 0)
        {
            body["options"] = options;
        }

        return body;
    }

    private static string[] Words(IReadOnlyList<ImportOption> chosen, string group) =>
        chosen.Where(option => option.Group == group).Select(static option => option.Word).ToArray();
}

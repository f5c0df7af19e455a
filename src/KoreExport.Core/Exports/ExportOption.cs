using KoreExport.Errors;

namespace KoreExport.Exports;

/// <summary>
/// The option words the platform knows. It does not check them itself: a typo is accepted and the component is silently missing from
/// the file (vendor QA suite), so they are checked here. Sources: seed, newest vendor documentation, QA suite, and real exports.
/// </summary>
internal sealed class ExportOption
{
    private ExportOption(string name, params string[] words) => (Name, Words) = (name, words);

    /// <summary><c>exportOptions.tasks</c>: seed; <c>forms</c> from the QA suite.</summary>
    public static ExportOption Task { get; } = new("Task", "botTask", "knowledgeGraph", "smallTalk", "forms");

    /// <summary><c>exportOptions.nlpData</c>: seed; the last three from real exports.</summary>
    public static ExportOption NlpData { get; } = new(
        "NlpData", "utterances", "patterns", "traits", "rules", "concepts", "synonyms", "standardResponses", "nlpSettings", "training_data",
        "bot_synonyms", "defaultDialog");

    /// <summary><c>exportOptions.settings</c> (seed).</summary>
    public static ExportOption Setting { get; } = new("Setting", "botSettings", "botVariables", "ivrSettings", "genAIandLLMSettings");

    /// <summary><c>exportOptions.AgentAI</c> (seed) and <c>exportOptions.AgentAssist</c> (newest documentation).</summary>
    public static ExportOption AgentAI { get; } = new("AgentAI", "rules", "playbooks", "widgetSettings", "layoutSettings");

    /// <summary><c>exportOptions.botComponents</c>: real exports of universal bots.</summary>
    public static ExportOption BotComponent { get; } = new("BotComponent", "linkedBots", "smallTalk");

    public string Name { get; }

    public IReadOnlyList<string> Words { get; }

    /// <summary>
    /// The words in the platform's own spelling; throws <see cref="KoreErrorId.OptionInvalid"/> with the allowed ones for any other.
    /// </summary>
    /// <param name="given">What the user typed, in any case of letters; null stays null.</param>
    /// <param name="parameter">The parameter to name in the error, where it is not this option's own name.</param>
    public IReadOnlyList<string>? Check(IEnumerable<string>? given, string? parameter = null) =>
        given?.Select(word => Check(word, parameter)).Distinct(StringComparer.Ordinal).ToList();

    /// <inheritdoc cref="Check(IEnumerable{string}?, string?)"/>
    public string Check(string? given, string? parameter = null) =>
        Words.FirstOrDefault(word => word.Equals(given?.Trim(), StringComparison.OrdinalIgnoreCase)) ?? throw KoreErrors.OptionInvalid(
            $"'{LogSanitizer.Sanitize(given)}' is not a value that the platform knows for -{parameter ?? Name}. "
            + $"Allowed values: {string.Join(", ", Words)}. The platform would accept it and leave the component out of the file.",
            "Use one of the allowed values. A value that is newer than this module goes through -AdditionalBody.");
}

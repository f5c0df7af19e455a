namespace KoreExport;

/// <summary>A batch test suite of a bot.</summary>
public sealed class KoreTestSuite
{
    internal KoreTestSuite()
    {
    }

    /// <summary>The bot.</summary>
    public string BotId { get; internal init; } = string.Empty;

    /// <summary>The suite's id: <c>ts-…</c>.</summary>
    public string Id { get; internal init; } = string.Empty;

    /// <summary>Its name, by which the platform knows it.</summary>
    public string Name { get; internal init; } = string.Empty;

    /// <summary>The platform's own word, for instance <c>custom</c>. Only custom suites can be exported.</summary>
    public string? Type { get; internal init; }

    /// <summary>Its description.</summary>
    public string? Description { get; internal init; }

    /// <summary>The language it was listed for; null where the platform chose it.</summary>
    public string? Language { get; internal init; }

    /// <summary>Fields of the answer that the module does not know, the results of runs among them.</summary>
    public IReadOnlyDictionary<string, object?> AdditionalProperties { get; internal init; } = new Dictionary<string, object?>();

    /// <summary>
    /// What tells it from the bot's other suites: its name, with the language where that of another language has the same.
    /// </summary>
    internal string Part => IsNameTaken ? $"{Name} [{Language}]" : Name;

    /// <summary>Whether a suite of another language has the name too, and came first.</summary>
    internal bool IsNameTaken { get; set; }

    /// <summary>Whether the platform can export it, as far as it says; what is not said is tried.</summary>
    internal bool IsExportable => Type is null || Type.Equals("custom", StringComparison.OrdinalIgnoreCase);

    /// <summary>Its name.</summary>
    public override string ToString() => Name;
}

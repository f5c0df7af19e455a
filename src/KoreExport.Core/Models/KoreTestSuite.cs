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

    /// <summary>The language it was listed for.</summary>
    public string Language { get; internal init; } = "en";

    /// <summary>Fields of the answer that the module does not know, the results of runs among them.</summary>
    public IReadOnlyDictionary<string, object?> AdditionalProperties { get; internal init; } = new Dictionary<string, object?>();

    /// <summary>Whether the platform can export it, as far as it says; what is not said is tried.</summary>
    internal bool IsExportable => Type is null || Type.Equals("custom", StringComparison.OrdinalIgnoreCase);

    /// <summary>Its name.</summary>
    public override string ToString() => Name;
}

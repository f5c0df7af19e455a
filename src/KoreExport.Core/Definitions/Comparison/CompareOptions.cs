namespace KoreExport.Definitions;

/// <summary>What is compared, and how.</summary>
internal sealed record CompareOptions
{
    /// <summary>The older export: an archive, an expanded export, or a single file. Empty where there is none: all is new.</summary>
    public string ReferencePath { get; init; } = string.Empty;

    /// <summary>The newer export.</summary>
    public string DifferencePath { get; init; } = string.Empty;

    /// <summary>The bot, where it is known from elsewhere.</summary>
    public string? BotId { get; init; }

    /// <summary>Whether what changes by itself counts too: ids, times, the canvas, hashes.</summary>
    public bool IncludeVolatile { get; init; }

    /// <summary>Patterns for more secrets than the module knows.</summary>
    public IReadOnlyList<string> SecretPatterns { get; init; } = [];

    /// <summary>The key of the masks; needed where a tree was redacted with one.</summary>
    public string? RedactionKey { get; init; }
}

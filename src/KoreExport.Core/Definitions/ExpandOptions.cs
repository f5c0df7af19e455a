namespace KoreExport.Definitions;

/// <summary>How an export is expanded.</summary>
internal sealed record ExpandOptions
{
    /// <summary>The archive or the file.</summary>
    public string SourcePath { get; init; } = string.Empty;

    /// <summary>The folder that gets one folder a bot.</summary>
    public string Destination { get; init; } = string.Empty;

    /// <summary>The bot, where it is known from elsewhere; else the definition says it.</summary>
    public string? BotId { get; init; }

    /// <summary>What was exported, where it is known: exports of other kinds than Bot have a folder of their own.</summary>
    public KoreExportKind? Kind { get; init; }

    /// <summary>Which one, where there are several of a kind.</summary>
    public string? Part { get; init; }

    /// <summary>Whether the bot's folder is called after its name, and not after its id.</summary>
    public bool IsFolderNamedByName { get; init; }

    public KoreTreeLayout Layout { get; init; }

    /// <summary>Whether secrets are masked; such a tree cannot be merged.</summary>
    public bool Redact { get; init; }

    /// <summary>Patterns for more secrets.</summary>
    public IReadOnlyList<string> SecretPatterns { get; init; } = [];

    /// <summary>The key of the masks, or null for one that is made of the bot's id.</summary>
    public string? RedactionKey { get; init; }

    /// <summary>Whether a folder is taken that has files of somebody else, or the tree of another bot.</summary>
    public bool Force { get; init; }
}

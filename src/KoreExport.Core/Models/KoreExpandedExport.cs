namespace KoreExport;

/// <summary>An export that was expanded into a folder.</summary>
public sealed class KoreExpandedExport
{
    /// <summary>The bot, or null where the export does not say it.</summary>
    public string? BotId { get; init; }

    /// <summary>The bot's name, or null where the export does not say it.</summary>
    public string? Name { get; init; }

    /// <summary>The folder of the bot.</summary>
    public string Path { get; init; } = string.Empty;

    /// <summary>The export that was expanded.</summary>
    public string SourcePath { get; init; } = string.Empty;

    /// <summary>How it is laid out.</summary>
    public KoreTreeLayout Layout { get; init; }

    /// <summary>Whether secrets are masked; such a folder cannot be merged.</summary>
    public bool Redacted { get; init; }

    /// <summary>How many files the folder has of this export.</summary>
    public int FileCount { get; init; }

    /// <summary>The files that are new since the expansion before, relative to <see cref="Path"/>.</summary>
    public IReadOnlyList<string> Added { get; init; } = [];

    /// <summary>The files that changed since the expansion before.</summary>
    public IReadOnlyList<string> Modified { get; init; } = [];

    /// <summary>The files that are gone since the expansion before.</summary>
    public IReadOnlyList<string> Removed { get; init; } = [];

    /// <summary>The path, so that the object reads well in a text.</summary>
    public override string ToString() => Path;
}

namespace KoreExport;

/// <summary>A restore: what was done, to which bot, and how it is known to be right.</summary>
public sealed class KoreRestore
{
    private readonly List<KoreRestoreStep> _steps = [];
    private readonly List<string> _warnings = [];

    internal KoreRestore()
    {
    }

    /// <summary>The bot that was restored into; of a new one its id once that is known, until then empty.</summary>
    public string BotId { get; internal set; } = string.Empty;

    /// <summary>The bot's name, where it is known.</summary>
    public string? Name { get; internal set; }

    /// <summary>What was restored.</summary>
    public KoreExportKind Kind { get; internal init; }

    /// <summary>The file or the expanded export that it was restored from, full path.</summary>
    public string Path { get; internal init; } = string.Empty;

    /// <summary>The platform's id of the import, <c>bir-…</c>; null where there is none, or its answer was lost.</summary>
    public string? Id { get; internal set; }

    /// <summary>The platform's last word on the import; <c>not started</c> where there was no import.</summary>
    public string Status { get; internal set; } = "not started";

    /// <summary>What was imported, by the platform's log.</summary>
    public IReadOnlyList<KoreImportedComponent> Imported { get; internal set; } = [];

    /// <summary>What the file holds and was left out: variables whose values the export had blanked.</summary>
    public IReadOnlyList<string> Omitted { get; internal set; } = [];

    /// <summary>The backup of the target that was made before; null where there is none.</summary>
    public string? BackupPath { get; internal set; }

    /// <summary>
    /// In what the target differs from the file after the restore: <c>Before</c> is the file's value, <c>After</c> the target's. With
    /// -WhatIf what the restore would change: <c>Before</c> is the target's value, <c>After</c> the file's.
    /// </summary>
    public IReadOnlyList<KoreDifference> Differences { get; internal set; } = [];

    /// <summary>
    /// Whether the target was exported again and found to be what was restored. Never true where a part of it could not be compared: see
    /// <see cref="Warnings"/>.
    /// </summary>
    public bool Verified { get; internal set; }

    /// <summary>Whether the target was published.</summary>
    public bool Published { get; internal set; }

    /// <summary>What an operator should know of this restore.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>All steps so far.</summary>
    public IReadOnlyList<KoreRestoreStep> Steps => _steps;

    /// <summary>How long it took.</summary>
    public TimeSpan Duration { get; internal set; }

    /// <summary>The bot and what became of it.</summary>
    public override string ToString() =>
        $"{Kind} of {(BotId.Length > 0 ? BotId : "a new bot")}: {Status}"
        + (Verified ? ", verified" : string.Empty)
        + (Published ? ", published" : string.Empty);

    internal void Add(KoreRestoreStep step) => _steps.Add(step);

    internal void Warn(string message) => _warnings.Add(message);
}

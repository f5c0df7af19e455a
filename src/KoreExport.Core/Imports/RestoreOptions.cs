using KoreExport.Downloads;
using KoreExport.Exports;
using KoreExport.Models;

namespace KoreExport.Imports;

/// <summary>What is restored, into what, and how carefully.</summary>
/// <param name="Path">The file, or the folder of an expanded export; full path.</param>
/// <param name="Kind">What it is an export of.</param>
internal sealed record RestoreOptions(string Path, KoreExportKind Kind)
{
    /// <summary>The bot to restore into; null makes a new one.</summary>
    public BotId? Bot { get; init; }

    /// <summary>The name of a new bot; null takes the file's.</summary>
    public string? Name { get; init; }

    /// <summary>The hash that the file must have, where somebody said so.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Whether a new bot's file is uploaded as the archive it is, and not in parts.</summary>
    public bool UploadsArchive { get; init; }

    /// <summary>What an incremental import takes; null imports everything.</summary>
    public IReadOnlyList<ImportOption>? ImportOptions { get; init; }

    /// <summary>Of an incremental import: whether utterances and patterns replace the bot's.</summary>
    public bool ReplacesUtterances { get; init; }

    /// <summary>Of an incremental import: variables to leave as they are.</summary>
    public IReadOnlyList<string> IgnoredVariables { get; init; } = [];

    /// <summary>The backup set for the target as it is; null makes none.</summary>
    public string? BackupFolder { get; init; }

    /// <summary>Whether the target is exported again and compared.</summary>
    public bool Verifies { get; init; } = true;

    /// <summary>What the new version is called where it is published; null does not publish.</summary>
    public string? VersionComment { get; init; }

    /// <summary>Whether only what would change is found out.</summary>
    public bool IsPreview { get; init; }

    /// <summary>How to wait for exports, imports and publishing, each.</summary>
    public WaitOptions Wait { get; init; } = new();

    /// <summary>How exports of the target are downloaded.</summary>
    public SaveOptions Save { get; init; } = new();

    /// <summary>The target in messages.</summary>
    public string Target => Bot is { } bot ? $"bot {bot}" : "a new bot";
}

using KoreExport.DirectExports;
using KoreExport.Exports;
using KoreExport.Models;

namespace KoreExport.Backups;

/// <summary>One thing to export into a set, or to a file.</summary>
/// <param name="Bot">The bot; null for what belongs to the account.</param>
/// <param name="Kind">What of it.</param>
internal sealed record BackupJob(BotId? Bot, KoreExportKind Kind)
{
    /// <summary>The bot's name, where it is known.</summary>
    public string? Name { get; init; }

    /// <summary>Reads the bot's name from a file of it, where that is not known otherwise.</summary>
    public Func<string, string?>? ReadName { get; init; }

    /// <summary>What is asked for, as records have it; null where the kind has no options, or nobody knows them.</summary>
    public string? Options { get; init; }

    /// <summary>Which one, where there are several of a kind and only this one is exported.</summary>
    public string? Part { get; init; }

    /// <summary>Whether all parts are exported that there are, where there are several: then the set is told which ones.</summary>
    public bool IsWhole { get; init; } = true;

    /// <summary>The bot's id; empty for the account.</summary>
    public string BotId => Bot?.Value ?? string.Empty;

    /// <summary>What errors and prompts call it by.</summary>
    public string Target => Bot is null ? BackupFileName.AccountFolder : BotId;

    /// <summary>How it is called on a progress bar.</summary>
    public string Label => Name ?? Target;

    /// <summary>All that is particular about its kind.</summary>
    public ExportDescriptor Descriptor => ExportDescriptors.For(Kind);
}

/// <summary>How one job ended: what of it is on disk, and what went wrong. There may be both where it has several parts.</summary>
/// <param name="Saved">The files.</param>
/// <param name="Failures">The errors.</param>
internal sealed record BackupResult(IReadOnlyList<KoreSavedExport> Saved, IReadOnlyList<Exception> Failures);

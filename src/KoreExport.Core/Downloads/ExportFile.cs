using KoreExport.Models;

namespace KoreExport.Downloads;

/// <summary>What a file is to hold: all that its name, its verification and its record need to know.</summary>
/// <param name="Kind">What is exported.</param>
/// <param name="Bot">The bot; null for what belongs to the account.</param>
/// <param name="Word">The kind as a piece of the file's name.</param>
/// <param name="Extension"><c>zip</c>, <c>json</c> or <c>csv</c>.</param>
internal sealed record ExportFile(KoreExportKind Kind, BotId? Bot, string Word, string Extension)
{
    /// <summary>The platform's id of the export; empty where it answered at once.</summary>
    public string Id { get; init; } = string.Empty;

    /// <summary>Which one, where there are several of a kind.</summary>
    public string? Part { get; init; }

    /// <summary>When the platform made the export, where it says so.</summary>
    public DateTimeOffset? CreatedOn { get; init; }

    /// <summary>When the work on it began, by the session's clock.</summary>
    public TimeSpan Started { get; init; }
}

using KoreExport.Errors;

namespace KoreExport.Backups;

/// <summary>
/// What a backup set knows of one export: what the file beside it holds, or why there is none. Written once; afterwards only the time of
/// the last check changes and, while an export keeps failing, the reason.
/// </summary>
internal sealed record BackupRecord
{
    /// <summary>The bot; empty for what belongs to the account.</summary>
    public string BotId { get; init; } = string.Empty;

    /// <summary>The bot's name, where it was known.</summary>
    public string? Name { get; init; }

    public KoreExportKind Kind { get; init; }

    /// <summary>Which one, where there are several of a kind: a test suite's name, a type of role.</summary>
    public string? Part { get; init; }

    /// <summary>The platform: scheme, host and port.</summary>
    public string Host { get; init; } = string.Empty;

    /// <summary>The account's id, where the platform told it.</summary>
    public string? Account { get; init; }

    /// <summary>The app it was exported with.</summary>
    public string? ClientId { get; init; }

    /// <summary>
    /// What was asked for, in a form that is the same for the same request; null where the kind has no options or nobody knows them.
    /// </summary>
    public string? Options { get; init; }

    /// <summary>The platform's id of the export; null where it answered at once.</summary>
    public string? RequestId { get; init; }

    /// <summary>Saved, Listed or Failed.</summary>
    public KoreBackupOutcome Outcome { get; init; }

    /// <summary>When the platform made the export, by its own clock.</summary>
    public DateTimeOffset? CreatedOn { get; init; }

    /// <summary>When the file was saved or the parts were listed; of a failure, since when it fails.</summary>
    public DateTimeOffset SavedOn { get; init; }

    /// <summary>When it was last found to be so.</summary>
    public DateTimeOffset CheckedOn { get; init; }

    /// <summary>
    /// Times of other records of the series that were there already when this was written, although they are later: somebody's clock was
    /// wrong, and this is the newer record all the same.
    /// </summary>
    public IReadOnlyList<DateTimeOffset> WrittenAfter { get; init; } = [];

    /// <summary>The file's size in bytes.</summary>
    public long Size { get; init; }

    /// <summary>SHA-256 of the file, in lower-case hex.</summary>
    public string? Sha256 { get; init; }

    /// <summary>SHA-256 of what the file contains; see <see cref="KoreSavedExport.ContentHash"/>.</summary>
    public string? ContentHash { get; init; }

    /// <summary>How many files a zip holds.</summary>
    public int? EntryCount { get; init; }

    /// <summary>Of a list: the parts there are.</summary>
    public IReadOnlyList<string> Parts { get; init; } = [];

    /// <summary>Of a failure: one of <see cref="KoreErrorId"/>.</summary>
    public string? ErrorId { get; init; }

    /// <summary>Of a failure: the last error, in words.</summary>
    public string? Message { get; init; }

    /// <summary>The version of KoreExport that wrote it.</summary>
    public string? ToolVersion { get; init; }

    /// <summary>What it is a record of.</summary>
    public BackupSeries Series => new(Host, BotId, Kind)
    {
        ClientId = BackupKinds.BelongsToAccount(Kind) ? ClientId : null,
        Part = Part,
        Options = Options,
    };

    /// <summary>The same with what is known of a file that was saved.</summary>
    public BackupRecord Of(KoreSavedExport saved) => this with
    {
        RequestId = LogSanitizer.Sanitize(saved.Id),
        CreatedOn = saved.CreatedOn,
        Size = saved.Size,
        Sha256 = saved.Sha256,
        ContentHash = saved.ContentHash,
        EntryCount = saved.EntryCount,
    };
}

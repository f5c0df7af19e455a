namespace KoreExport;

/// <summary>What a backup set holds of one export: a file, or why there is none. Times are UTC.</summary>
public sealed class KoreBackup
{
    internal KoreBackup()
    {
    }

    /// <summary>The bot; empty for what belongs to the account.</summary>
    public string BotId { get; internal init; } = string.Empty;

    /// <summary>The bot's name, where it was known.</summary>
    public string? Name { get; internal init; }

    /// <summary>What was exported.</summary>
    public KoreExportKind Kind { get; internal init; }

    /// <summary>Which one, where there are several of a kind: the name of a test suite, the type of roles.</summary>
    public string? Part { get; internal init; }

    /// <summary>The platform's id of the export; null where it answered at once.</summary>
    public string? Id { get; internal init; }

    /// <summary>Saved for a file, Failed for an export that failed, Listed for a list of parts.</summary>
    public KoreBackupOutcome Outcome { get; internal init; }

    /// <summary>When the file was saved; of a failure, since when it fails.</summary>
    public DateTimeOffset SavedOn { get; internal init; }

    /// <summary>When the bot was last found to be the same, or the export last failed.</summary>
    public DateTimeOffset CheckedOn { get; internal init; }

    /// <summary>When the platform made the export.</summary>
    public DateTimeOffset? CreatedOn { get; internal init; }

    /// <summary>The file's full path; null where there is none.</summary>
    public string? FullName { get; internal init; }

    /// <summary>The file of the same bot, kind, part and options before this one; null where there is none.</summary>
    public string? PreviousPath { get; internal init; }

    /// <summary>The full path of its record.</summary>
    public string RecordPath { get; internal init; } = string.Empty;

    /// <summary>The file's size in bytes.</summary>
    public long? Size { get; internal init; }

    /// <summary>How many files a zip holds.</summary>
    public int? EntryCount { get; internal init; }

    /// <summary>SHA-256 of the file, in lower-case hex.</summary>
    public string? Sha256 { get; internal init; }

    /// <summary>SHA-256 of what the file contains, in lower-case hex.</summary>
    public string? ContentHash { get; internal init; }

    /// <summary>What was asked of the platform; null where the kind has no options, or they are not known.</summary>
    public string? Options { get; internal init; }

    /// <summary>The platform it is from.</summary>
    public string HostUri { get; internal init; } = string.Empty;

    /// <summary>Of a failure: the error's id.</summary>
    public string? ErrorId { get; internal init; }

    /// <summary>Of a failure: the error, in words.</summary>
    public string? Message { get; internal init; }

    /// <summary>The file's path, or what went wrong.</summary>
    public override string ToString() => FullName ?? Message ?? RecordPath;
}

using KoreExport.Errors;

namespace KoreExport.Backups;

/// <summary>What a backup set knows of one export: the file, or why there is none. Times are UTC.</summary>
internal sealed class BackupItem
{
    /// <summary>The bot; empty for what belongs to the account.</summary>
    public string BotId { get; init; } = string.Empty;

    public string? Name { get; init; }

    public KoreExportKind Kind { get; init; }

    /// <summary>Which one, where a bot has several of a kind: a test suite's name, a type of role.</summary>
    public string? Part { get; init; }

    /// <summary>What was asked for: two exports with different options are not copies of each other.</summary>
    public string? Options { get; init; }

    public string? Host { get; init; }

    public string? RequestId { get; init; }

    public DateTime? CreatedOn { get; init; }

    /// <summary>When it was saved, found unchanged, or failed.</summary>
    public DateTime SavedOn { get; init; }

    public KoreBackupOutcome Outcome { get; init; }

    /// <summary>The file's path below the set's folder, with slashes.</summary>
    public string? Path { get; init; }

    public long Size { get; init; }

    public string? Sha256 { get; init; }

    public string? ContentHash { get; init; }

    /// <summary>The folder it was expanded to, below the set's.</summary>
    public string? ExpandedPath { get; init; }

    public string? ErrorId { get; init; }

    public string? Message { get; init; }

    /// <summary>Written down before the file got its name: counts only where the file is there.</summary>
    public bool IsPending { get; init; }

    public bool IsGood => Outcome != KoreBackupOutcome.Failed;

    public BackupKey Key => new(BotId, Kind, Part);

    /// <summary>A file that is saved, or about to be.</summary>
    public static BackupItem Of(KoreSavedExport saved, string folder, string? options, string host, bool pending) => new()
    {
        BotId = saved.BotId,
        Name = saved.Name,
        Kind = saved.Kind,
        Part = saved.Part,
        Options = options,
        Host = host,
        RequestId = LogSanitizer.Sanitize(saved.Id),
        CreatedOn = saved.CreatedOn?.UtcDateTime,
        SavedOn = saved.SavedOn.UtcDateTime,
        Outcome = saved.Outcome,
        Path = BackupPath.Relative(folder, saved.FullName),
        Size = saved.Size,
        Sha256 = saved.Sha256,
        ContentHash = saved.ContentHash,
        IsPending = pending,
    };

    /// <summary>The same, now that the file is known to be in its place.</summary>
    public BackupItem Settled() => new()
    {
        BotId = BotId,
        Name = Name,
        Kind = Kind,
        Part = Part,
        Options = Options,
        Host = Host,
        RequestId = RequestId,
        CreatedOn = CreatedOn,
        SavedOn = SavedOn,
        Outcome = Outcome,
        Path = Path,
        Size = Size,
        Sha256 = Sha256,
        ContentHash = ContentHash,
        ExpandedPath = ExpandedPath,
    };
}

/// <summary>What is one and the same thing from one night to the next.</summary>
internal readonly record struct BackupKey(string BotId, KoreExportKind Kind, string? Part);

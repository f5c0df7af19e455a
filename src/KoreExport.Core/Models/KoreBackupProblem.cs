namespace KoreExport;

/// <summary>What can be wrong with a backup.</summary>
public enum KoreBackupProblemKind
{
    /// <summary>A file that there is a record of, or the set itself, is not there.</summary>
    Missing,

    /// <summary>A file is not as it was saved, or a record cannot be read.</summary>
    Damaged,

    /// <summary>A file in a set that is not of it, or what an export that was ended left half written.</summary>
    Foreign,

    /// <summary>The newest good export is older than it may be.</summary>
    Stale,

    /// <summary>The latest export failed.</summary>
    Failed,

    /// <summary>There is no backup of a bot of the account.</summary>
    Absent,

    /// <summary>A record has a time that has not come yet, because a clock was wrong. It is not believed.</summary>
    ClockSkew,
}

/// <summary>One thing that is wrong with a backup.</summary>
public sealed class KoreBackupProblem
{
    internal KoreBackupProblem(KoreBackupProblemKind problem, string message)
    {
        Problem = problem;
        Message = message;
    }

    /// <summary>What is wrong.</summary>
    public KoreBackupProblemKind Problem { get; }

    /// <summary>The bot, where it is about one.</summary>
    public string? BotId { get; internal init; }

    /// <summary>The bot's name, where it is known.</summary>
    public string? Name { get; internal init; }

    /// <summary>What of the bot, where it is about one kind.</summary>
    public KoreExportKind? Kind { get; internal init; }

    /// <summary>Which one, where there are several of a kind.</summary>
    public string? Part { get; internal init; }

    /// <summary>The file or folder, where it is about one.</summary>
    public string? Path { get; internal init; }

    /// <summary>The newest good export, UTC, where it is about a bot.</summary>
    public DateTimeOffset? LastGoodOn { get; internal init; }

    /// <summary>In words.</summary>
    public string Message { get; }

    /// <summary>The words.</summary>
    public override string ToString() => Message;
}

namespace KoreExport;

/// <summary>What becomes of one file of a backup set, and why. Times are UTC.</summary>
public sealed class KoreBackupRetention
{
    internal KoreBackupRetention()
    {
    }

    /// <summary>The bot; empty for what belongs to the account.</summary>
    public string BotId { get; internal init; } = string.Empty;

    /// <summary>The bot's name, where it was known.</summary>
    public string? Name { get; internal init; }

    /// <summary>What was exported.</summary>
    public KoreExportKind Kind { get; internal init; }

    /// <summary>Which one, where there are several of a kind.</summary>
    public string? Part { get; internal init; }

    /// <summary>When the file was saved.</summary>
    public DateTimeOffset SavedOn { get; internal init; }

    /// <summary>The time that the rules go by: when the bot was last found to be as in the file.</summary>
    public DateTimeOffset CheckedOn { get; internal init; }

    /// <summary>The file's full path.</summary>
    public string FullName { get; internal init; } = string.Empty;

    /// <summary>The file's size in bytes.</summary>
    public long Size { get; internal init; }

    /// <summary>Whether it is kept.</summary>
    public bool Kept { get; internal init; }

    /// <summary>Why it is kept, such as <c>daily 3 of 7</c>, or that no rule keeps it.</summary>
    public string Reason { get; internal init; } = string.Empty;

    /// <summary>Whether it was removed.</summary>
    public bool Removed { get; internal set; }

    /// <summary>The file, and what becomes of it.</summary>
    public override string ToString() => $"{(Kept ? "keep" : "remove")} {FullName} ({Reason})";
}

namespace KoreExport;

/// <summary>An export that is on disk: whole, verified and under its final name. Times are UTC.</summary>
public sealed class KoreSavedExport
{
    internal KoreSavedExport()
    {
    }

    /// <summary>The bot.</summary>
    public string BotId { get; internal init; } = string.Empty;

    /// <summary>The request's id.</summary>
    public string Id { get; internal init; } = string.Empty;

    /// <summary>The bot's name, where it was given.</summary>
    public string? Name { get; internal set; }

    /// <summary>What was exported.</summary>
    public KoreExportKind Kind { get; internal init; }

    /// <summary>Which one, where there are several of a kind: the name of a test suite, the type of roles.</summary>
    public string? Part { get; internal init; }

    /// <summary>Saved, or Unchanged where the earlier file that <see cref="FullName"/> then names holds the same already.</summary>
    public KoreBackupOutcome Outcome { get; internal set; }

    /// <summary>The file's full path.</summary>
    public string FullName { get; internal set; } = string.Empty;

    /// <summary>The file's size in bytes.</summary>
    public long Size { get; internal set; }

    /// <summary>SHA-256 of the file's bytes, in lower-case hex.</summary>
    public string Sha256 { get; internal set; } = string.Empty;

    /// <summary>
    /// SHA-256 of what the file contains, in lower-case hex. For a zip it is taken over the entries' names and bytes and so stays the
    /// same while the bot does, although each export packs them into a different zip. For other files it equals <see cref="Sha256"/>.
    /// Another program computes it so: take the entries of the central directory, without folders (names that end in <c>/</c>); sort them
    /// by the bytes of their names, as they stand there and never decoded, UTF-8 flag or not; for each append the bytes of its name, a zero
    /// byte, the length of its unpacked content as eight bytes, the highest first, and the 32 bytes of that content's SHA-256; take the
    /// SHA-256 of all that.
    /// </summary>
    public string ContentHash { get; internal init; } = string.Empty;

    /// <summary>How many files a zip holds; null for other files.</summary>
    public int? EntryCount { get; internal init; }

    /// <summary>How long the work took, from its start to the file in place.</summary>
    public TimeSpan Duration { get; internal set; }

    /// <summary>When the platform made the export, UTC.</summary>
    public DateTimeOffset? CreatedOn { get; internal init; }

    /// <summary>When the file was in place, or the earlier one found to be the same, UTC.</summary>
    public DateTimeOffset SavedOn { get; internal set; }

    /// <summary>The file's path.</summary>
    public override string ToString() => FullName;
}

using KoreExport.Models;

namespace KoreExport;

/// <summary>An export that is on disk: whole, verified and under its final name. Times are UTC.</summary>
public sealed class KoreSavedExport
{
    internal KoreSavedExport(KoreExportJob export, string path, VerifiedFile facts)
        : this(export.BotId, export.Id, export.Kind, path, facts) => CreatedOn = export.CreatedOn;

    /// <param name="botId">The bot; empty for what belongs to the account.</param>
    /// <param name="id">The request's id; empty where the platform answered at once.</param>
    /// <param name="kind">What was exported.</param>
    /// <param name="path">Full path of the file.</param>
    /// <param name="facts">What is known of it.</param>
    internal KoreSavedExport(string botId, string id, KoreExportKind kind, string path, VerifiedFile facts)
    {
        BotId = botId;
        Id = id;
        Kind = kind;
        Path = path;
        Size = facts.Size;
        Sha256 = facts.Sha256;
        ContentHash = facts.ContentHash;
        EntryCount = facts.EntryCount;
    }

    /// <summary>The bot.</summary>
    public string BotId { get; }

    /// <summary>The request's id.</summary>
    public string Id { get; }

    /// <summary>The bot's name, where it was given.</summary>
    public string? Name { get; internal set; }

    /// <summary>What was exported.</summary>
    public KoreExportKind Kind { get; }

    /// <summary>Which one, where there are several of a kind: the name of a test suite, the type of roles.</summary>
    public string? Part { get; internal set; }

    /// <summary>Saved, or Unchanged where the earlier file that <see cref="Path"/> then names holds the same already.</summary>
    public KoreBackupOutcome Outcome { get; internal set; }

    /// <summary>The file's full path.</summary>
    public string Path { get; }

    /// <summary>The file's size in bytes.</summary>
    public long Size { get; }

    /// <summary>SHA-256 of the file's bytes, in lower-case hex.</summary>
    public string Sha256 { get; }

    /// <summary>
    /// SHA-256 of what the file contains, in lower-case hex. For a zip it is taken over the entries' names and bytes and so stays the
    /// same while the bot does, although each export packs them into a different zip. For other files it equals <see cref="Sha256"/>.
    /// Another program computes it so: take the entries of the central directory, without folders (names that end in <c>/</c>); sort them
    /// by the bytes of their names, as they stand there and never decoded, UTF-8 flag or not; for each append the bytes of its name, a zero
    /// byte, the length of its unpacked content as eight bytes, the highest first, and the 32 bytes of that content's SHA-256; take the
    /// SHA-256 of all that.
    /// </summary>
    public string ContentHash { get; }

    /// <summary>How many files a zip holds; null for other files.</summary>
    public int? EntryCount { get; }

    /// <summary>The folder it was expanded to, where that was asked for.</summary>
    public string? ExpandedPath { get; internal set; }

    /// <summary>How long the work took, from its start to the file in place.</summary>
    public TimeSpan Duration { get; internal set; }

    /// <summary>When the platform made the export, UTC.</summary>
    public DateTime? CreatedOn { get; internal set; }

    /// <summary>When the file was in place, or the earlier one found to be the same, UTC.</summary>
    public DateTime SavedOn { get; internal set; }

    /// <summary>The file's path.</summary>
    public override string ToString() => Path;
}

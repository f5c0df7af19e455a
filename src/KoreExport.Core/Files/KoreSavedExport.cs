using System;
using KoreExport.Exports;

namespace KoreExport.Files;

/// <summary>An export that is on disk: whole, verified and under its final name. Times are UTC.</summary>
public sealed class KoreSavedExport
{
    internal KoreSavedExport(KoreExportJob export, string path, FileFacts facts)
    {
        BotId = export.BotId;
        Id = export.Id;
        Kind = export.Kind;
        CreatedOn = export.CreatedOn;
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

    /// <summary>What was exported.</summary>
    public KoreExportKind Kind { get; }

    /// <summary>The file's full path.</summary>
    public string Path { get; }

    /// <summary>The file's size in bytes.</summary>
    public long Size { get; }

    /// <summary>SHA-256 of the file's bytes, in lower-case hex.</summary>
    public string Sha256 { get; }

    /// <summary>
    /// SHA-256 of what the file contains, in lower-case hex. For a zip it is taken over the entries' names and bytes and so stays the
    /// same while the bot does, although each export packs them into a different zip. For other files it equals <see cref="Sha256"/>.
    /// </summary>
    public string ContentHash { get; }

    /// <summary>How many files a zip holds; null for other files.</summary>
    public int? EntryCount { get; }

    /// <summary>The folder it was expanded to, where that was asked for.</summary>
    public string? ExpandedPath { get; internal init; }

    /// <summary>How long the work took, from its start to the file in place.</summary>
    public TimeSpan Duration { get; internal init; }

    /// <summary>When the platform made the export, UTC.</summary>
    public DateTime? CreatedOn { get; }

    /// <summary>When the file was in place, UTC.</summary>
    public DateTime SavedOn { get; internal init; }

    /// <summary>The file's path.</summary>
    public override string ToString() => Path;
}

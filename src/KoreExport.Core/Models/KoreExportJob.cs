using KoreExport.Models;

namespace KoreExport;

/// <summary>
/// One answer of the platform about one export. It never changes: asking again gives a new object. Times are UTC. The download link is
/// as good as the file and so not a property; in PowerShell <c>$export.DownloadUrl</c> gives it when asked by name.
/// </summary>
public abstract class KoreExportJob
{
    private protected KoreExportJob()
    {
    }

    /// <summary>The bot that was asked for.</summary>
    public string BotId { get; internal set; } = string.Empty;

    /// <summary>The bot as the answer names it (<c>streamId</c>, in some versions <c>botId</c>), where it does.</summary>
    public string? StreamId { get; internal set; }

    /// <summary>The request's own id (<c>_id</c>): <c>ber-…</c> or <c>ds-…</c>. Empty where the platform left it out.</summary>
    public string Id { get; internal set; } = string.Empty;

    /// <summary>What is exported.</summary>
    public abstract KoreExportKind Kind { get; }

    /// <summary>The platform's own word, for instance <c>pending</c>, <c>IN_PROGRESS</c> or <c>SUCCESS</c>.</summary>
    public string Status { get; internal set; } = string.Empty;

    /// <summary>What the word means.</summary>
    public KoreExportState State { get; internal set; }

    /// <summary>The user the export runs as.</summary>
    public string? CreatedBy { get; internal set; }

    /// <summary>When the platform made the request, UTC.</summary>
    public DateTimeOffset? CreatedOn { get; internal set; }

    /// <summary>Why it failed, where the platform says so.</summary>
    public string? FailureReason { get; internal set; }

    /// <summary>Whether the answer came with a link to the file.</summary>
    public bool HasDownloadLink => !string.IsNullOrEmpty(DownloadUrl);

    /// <summary>The platform's own version of its record (<c>__v</c>).</summary>
    public int? DocumentVersion { get; internal set; }

    /// <summary>
    /// Fields of the answer that the module does not know, as text, numbers, lists and dictionaries; links in them are masked.
    /// </summary>
    public IReadOnlyDictionary<string, object?> AdditionalProperties { get; internal set; } = new Dictionary<string, object?>();

    /// <summary>
    /// When this request was made, for telling older from newer. The record behind an utterance export can be older than the request, so
    /// <c>requestedTime</c> comes first there.
    /// </summary>
    internal virtual DateTimeOffset? RequestedOn => CreatedOn;

    /// <summary>Which call this is the answer to.</summary>
    internal ExportOrigin Origin { get; set; }

    /// <summary>The size the platform announces, in bytes.</summary>
    internal virtual long? AnnouncedSize => null;

    /// <summary>
    /// What was asked for, as records of backups have it. Known of what this process started, and as long as the object is passed on: no
    /// answer of the platform tells.
    /// </summary>
    internal string? Options { get; set; }

    /// <summary>How far it is, in percent, where the platform says so.</summary>
    internal virtual double? Percent => null;

    /// <summary>The link, kept where no list of properties shows it.</summary>
    internal string? DownloadUrl { private get; set; }

    /// <summary>The link as the platform sent it: a secret for as long as it is valid. Empty or null where there is none.</summary>
    public string? GetDownloadUrl() => DownloadUrl;

    /// <summary>Kind, id and state.</summary>
    public override string ToString() => $"{Kind} {Id} of {BotId}: {Status}";
}

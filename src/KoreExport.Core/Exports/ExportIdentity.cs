using KoreExport.Errors;
using KoreExport.Models;

namespace KoreExport.Exports;

/// <summary>How an answer relates to the export that was started.</summary>
internal enum ExportMatch
{
    /// <summary>It is about our export.</summary>
    Ours,

    /// <summary>It is about an earlier export: ours is not visible yet.</summary>
    Earlier,

    /// <summary>It is about a later export: ours will never be visible again.</summary>
    Later,

    /// <summary>It is about another export, and nothing tells whether that was made before or after ours.</summary>
    Another,

    /// <summary>It does not say which export it is about.</summary>
    Unidentified,
}

/// <summary>
/// Which export we mean. The platform's status is per bot and shows the latest request, so every answer is compared with the
/// <c>_id</c> that the start gave (the vendor's own QA suite does the same).
/// </summary>
internal sealed class ExportIdentity
{
    public ExportIdentity(string botId, string id, KoreExportKind kind, DateTime? requestedOn)
    {
        BotId = Models.BotId.Check(botId);
        Id = id is { Length: > 0 } ? id : throw KoreErrors.ExportInvalid($"The export of bot {LogSanitizer.Sanitize(botId)} has no id, so it could not be told from another one.");
        Kind = kind;
        RequestedOn = requestedOn;
    }

    public string BotId { get; }

    public string Id { get; }

    public KoreExportKind Kind { get; }

    /// <summary>When it was asked for, by the platform's clock, UTC; null where that is not known.</summary>
    public DateTime? RequestedOn { get; }

    public static ExportIdentity Of(KoreExportJob export) => new(export.BotId, export.Id, export.Kind, export.RequestedOn);

    /// <summary>All that is known of the export while no answer shows it.</summary>
    /// <param name="fileType">The format of an utterance file, where that is known.</param>
    public KoreExportJob NotVisibleYet(string? fileType = null)
    {
        var fields = new ExportFields
        {
            BotId = BotId,
            Id = Id,
            State = KoreExportState.Running,
            CreatedOn = RequestedOn,
            RequestedTime = RequestedOn,
            FileType = LogSanitizer.Sanitize(fileType) is { Length: > 0 } known ? known : null,
        };
        return Kind == KoreExportKind.Bot ? new KoreBotExport(fields) : new KoreMlExport(fields);
    }

    public ExportMatch Match(KoreExportJob answer)
    {
        var order = RequestedOn is { } ours && answer.RequestedOn is { } theirs ? theirs.CompareTo(ours) : (int?)null;
        if (answer.Id.Length == 0)
        {
            return ExportMatch.Unidentified;
        }

        if (answer.Id.Equals(Id, StringComparison.Ordinal))
        {
            // One utterance record may serve several requests in turn: then the time asked tells that the answer is still about an earlier
            // one. A bot export's id is its own, and no difference between two times speaks against it.
            return answer is KoreMlExport { RequestedTime: { } asked } && asked < RequestedOn ? ExportMatch.Earlier : ExportMatch.Ours;
        }

        return order switch
        {
            < 0 => ExportMatch.Earlier,
            > 0 => ExportMatch.Later,
            _ => ExportMatch.Another,
        };
    }
}

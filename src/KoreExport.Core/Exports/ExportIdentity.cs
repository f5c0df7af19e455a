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
/// <param name="bot">The bot.</param>
/// <param name="id">The request's id; there must be one.</param>
/// <param name="kind">What is exported.</param>
/// <param name="requestedOn">When it was asked for, by the platform's clock; null where that is not known.</param>
internal sealed class ExportIdentity(BotId bot, string? id, KoreExportKind kind, DateTimeOffset? requestedOn)
{
    public BotId Bot { get; } = bot;

    public string Id { get; } = Check(bot, id);

    /// <summary>What is exported.</summary>
    public JobExportDescriptor Descriptor { get; } = JobExportDescriptor.For(kind);

    /// <summary>When it was asked for, by the platform's clock; null where that is not known.</summary>
    public DateTimeOffset? RequestedOn { get; } = requestedOn;

    /// <summary>Whether it was our own start that was answered last.</summary>
    public ExportOrigin Origin { get; init; }

    /// <summary>What was asked for, where that is known; see <see cref="KoreExportJob.Options"/>.</summary>
    public string? Options { get; private init; }

    public static ExportIdentity Of(KoreExportJob export) => new(BotId.Parse(export.BotId), export.Id, export.Kind, export.RequestedOn)
    {
        Origin = export.Origin,
        Options = export.Options,
    };

    /// <inheritdoc cref="JobExportDescriptor.NotVisibleYet"/>
    public KoreExportJob NotVisibleYet(string? fileType = null) => Descriptor.NotVisibleYet(this, fileType);

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

    // What the platform sends as an id was sanitized, so a text that is not clean would match none of its answers.
    private static string Check(BotId bot, string? id) => id switch
    {
        null or "" => throw KoreErrors.ExportInvalid($"The export of bot {bot} has no id, so it could not be told from another one."),
        _ when LogSanitizer.Sanitize(id) is var clean && clean != id =>
            throw KoreErrors.ExportInvalid($"'{clean}' is not a valid export id."),
        _ => id,
    };
}

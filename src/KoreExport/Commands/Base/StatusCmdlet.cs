using System.Management.Automation;
using KoreExport.Abstractions;
using KoreExport.Errors;
using KoreExport.Exports;
using BotIdRule = KoreExport.Models.BotId;

namespace KoreExport;

/// <summary>A cmdlet that asks once where the exports of bots stand.</summary>
public abstract class StatusCmdlet : BulkCmdlet
{
    /// <summary>The bots: ids, or objects with a BotId, for instance what a start or an earlier status returned.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [BotIdTransformation]
    public string[] BotId { get; set; } = [];

    /// <summary>
    /// The request that is meant. The platform shows only the latest one of each bot; where that is another, there is an error instead of
    /// somebody else's status.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Id { get; set; }

    /// <summary>
    /// When that request was made, UTC: tells whether another one that shows up is older or newer. Comes with an export that is piped in.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public DateTime? CreatedOn { get; set; }

    /// <summary>The kind of an export that is piped in; one of the other kind is an error, not a status. Comes with the export.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public KoreExportKind? Kind { get; set; }

    /// <summary>Which of the two kinds.</summary>
    private protected abstract KoreExportKind KindAskedFor { get; }

    /// <summary>When the meant request was made.</summary>
    private protected virtual DateTime? RequestedOn => Utc.From(CreatedOn);

    private protected override string Activity => "Asking for the status of Kore.ai exports";

    private protected override bool KeepsOrder => true;

    /// <inheritdoc/>
    private protected override void AddItems()
    {
        foreach (var botId in BotId)
        {
            // Read now: the next record sets other values.
            var (id, kind, requestedOn) = (Id, Kind, RequestedOn);
            Run(botId, (_, token) => AskAsync(botId, id, kind, requestedOn, token));
        }
    }

    private async Task<KoreExportJob> AskAsync(
        string botId, string? requestId, KoreExportKind? kind, DateTime? requestedOn, CancellationToken cancellationToken)
    {
        var id = BotIdRule.Check(botId);
        if (kind is { } given && given != KindAskedFor)
        {
            throw KoreErrors.WrongKind(id, given, KindAskedFor);
        }

        var answer = await Api.GetStatusAsync(id, KindAskedFor, requestId, retry: true, cancellationToken).ConfigureAwait(false);
        Api.Session.Remember(KindAskedFor.ToString(), id, answer.Id);
        if (string.IsNullOrEmpty(requestId))
        {
            return answer;
        }

        var identity = new ExportIdentity(id, requestId!, KindAskedFor, requestedOn);
        switch (identity.Match(answer))
        {
            case ExportMatch.Later:
                throw KoreErrors.ExportSuperseded(id, requestId!, answer.Id);
            case ExportMatch.Another:
                throw KoreErrors.AnotherExport(id, requestId!, answer.Id);
            case ExportMatch.Unidentified:
                throw KoreErrors.ExportUnidentified(id, requestId!);
            case ExportMatch.Earlier:
                ((IKoreLog)Queue).Verbose($"Bot {id}: the status still shows {answer.Id}, not yet {requestId}.");
                return identity.NotVisibleYet();
            default:
                return answer;
        }
    }
}

/// <summary>Times as they come back from files and jobs.</summary>
internal static class Utc
{
    /// <summary>The time in UTC; one without a zone is taken for UTC, because all times of this module are.</summary>
    public static DateTime? From(DateTime? time) => time switch
    {
        null => null,
        { Kind: DateTimeKind.Local } local => local.ToUniversalTime(),
        { } other => DateTime.SpecifyKind(other, DateTimeKind.Utc),
    };
}

using System.Management.Automation;
using KoreExport.Abstractions;
using KoreExport.Errors;
using KoreExport.Exports;
using BotIdRule = KoreExport.Models.BotId;

namespace KoreExport;

/// <summary>A cmdlet that asks once where the exports of bots stand.</summary>
public abstract class StatusCmdlet : KoreSessionCmdlet
{
    /// <summary>The bots: ids, or objects with a BotId, for instance what a start or an earlier status returned.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [BotIdTransformation]
    public string[] BotId { get; set; } = [];

    /// <summary>The request that is meant. The platform shows only the latest one of each bot; where that is another, there is an error instead of somebody else's status.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Id { get; set; }

    /// <summary>When that request was made, UTC: tells whether another one that shows up is older or newer. Comes with an export that is piped in.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public DateTime? CreatedOn { get; set; }

    /// <summary>Which of the two kinds.</summary>
    private protected abstract KoreExportKind KindAskedFor { get; }

    /// <summary>When the meant request was made.</summary>
    private protected virtual DateTime? RequestedOn => Utc.From(CreatedOn);

    /// <summary>The kind of an export that is piped in; one of the other kind is an error, not a status. Comes with the export.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public KoreExportKind? Kind { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var botId in BotId)
        {
            InvokeForItem(botId, () => WriteObject(Await(token => AskAsync(botId, token))));
        }
    }

    private async Task<KoreExportJob> AskAsync(string botId, CancellationToken cancellationToken)
    {
        var id = BotIdRule.Check(botId);
        if (Kind is { } kind && kind != KindAskedFor)
        {
            throw KoreErrors.WrongKind(id, kind, KindAskedFor);
        }

        var answer = await Api.GetStatusAsync(id, KindAskedFor, Id, retry: true, cancellationToken).ConfigureAwait(false);
        Api.Session.Remember(KindAskedFor.ToString(), id, answer.Id);
        if (string.IsNullOrEmpty(Id))
        {
            return answer;
        }

        var identity = new ExportIdentity(id, Id!, KindAskedFor, RequestedOn);
        switch (identity.Match(answer))
        {
            case ExportMatch.Later:
                throw KoreErrors.ExportSuperseded(id, Id!, answer.Id);
            case ExportMatch.Another:
                throw KoreErrors.AnotherExport(id, Id!, answer.Id);
            case ExportMatch.Unidentified:
                throw KoreErrors.ExportUnidentified(id, Id!);
            case ExportMatch.Earlier:
                ((IKoreLog)Queue).Verbose($"Bot {id}: the status still shows {answer.Id}, not yet {Id}.");
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

using System.Management.Automation;
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
    [UtcTimeTransformation]
    public DateTimeOffset? CreatedOn { get; set; }

    /// <summary>Which of the two kinds.</summary>
    private protected abstract KoreExportKind KindAskedFor { get; }

    /// <summary>When the meant request was made.</summary>
    private protected virtual DateTimeOffset? RequestedOn => CreatedOn;

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
        var bot = BotIdRule.Parse(botId);
        return Kind is { } kind && kind != KindAskedFor
            ? throw KoreErrors.WrongKind(bot.Value, kind.ToString(), KindAskedFor.ToString())
            : await new ExportStatusReader(Api).ReadAsync(KindAskedFor, bot, Id, RequestedOn, cancellationToken).ConfigureAwait(false);
    }
}

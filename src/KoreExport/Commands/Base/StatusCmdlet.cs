using System.Management.Automation;
using KoreExport.Errors;
using KoreExport.Exports;
using BotIdRule = KoreExport.Models.BotId;

namespace KoreExport;

/// <summary>A cmdlet that asks once where the exports of bots stand.</summary>
public abstract class StatusCmdlet : BotCmdlet
{
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
    [UtcTimeTransformation]
    public DateTimeOffset? CreatedOn { get; set; }

    /// <summary>The kind of an export that is piped in; one of the other kind is an error, not a status. Comes with the export.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public KoreExportKind? Kind { get; set; }

    /// <summary>Which of the two kinds.</summary>
    private protected abstract KoreExportKind KindAskedFor { get; }

    /// <summary>When the meant request was made.</summary>
    private protected virtual DateTimeOffset? RequestedOn => CreatedOn;

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

    private Task<KoreExportJob> AskAsync(
        string botId, string? requestId, KoreExportKind? kind, DateTimeOffset? requestedOn, CancellationToken cancellationToken)
    {
        var bot = BotIdRule.Parse(botId);
        return kind is { } given && given != KindAskedFor
            ? throw KoreErrors.WrongKind(bot.Value, given.ToString(), KindAskedFor.ToString())
            : new ExportStatusReader(Api).ReadAsync(KindAskedFor, bot, requestId, requestedOn, cancellationToken);
    }
}

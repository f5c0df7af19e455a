using System.Management.Automation;
using KoreExport.Exports;
using BotIdRule = KoreExport.Models.BotId;

namespace KoreExport;

/// <summary>
/// A cmdlet that takes started exports: as objects, or by bot, id and kind, which is what is left of one that went through a file or a job.
/// </summary>
public abstract class ExportInputCmdlet : BulkCmdlet
{
    private protected const string ExportSet = "Export";
    private protected const string IdentitySet = "Identity";

    /// <summary>Exports as Start-KoreBotExport, Start-KoreMlExport or Wait-KoreExport return them.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = ExportSet)]
    [ValidateNotNullOrEmpty]
    public virtual KoreExportJob[]? InputObject { get; set; }

    /// <summary>The bot of the export.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = IdentitySet)]
    [ArgumentCompleter(typeof(BotIdCompleter))]
    [ValidateNotNullOrEmpty]
    public virtual string? BotId { get; set; }

    /// <summary>The id of the export (the request, ber-… or ds-…).</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = IdentitySet)]
    [ValidateNotNullOrEmpty]
    public virtual string? Id { get; set; }

    /// <summary>What is exported: Bot or MlUtterance, the kinds that run as jobs.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = IdentitySet)]
    [ValidateSet(nameof(KoreExportKind.Bot), nameof(KoreExportKind.MlUtterance))]
    public virtual KoreExportKind Kind { get; set; }

    /// <summary>When the export was created, UTC: tells whether another one that shows up is older or newer.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = IdentitySet)]
    [UtcTimeTransformation]
    public virtual DateTimeOffset? CreatedOn { get; set; }

    /// <summary>When an utterance export was asked for, UTC, where that differs from CreatedOn.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = IdentitySet)]
    [UtcTimeTransformation]
    public virtual DateTimeOffset? RequestedTime { get; set; }

    /// <summary>The format of an utterance file: CSV or JSON.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = IdentitySet)]
    public virtual string? FileType { get; set; }

    /// <summary>
    /// How long each export may take from now on: seconds, a TimeSpan, or text such as 01:30:00. 0 polls once. Where files are saved, each
    /// download may take as long again.
    /// </summary>
    /// <default>900; 3600 for a download</default>
    [Parameter]
    [Alias("Timeout")]
    [Duration(Maximum = 7 * 24 * 3600)]
    public TimeSpan? TimeoutSec { get; set; }

    /// <summary>
    /// The longest pause between two polls of an export: seconds, a TimeSpan, or text such as 00:00:30. The first polls are quicker. The
    /// platform takes 60 a minute.
    /// </summary>
    /// <default>8</default>
    [Parameter]
    [Duration(Minimum = 1, Maximum = 3600)]
    public TimeSpan PollIntervalSec { get; set; } = PollDelay.DefaultInterval;

    private protected WaitOptions WaitOptions => new()
    {
        Timeout = TimeoutSec ?? WaitOptions.DefaultTimeout,
        PollInterval = PollIntervalSec,
    };

    /// <summary>The exports of this record, whichever way they came.</summary>
    private protected IReadOnlyList<KoreExportJob> GetInput()
    {
        if (InputObject is { } exports)
        {
            return exports;
        }

        // Checks bot id and id before anything is sent.
        return [new ExportIdentity(BotIdRule.Parse(BotId), Id, Kind, RequestedTime ?? CreatedOn).NotVisibleYet(FileType)];
    }

    /// <inheritdoc/>
    private protected override bool IsInput(string parameter) => parameter == nameof(Id) || base.IsInput(parameter);
}

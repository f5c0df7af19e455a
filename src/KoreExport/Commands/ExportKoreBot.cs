using System;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using KoreExport.Binding;
using KoreExport.Exports;
using KoreExport.Files;
using KoreExport.Pipeline;

namespace KoreExport.Commands;

/// <summary>Exports bots to verified files: starts, waits and saves.</summary>
/// <remarks>
/// <para>Does what Start-KoreBotExport (or Start-KoreMlExport), Wait-KoreExport and Save-KoreExport do together, for one bot or several at a time. One bot's failure is one error; the others go on.</para>
/// </remarks>
/// <example>
/// <title>Back up a bot</title>
/// <code>Export-KoreBot -BotId $botId -Destination ./backup</code>
/// <para>Saves the bot's definition as a zip.</para>
/// </example>
/// <example>
/// <title>Definition and utterances</title>
/// <code>$botIds | Export-KoreBot -Kind Bot, MlUtterance -FileType Json -Destination ./backup</code>
/// <para>Saves two files for each bot.</para>
/// </example>
[Cmdlet(VerbsData.Export, "KoreBot", SupportsShouldProcess = true)]
[OutputType(typeof(KoreSavedExport))]
public sealed class ExportKoreBot : BotExportCmdlet, ISaveParameters
{
    private SaveRun? _run;

    /// <summary>The bots to export: ids, as General Settings on the platform shows them, or objects with a BotId.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [BotIdTransformation]
    public string[] BotId { get; set; } = [];

    /// <summary>What to export of each bot: its definition, its utterances, or both.</summary>
    /// <default>Bot</default>
    [Parameter]
    public KoreExportKind[] Kind { get; set; } = [KoreExportKind.Bot];

    /// <summary>The format of utterance files.</summary>
    /// <default>Csv</default>
    [Parameter]
    public KoreMlFileType FileType { get; set; }

    /// <summary>Which state of the bot the utterances are of; the platform documents only configured.</summary>
    /// <default>configured</default>
    [Parameter]
    [ArgumentCompleter(typeof(StateCompleter))]
    [ValidatePattern("^[A-Za-z]+$")]
    public string State { get; set; } = "configured";

    /// <summary>The folder to save into; it is created where it is missing.</summary>
    /// <default>The current location</default>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string? Destination { get; set; }

    /// <summary>The file to save to, for a single bot and kind. Not together with -Destination.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Replaces a file that is there. It stays until the new one is whole.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Unpacks a zip into a folder beside it too: the file's name without its extension.</summary>
    [Parameter]
    public SwitchParameter Expand { get; set; }

    /// <summary>How many exports are worked on at the same time, from the start to the saved file.</summary>
    /// <default>8</default>
    [Parameter]
    [ValidateRange(1, 256)]
    public int ThrottleLimit { get; set; } = 8;

    /// <summary>Seconds that each export may take on the platform.</summary>
    /// <default>900</default>
    [Parameter]
    [Alias("Timeout")]
    [ValidateRange(0, 7 * 24 * 3600)]
    public int TimeoutSec { get; set; } = (int)WaitOptions.DefaultTimeout.TotalSeconds;

    /// <summary>The longest pause, in seconds, between two looks at an export.</summary>
    /// <default>5</default>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int PollIntervalSec { get; set; } = (int)PollDelay.DefaultInterval.TotalSeconds;

    /// <summary>Trusts a status without _id to be about this export. Only where nobody else exports the bot.</summary>
    [Parameter]
    public SwitchParameter AllowUnidentified { get; set; }

    /// <summary>Replaces scheme, host and port of the download link by the session's, for installations whose links show an internal host.</summary>
    [Parameter]
    public SwitchParameter DownloadFromSessionHost { get; set; }

    /// <summary>Follows a link to a private address although the platform is a public host.</summary>
    [Parameter]
    public SwitchParameter AllowPrivateDownloadHost { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _run = new SaveRun(this, Queue, "Exporting Kore.ai bots", ThrottleLimit, WriteObject, WriteFailure)
        {
            Target = OrTerminate(() => SaveTarget.Create(SessionState, this)),
        };
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var wait = new WaitOptions
        {
            Timeout = TimeSpan.FromSeconds(TimeoutSec),
            PollInterval = TimeSpan.FromSeconds(PollIntervalSec),
            AllowUnidentified = AllowUnidentified,
        };
        foreach (var botId in BotId)
        {
            foreach (var kind in Kind.Distinct())
            {
                if (ShouldProcess(botId, $"Export {kind} to {_run!.Target}"))
                {
                    _run.Start(Api, wait, botId, token => StartAsync(botId, kind, token), StopToken);
                }
            }
        }

        Queue.RunPosted();
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => _run!.RunToEnd();

    private Task<KoreExportJob> StartAsync(string botId, KoreExportKind kind, CancellationToken cancellationToken)
    {
        var starter = new ExportStarter(Api);
        return kind == KoreExportKind.Bot
            ? starter.StartBotAsync(botId, Request, cancellationToken)
            : starter.StartMlAsync(botId, FileType.ToApiWord(), State, cancellationToken);
    }
}

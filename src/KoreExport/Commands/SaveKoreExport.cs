using System.Management.Automation;
using KoreExport.Backups;
using KoreExport.Downloads;
using KoreExport.Exports;
using BotIdRule = KoreExport.Models.BotId;

namespace KoreExport;

/// <summary>Saves finished exports as verified files.</summary>
/// <remarks>
/// <para>Downloads under a temporary name, compares the size with what was announced, looks into the file (a zip's entries are read and
/// their checksums compared, JSON is parsed), and only then gives it its final name. Whatever goes wrong leaves no partial file, and a file
/// that was there before is unharmed.</para>
/// <para>A download that breaks off goes on where it stopped if the server can prove that it is the same file. An expired link is renewed.
/// An export that is not finished is waited for.</para>
/// <para>On Linux and macOS the files are readable by their owner only, because exports hold API keys and variable values.</para>
/// </remarks>
/// <example>
/// <title>Into a folder</title>
/// <code>$done | Save-KoreExport -Destination ./backup</code>
/// <para>Saves into the folder of the bot, under time and kind, with a record beside it as Export-KoreBot writes it.</para>
/// </example>
/// <example>
/// <title>To one file</title>
/// <code>$done | Save-KoreExport -Path ./bots/weather.zip -Force</code>
/// <para>Replaces weather.zip once the new file is whole.</para>
/// </example>
/// <example>
/// <title>What was saved</title>
/// <code>$done | Save-KoreExport -Destination ./backup | Select-Object BotId, FullName, Size, Sha256, ContentHash</code>
/// <para>ContentHash stays the same while the bot does, although each zip is different.</para>
/// </example>
[Cmdlet(VerbsData.Save, "KoreExport", DefaultParameterSetName = ExportSet, SupportsShouldProcess = true)]
[OutputType(typeof(KoreSavedExport))]
public sealed class SaveKoreExport : ExportInputCmdlet
{
    private const string ExportFileSet = "ExportFile";
    private const string IdentityFileSet = "IdentityFile";

    private SaveTarget? _target;
    private BackupExporter? _exporter;

    /// <summary>Exports as Start-KoreBotExport, Start-KoreMlExport or Wait-KoreExport return them.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = ExportSet)]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = ExportFileSet)]
    [ValidateNotNullOrEmpty]
    public override KoreExportJob[]? InputObject { get; set; }

    /// <summary>The bot of the export.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = IdentitySet)]
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = IdentityFileSet)]
    [ArgumentCompleter(typeof(BotIdCompleter))]
    [ValidateNotNullOrEmpty]
    public override string? BotId { get; set; }

    /// <summary>The id of the export (the request, ber-… or ds-…).</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = IdentitySet)]
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = IdentityFileSet)]
    [ValidateNotNullOrEmpty]
    public override string? Id { get; set; }

    /// <summary>What is exported: Bot or MlUtterance, the kinds that run as jobs.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = IdentitySet)]
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = IdentityFileSet)]
    [ValidateSet(nameof(KoreExportKind.Bot), nameof(KoreExportKind.MlUtterance))]
    public override KoreExportKind Kind { get; set; }

    /// <summary>When the export was created, UTC: tells whether another one that shows up is older or newer.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = IdentitySet)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = IdentityFileSet)]
    [UtcTimeTransformation]
    public override DateTimeOffset? CreatedOn { get; set; }

    /// <summary>When an utterance export was asked for, UTC, where that differs from CreatedOn.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = IdentitySet)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = IdentityFileSet)]
    [UtcTimeTransformation]
    public override DateTimeOffset? RequestedTime { get; set; }

    /// <summary>The format of an utterance file: CSV or JSON.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = IdentitySet)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = IdentityFileSet)]
    public override string? FileType { get; set; }

    /// <summary>
    /// The folder to save into, which becomes a backup set as with Export-KoreBot; it is created where it is missing. Wildcards in it are
    /// taken literally.
    /// </summary>
    /// <default>The current location</default>
    [Parameter(Position = 1, ParameterSetName = ExportSet)]
    [Parameter(Position = 1, ParameterSetName = IdentitySet)]
    [ArgumentCompleter(typeof(FolderCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Destination { get; set; }

    /// <summary>The file to save to, for a single export.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ExportFileSet)]
    [Parameter(Mandatory = true, ParameterSetName = IdentityFileSet)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Replaces a file that is there. It stays until the new one is whole.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>
    /// Replaces scheme, host and port of the download link by the session's, for installations whose links show an internal host.
    /// </summary>
    [Parameter]
    public SwitchParameter DownloadFromSessionHost { get; set; }

    /// <summary>Follows a link to a private address although the platform is a public host.</summary>
    [Parameter]
    public SwitchParameter AllowPrivateDownloadHost { get; set; }

    private protected override string Activity => "Saving Kore.ai exports";

    private protected override bool SavesFiles => true;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _target = TerminateOnError(() => SaveTarget.Create(SessionState, Path, Destination, new SaveOptions
        {
            Overwrite = Force,
            DownloadFromSessionHost = DownloadFromSessionHost,
            AllowPrivateDownloadHost = AllowPrivateDownloadHost,
            Limits = DownloadLimits.Within(TimeoutSec),
        }));
        var context = new ExportContext(Api) { Wait = WaitOptions, Save = _target.Options };
        _exporter = TerminateOnError(() => new BackupExporter(context, _target.Set));
    }

    /// <inheritdoc/>
    private protected override void AddItems() => InvokeForItem(BotId, () =>
    {
        foreach (var export in GetInput())
        {
            if (ShouldProcess($"{export.Kind} {export.Id} of {export.BotId}", $"Save to {_target}"))
            {
                InvokeForItem(export.BotId, () => Start(export));
            }
        }
    });

    private void Start(KoreExportJob export)
    {
        _target!.Claim();
        var job = new BackupJob(BotIdRule.Parse(export.BotId), export.Kind) { Options = export.Options };
        var descriptor = JobExportDescriptor.For(export.Kind);
        RunExport(job.Target, job.Label, (progress, token) =>
        {
            progress(new ExportProgress("starting"));
            return _exporter!.RunAsync(
                job,
                async (context, stop) =>
                    context.Saved(await descriptor.SaveAsync(context, export, context.Clock.Elapsed, stop).ConfigureAwait(false)),
                progress,
                token);
        });
    }
}

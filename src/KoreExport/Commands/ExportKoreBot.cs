using System.Management.Automation;
using KoreExport.Backups;
using KoreExport.DirectExports;
using KoreExport.Downloads;
using KoreExport.Errors;
using KoreExport.Exports;
using KoreExport.Pipeline;

namespace KoreExport;

/// <summary>Exports bots to verified files: starts, waits and saves.</summary>
/// <remarks>
/// <para>Does what Start-KoreBotExport (or Start-KoreMlExport), Wait-KoreExport and Save-KoreExport do together, for one bot or thousands:
/// -ThrottleLimit of them at a time, each from its start to the verified file. One bot's failure is one error; the others go on.</para>
/// <para>With -Destination the folder becomes a backup set: kore-export.json in it says of each bot and kind what was saved, when, under
/// which name and with which hashes, or why not. What happens is first written to kore-export.journal and folded into the index now and
/// then and at the end, so that the set can be read and resumed whenever the process dies. Several processes may write one set. With -Path
/// there is no index.</para>
/// <para>The last thing on the information stream is a summary (KoreExportSummary): -InformationAction Continue shows it,
/// -InformationVariable keeps it.</para>
/// <para>Old files may be deleted: the next export forgets those that have a newer successor. Test-KoreBackup checks a set.</para>
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
/// <example>
/// <title>The whole account, every night</title>
/// <code>Get-KoreBot | Export-KoreBot -Destination ./backup -SkipUnchanged -ThrottleLimit 16 -ErrorVariable failed</code>
/// <para>Only bots that changed give a new file; the others come out with the Outcome Unchanged.</para>
/// </example>
/// <example>
/// <title>After a run that was interrupted</title>
/// <code>Get-KoreBot | Export-KoreBot -Destination ./backup -Resume -MaximumAge (New-TimeSpan -Hours 12)</code>
/// <para>Exports what failed or was not done in the last twelve hours.</para>
/// </example>
[Cmdlet(VerbsData.Export, "KoreBot", SupportsShouldProcess = true, DefaultParameterSetName = FolderSet)]
[OutputType(typeof(KoreSavedExport))]
public sealed class ExportKoreBot : BotExportCmdlet
{
    private const string FolderSet = "Folder";
    private const string ResumeSet = "Resume";
    private const string FileSet = "File";

    private readonly HashSet<KoreExportKind> _kinds = [];
    private NamePatterns? _exclude;
    private SaveTarget? _target;
    private BackupRun? _run;

    /// <summary>The bot's name, for the index and the progress bar. Comes with what Get-KoreBot gives.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? Name { get; set; }

    /// <summary>Bots to leave out, by name or id; wildcards are allowed. Names are known of what Get-KoreBot gives.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(BotNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Exclude { get; set; }

    /// <summary>
    /// What to export of each bot, one or several: Bot (its definition), MlUtterance, Variable, TestSuite; and Role, which is exported once
    /// for the account. Comes with the problems that Test-KoreBackup finds.
    /// </summary>
    /// <default>Bot</default>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public KoreExportKind[]? Kind { get; set; }

    /// <summary>The format of utterance files.</summary>
    /// <default>Csv</default>
    [Parameter]
    [AppliesTo(KoreExportKind.MlUtterance)]
    public KoreMlFileType FileType { get; set; }

    /// <summary>Which state of the bot the utterances are of; the platform documents only configured.</summary>
    /// <default>configured</default>
    [Parameter]
    [AppliesTo(KoreExportKind.MlUtterance)]
    [ArgumentCompleter(typeof(StateCompleter))]
    [ValidatePattern("^[A-Za-z]+$")]
    public string State { get; set; } = "configured";

    /// <summary>The folder to save into; it is created where it is missing. Wildcards in it are taken literally.</summary>
    /// <default>The current location</default>
    [Parameter(Position = 1, ParameterSetName = FolderSet)]
    [Parameter(Position = 1, ParameterSetName = ResumeSet)]
    [ArgumentCompleter(typeof(FolderCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Destination { get; set; }

    /// <summary>The file to save to, for a single bot and kind.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FileSet)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Replaces a file that is there. It stays until the new one is whole.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>How long each export may take on the platform: seconds, a TimeSpan, or text such as 01:30:00. 0 polls once.</summary>
    /// <default>900</default>
    [Parameter]
    [AppliesTo(KoreExportKind.Bot, KoreExportKind.MlUtterance)]
    [Alias("Timeout")]
    [Duration(Maximum = 7 * 24 * 3600)]
    public TimeSpan TimeoutSec { get; set; } = WaitOptions.DefaultTimeout;

    /// <summary>The longest pause between two polls of an export: seconds, a TimeSpan, or text such as 00:00:30.</summary>
    /// <default>5</default>
    [Parameter]
    [AppliesTo(KoreExportKind.Bot, KoreExportKind.MlUtterance)]
    [Duration(Minimum = 1, Maximum = 3600)]
    public TimeSpan PollIntervalSec { get; set; } = PollDelay.DefaultInterval;

    /// <summary>
    /// Replaces scheme, host and port of the download link by the session's, for installations whose links show an internal host.
    /// </summary>
    [Parameter]
    [AppliesTo(KoreExportKind.Bot, KoreExportKind.MlUtterance, KoreExportKind.TestSuite)]
    public SwitchParameter DownloadFromSessionHost { get; set; }

    /// <summary>Follows a link to a private address although the platform is a public host.</summary>
    [Parameter]
    [AppliesTo(KoreExportKind.Bot, KoreExportKind.MlUtterance, KoreExportKind.TestSuite)]
    public SwitchParameter AllowPrivateDownloadHost { get; set; }

    /// <summary>
    /// Exports only what the folder's index lacks, what failed, and what was asked for with other options; and what is listed but not there
    /// any more.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = ResumeSet)]
    public SwitchParameter Resume { get; set; }

    /// <summary>
    /// How old what the index holds may be: a TimeSpan, seconds, or text such as 26:00:00. Older exports are made again.
    /// </summary>
    /// <default>Any age</default>
    [Parameter(ParameterSetName = ResumeSet)]
    [Duration]
    public TimeSpan? MaximumAge { get; set; }

    /// <summary>
    /// Keeps one copy of a bot that has not changed: where the content hash is that of the newest file of the same bot and kind, the new
    /// file is dropped, and the output says Unchanged and names the earlier one.
    /// </summary>
    [Parameter(ParameterSetName = FolderSet)]
    [Parameter(ParameterSetName = ResumeSet)]
    public SwitchParameter SkipUnchanged { get; set; }

    private protected override string Activity => "Exporting Kore.ai bots";

    private protected override bool SavesFiles => true;

    private KoreExportKind[] Kinds => Kind is { Length: > 0 } ? Kind : [KoreExportKind.Bot];

    // Where the kind comes with each bot, the end shows what was without effect.
    private bool KnowsKinds => !MyInvocation.ExpectingInput || MyInvocation.BoundParameters.ContainsKey(nameof(Kind));

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _target = TerminateOnError(() => SaveTarget.Create(SessionState, Path, Destination, new SaveOptions
        {
            Overwrite = Force,
            DownloadFromSessionHost = DownloadFromSessionHost,
            AllowPrivateDownloadHost = AllowPrivateDownloadHost,
        }));
        _run = new BackupRun(Api, TerminateOnError(CreatePlan));
        Runner.Close = _run.CloseAsync;
        _exclude = Exclude is null ? null : new NamePatterns(Exclude);
        if (KnowsKinds)
        {
            WarnOfIgnored(Kinds);
        }
    }

    /// <inheritdoc/>
    private protected override void AddItems()
    {
        foreach (var botId in BotId)
        {
            if (_exclude?.Match(Name ?? string.Empty, botId) == true)
            {
                WriteVerbose($"Bot {botId} is left out: -Exclude names it.");
                continue;
            }

            foreach (var kind in Kinds)
            {
                _kinds.Add(kind);
                Add(botId, kind);
            }
        }
    }

    /// <inheritdoc/>
    private protected override void WriteEnd()
    {
        if (!KnowsKinds && _kinds.Count > 0)
        {
            WarnOfIgnored([.. _kinds]);
        }

        Summary.Skipped = _run!.Skipped;
        base.WriteEnd();
    }

    private void Add(string botId, KoreExportKind kind)
    {
        if (botId.Length == 0 && !ExportDescriptors.For(kind).BelongsToAccount)
        {
            WriteFailure(KoreErrors.BotIdMissing(kind.ToString()), target: null);
        }
        else if (_run!.Plan(botId, BotId.Length == 1 ? Name : null, kind) is { } job
            && ShouldProcess(job.BotId.Length > 0 ? job.BotId : "account", $"Export {kind} to {_target}"))
        {
            InvokeForItem(job.BotId, () => Start(job));
        }
    }

    private void Start(BackupJob job)
    {
        _target!.Claim();
        Run(job.BotId, (progress, token) => _run!.RunAsync(job, progress, token), job.Label);
    }

    private void WarnOfIgnored(IReadOnlyList<KoreExportKind> kinds)
    {
        foreach (var warning in AppliesToAttribute.Warnings(GetType(), MyInvocation.BoundParameters.Keys, kinds))
        {
            Queue.Warn(warning);
        }
    }

    private BackupPlan CreatePlan() => Path is not null && Kinds.Length > 1
        ? throw KoreErrors.OptionInvalid(
            "-Path names one file, but -Kind asks for several.", "Use -Destination with a folder for several kinds.")
        : new BackupPlan
        {
            Context = new ExportContext(Api),
            Request = new ExportRequest { Bot = Request, FileType = FileType.ToApiWord(), State = State },
            Wait = new WaitOptions { Timeout = TimeoutSec, PollInterval = PollIntervalSec },
            Save = _target!.Options,
            Set = Path is null ? BackupSet.Open(_target.Options.Folder!, Api.Session.Clock, Api.Log) : null,
            Resume = Resume,
            MaximumAge = MaximumAge,
            SkipUnchanged = SkipUnchanged,
        };
}

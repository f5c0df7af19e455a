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
/// <para>With -Destination the folder becomes a backup set: a folder for each bot, in it the files, named after time and kind, and beside
/// each its record (the file's name and .record.json), which says what was asked for, when it was saved and with which hashes. A failure
/// is a record without a file. There is no index and no lock: any number of processes and machines may write one set, sets are merged by
/// copying, and one that was written by a process that died can be read and resumed. With -Path there is no record.</para>
/// <para>The last thing on the information stream is a summary (KoreExportSummary): -InformationAction Continue shows it,
/// -InformationVariable keeps it.</para>
/// <para>Old files may be deleted together with their records. Get-KoreBackup lists what a set holds, Test-KoreBackup checks it.</para>
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

    /// <summary>The bot's name, for the records and the progress bar. Comes with what Get-KoreBot gives.</summary>
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

    /// <summary>
    /// How long each export may take on the platform, from its start on: seconds, a TimeSpan, or text such as 01:30:00. 0 polls once.
    /// Its download may take as long again.
    /// </summary>
    /// <default>900; 3600 for a download</default>
    [Parameter]
    [AppliesTo(KoreExportKind.Bot, KoreExportKind.MlUtterance)]
    [Alias("Timeout")]
    [Duration(Maximum = 7 * 24 * 3600)]
    public TimeSpan? TimeoutSec { get; set; }

    /// <summary>The longest pause between two polls of an export: seconds, a TimeSpan, or text such as 00:00:30.</summary>
    /// <default>8</default>
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
    /// Exports only what the set lacks, what failed there last, and what is recorded but not there any more. An export with other options
    /// is another export.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = ResumeSet)]
    public SwitchParameter Resume { get; set; }

    /// <summary>
    /// How old what the set holds may be: a TimeSpan, seconds, or text such as 26:00:00. Older exports are made again.
    /// </summary>
    /// <default>Any age</default>
    [Parameter(ParameterSetName = ResumeSet)]
    [Duration]
    public TimeSpan? MaximumAge { get; set; }

    /// <summary>
    /// Keeps one copy of a bot that has not changed: where the content hash is that of the newest file of the same bot, kind and options,
    /// the new file is dropped, and the output says Unchanged and names the earlier one.
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
            Limits = DownloadLimits.Within(TimeoutSec),
        }));
        _exclude = Exclude is null ? null : new NamePatterns(Exclude);
        _run = TerminateOnError(CreateRun);
        foreach (var leftover in TerminateOnError(_run.FindLeftovers))
        {
            if (ShouldProcess(leftover, "Finish or remove what an export that was ended left"))
            {
                _run.CleanUp(leftover);
            }
        }

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
                Queue.Note($"Bot {botId} is left out: -Exclude names it.");
                continue;
            }

            InvokeForItem(botId, () => AddBot(botId));
        }
    }

    private void AddBot(string botId)
    {
        // A name is of one bot.
        var name = BotId.Length == 1 ? Name : null;
        foreach (var kind in Kinds)
        {
            _kinds.Add(kind);
            Add(botId, name, kind);
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

    private void Add(string botId, string? name, KoreExportKind kind)
    {
        if (botId.Length == 0 && !ExportDescriptors.For(kind).BelongsToAccount)
        {
            WriteFailure(KoreErrors.BotIdMissing(kind.ToString()), target: null);
        }
        else if (_run!.Plan(botId, name, kind) is { } job && ShouldProcess(job.Target, $"Export {kind} to {_target}"))
        {
            InvokeForItem(job.Target, () => Start(job));
        }
    }

    private void Start(BackupJob job)
    {
        _target!.Claim();
        RunExport(job.Target, job.Label, (progress, token) => _run!.RunAsync(job, progress, token));
    }

    private void WarnOfIgnored(IReadOnlyList<KoreExportKind> kinds)
    {
        foreach (var warning in AppliesToAttribute.Warnings(GetType(), MyInvocation.BoundParameters.Keys, kinds))
        {
            Queue.Warn(warning);
        }
    }

    private BackupRun CreateRun()
    {
        if (Path is not null && Kinds.Length > 1)
        {
            throw KoreErrors.OptionInvalid(
                "-Path names one file, but -Kind asks for several.", "Use -Destination with a folder for several kinds.");
        }

        var context = SuiteLanguages.Finding(new ExportContext(Api)
        {
            Request = new ExportRequest { Bot = Request, FileType = FileType.ToApiWord(), State = State },
            Wait = new WaitOptions { Timeout = TimeoutSec ?? WaitOptions.DefaultTimeout, PollInterval = PollIntervalSec },
            Save = _target!.Options,
        });
        var set = _target.Set is { } options
            ? options with { Resume = Resume, MaximumAge = MaximumAge, SkipUnchanged = SkipUnchanged }
            : null;
        return new BackupRun(context, set);
    }
}

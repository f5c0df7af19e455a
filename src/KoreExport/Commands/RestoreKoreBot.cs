using System.Collections.Concurrent;
using System.Management.Automation;
using KoreExport.Downloads;
using KoreExport.Errors;
using KoreExport.Exports;
using KoreExport.Imports;
using KoreExport.Pipeline;
using BotIdRule = KoreExport.Models.BotId;

namespace KoreExport;

/// <summary>Restores a bot, its utterances or its variables from a backup, and proves that it did.</summary>
/// <remarks>
/// <para>In this order: the file and the target are checked; the target is exported into a backup set of its own; the files are uploaded;
/// the import is started and waited for; the target is exported again and compared with the file; where -Publish asks for it and the
/// comparison found no difference, the target is published. Each step is in the progress bar and in the result.</para>
/// <para>A failure says at which step it happened, what the target is now, and the exact command that puts it back from the backup just
/// made. The error's TargetObject is the result so far.</para>
/// <para>Ctrl+C ends it within a second, and the last line says at which step and what the target is. An import that was started goes on on
/// the platform.</para>
/// <para>A full import deletes what the file lacks; the channels and the icon of a bot that is there stay. Every id inside the bot is new
/// afterwards. Values of secured variables and keys of language models are in no export: they have to be entered again.</para>
/// <para>
/// Test suites and roles cannot be restored: the platform documents no call that imports them in the form in which it exports them.
/// </para>
/// </remarks>
/// <example>
/// <title>Put a bot back as it was last night</title>
/// <code>Get-KoreBackup ./backup -BotId st-6fa10d24-0000-0000-0000-1e33a82b115e -Kind Bot -Newest 1 | Restore-KoreBot</code>
/// <para>Restores the newest backup into the bot that it is of, after asking.</para>
/// </example>
/// <example>
/// <title>See what would change</title>
/// <code>(Restore-KoreBot ./bot.zip -BotId st-6fa10d24-0000-0000-0000-1e33a82b115e -WhatIf).Differences</code>
/// <para>Changes nothing.</para>
/// </example>
/// <example>
/// <title>A copy</title>
/// <code>Restore-KoreBot ./bot.zip -AsNew -Name 'Weather, restored' -Confirm:$false</code>
/// <para>Makes a new bot of it.</para>
/// </example>
[Cmdlet(
    VerbsData.Restore,
    "KoreBot",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.High,
    DefaultParameterSetName = ExistingSet)]
[OutputType(typeof(KoreRestore))]
public sealed class RestoreKoreBot : BulkCmdlet
{
    private const string ExistingSet = "Existing";
    private const string NewSet = "New";
    private const string DefaultBackup = "kore-restore-backup";

    private readonly RestoreQueue _queue = new();
    private readonly ConcurrentQueue<Restorer> _restorers = new();
    private IReadOnlyList<ImportOption>? _importOptions;

    /// <summary>The files, or folders that Expand-KoreExport made; wildcards are allowed.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Path { get; set; }

    /// <summary>The files or folders; wildcards are taken literally. Comes with what Get-KoreBackup and Export-KoreBot give.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("FullName")]
    [ValidateNotNullOrEmpty]
    public string[]? LiteralPath { get; set; }

    /// <summary>The bot to restore into. Comes with what is piped in, unless it is given.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ExistingSet)]
    [ValidateNotNullOrEmpty]
    public string? BotId { get; set; }

    /// <summary>Makes a new bot.</summary>
    [Parameter(Mandatory = true, ParameterSetName = NewSet)]
    public SwitchParameter AsNew { get; set; }

    /// <summary>The name of the new bot.</summary>
    /// <default>The name in the file</default>
    [Parameter(ParameterSetName = NewSet)]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>Json uploads the parts of a new bot's file one by one, Zip the archive as it is.</summary>
    /// <default>Json</default>
    [Parameter(ParameterSetName = NewSet)]
    [ValidateSet("Json", "Zip")]
    public string UploadMode { get; set; } = "Json";

    /// <summary>What the files are: Bot, MlUtterance or Variable.</summary>
    /// <default>What the file's record says, or Bot</default>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public KoreExportKind? Kind { get; set; }

    /// <summary>The SHA-256 that the file must have. Comes with what is piped in.</summary>
    /// <default>What the file's record says, if it has one</default>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Sha256 { get; set; }

    /// <summary>
    /// Imports only these parts of the definition, and leaves the others as they are: botTask, knowledgeGraph, smallTalk, forms,
    /// nlpSettings,
    /// utterances, patterns, standardResponses, synonyms, concepts, botSettings, botVariables, ivrSettings, genAIandLLMSettings, rules,
    /// playbooks, taxonomy, connectors, autoQA, customDashboard. Without it everything is imported. Which part of a definition synonyms,
    /// concepts, botSettings, rules, playbooks, taxonomy, connectors and autoQA stand for is not known: with one of these Verified is never
    /// True, and nothing is published.
    /// </summary>
    [Parameter(ParameterSetName = ExistingSet)]
    [ArgumentCompleter(typeof(ImportOptionCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? ImportOption { get; set; }

    /// <summary>With -ImportOption: utterances and patterns replace those of the bot, in place of being added.</summary>
    [Parameter(ParameterSetName = ExistingSet)]
    public SwitchParameter ReplaceUtterance { get; set; }

    /// <summary>With -ImportOption: names of bot variables to leave as they are.</summary>
    [Parameter(ParameterSetName = ExistingSet)]
    [ValidateNotNullOrEmpty]
    public string[] ExcludeVariable { get; set; } = [];

    /// <summary>
    /// The backup set for the target as it was before. Not the one that is restored from: its newest file would be the damaged bot.
    /// </summary>
    /// <default>kore-restore-backup in the current location</default>
    [Parameter(ParameterSetName = ExistingSet)]
    [ValidateNotNullOrEmpty]
    public string? BackupDestination { get; set; }

    /// <summary>Makes no backup of the target. Nothing can put it back then.</summary>
    [Parameter(ParameterSetName = ExistingSet)]
    public SwitchParameter NoBackup { get; set; }

    /// <summary>Does not export the target again. Then nobody knows whether the restore did what it should.</summary>
    [Parameter]
    public SwitchParameter NoVerify { get; set; }

    /// <summary>Publishes the target, if it is verified to be what the file holds.</summary>
    [Parameter]
    public SwitchParameter Publish { get; set; }

    /// <summary>What the platform calls the published version.</summary>
    /// <default>Restored by KoreExport</default>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string VersionComment { get; set; } = "Restored by KoreExport";

    /// <summary>How long each export, import and publishing may take: seconds, a TimeSpan, or text such as 01:30:00.</summary>
    /// <default>900</default>
    [Parameter]
    [Alias("Timeout")]
    [Duration(Minimum = 1, Maximum = 7 * 24 * 3600)]
    public TimeSpan TimeoutSec { get; set; } = WaitOptions.DefaultTimeout;

    /// <summary>Replaces scheme, host and port of download links by the session's.</summary>
    [Parameter]
    public SwitchParameter DownloadFromSessionHost { get; set; }

    /// <summary>Follows a download link to a private address although the platform is a public host.</summary>
    [Parameter]
    public SwitchParameter AllowPrivateDownloadHost { get; set; }

    private protected override string Activity => "Restoring Kore.ai bots";

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _importOptions = TerminateOnError(() => RestoreRules.Check(ImportOption, ReplaceUtterance, ExcludeVariable, NoVerify, Publish));
    }

    /// <inheritdoc/>
    protected override void StopProcessing()
    {
        // Asked first: what is cancelled ends.
        var notes = _restorers.Select(static restorer => restorer.StopNote).OfType<string>().ToList();
        base.StopProcessing();
        notes.ForEach(note => HostLine.Warn(Host, note));
    }

    /// <inheritdoc/>
    private protected override void AddItems() => InvokeForItem(BotId, () =>
    {
        if (Path is not null && LiteralPath is not null)
        {
            throw KoreErrors.OptionInvalid("Files are named in two ways.", "Give -Path or -LiteralPath.");
        }

        foreach (var path in FileSystemPath.Resolve(
            SessionState, Path, LiteralPath, static path => File.Exists(path) || Directory.Exists(path)))
        {
            InvokeForItem(path, () => Add(CreateOptions(path)));
        }
    });

    private void Add(RestoreOptions options)
    {
        if (!ShouldProcess(options.Target, $"Restore {options.Kind} from '{options.Path}'"))
        {
            if (!this.IsWhatIf())
            {
                return;
            }

            options = options with { IsPreview = true };
        }

        var restorer = new Restorer(Api, options);
        _restorers.Enqueue(restorer);
        Runner.Add(
            options.Bot?.Value ?? options.Path,
            _queue.Add(options.Bot?.Value, options.Kind, restorer.RunToEndAsync),
            WriteObject,
            failure => WriteFailure(failure, restorer.Result));
    }

    private RestoreOptions CreateOptions(string path) => new(path, Kind ?? RestoreSource.KindOf(path))
    {
        Bot = AsNew ? null : BotIdRule.Parse(BotId),
        Name = Name,
        Sha256 = Sha256,
        UploadsArchive = UploadMode.Equals("Zip", StringComparison.OrdinalIgnoreCase),
        ImportOptions = _importOptions,
        ReplacesUtterances = ReplaceUtterance,
        IgnoredVariables = ExcludeVariable,
        BackupFolder = NoBackup || AsNew ? null : FileSystemPath.Resolve(SessionState, BackupDestination ?? DefaultBackup),
        Verifies = !NoVerify,
        VersionComment = Publish ? VersionComment : null,
        Wait = new WaitOptions { Timeout = TimeoutSec },
        Save = new SaveOptions { DownloadFromSessionHost = DownloadFromSessionHost, AllowPrivateDownloadHost = AllowPrivateDownloadHost },
    };
}

using System.Management.Automation;
using KoreExport.Abstractions;
using KoreExport.Backups;
using KoreExport.Errors;
using KoreExport.Pipeline;
using BotIdRule = KoreExport.Models.BotId;

namespace KoreExport;

/// <summary>Tests backup sets: reads every file again and reports what is missing, damaged, stale, failed or absent.</summary>
/// <remarks>
/// <para>Compares each file with the size and SHA-256 in its record; with -Inspect also looks into it as when it was saved: a zip's entries
/// are read and their checksums compared, JSON is parsed. Needs no session and no network. Exports may run meanwhile.</para>
/// <para>Several folders count as one set, for instance the shards that several machines wrote. With -BotId, each of these bots must be in
/// one of them. Bots that are in a set but not among them are retired: the account does not have them any more. They need not be fresh, the
/// report names them once, and -ExcludeRetired leaves them out. A list of bots that is empty is never Ok.</para>
/// <para>Exports of the same bot with other options are told apart: each of them must be as fresh. What is deleted has to go together with
/// its record.</para>
/// <para>The output is one report. Where it is not Ok there is one error too, KoreBackupFaulty, which does not end a script unless
/// -ErrorAction Stop says so. With -Quiet the output is True or False and there is no error: exit [int](-not (Test-KoreBackup ./backup
/// -Quiet)).</para>
/// </remarks>
/// <example>
/// <title>In the morning</title>
/// <code>Get-KoreBot | Test-KoreBackup -Path ./backup -MaximumAge (New-TimeSpan -Hours 26)</code>
/// <para>Checks that every bot of the account has a good export of last night.</para>
/// </example>
/// <example>
/// <title>What is wrong</title>
/// <code>(Test-KoreBackup ./backup -ErrorAction SilentlyContinue).Problems | Format-Table Problem, BotId, Message -Wrap</code>
/// <para>Lists the problems, if there are any.</para>
/// </example>
/// <example>
/// <title>Shards</title>
/// <code>Get-KoreBot | Test-KoreBackup -Path ./backup/shard-* -Quiet</code>
/// <para>True if all shards are good and no bot is in none of them.</para>
/// </example>
/// <example>
/// <title>Repair</title>
/// <code>(Get-KoreBot | Test-KoreBackup ./backup).Problems | Where-Object BotId | Export-KoreBot -Destination ./backup</code>
/// <para>Exports anew what is missing, damaged, stale or failed.</para>
/// </example>
[Cmdlet(VerbsDiagnostic.Test, "KoreBackup", DefaultParameterSetName = PathSet)]
[OutputType(typeof(KoreBackupReport), typeof(bool))]
public sealed class TestKoreBackup : KoreCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    private readonly List<string> _botIds = [];
    private ItemProgress? _progress;

    /// <summary>The folders that Export-KoreBot wrote to; wildcards are allowed. All of them count as one set.</summary>
    /// <default>The current location</default>
    [Parameter(Position = 0, ParameterSetName = PathSet)]
    [ArgumentCompleter(typeof(FolderCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = ["."];

    /// <summary>The same folders, taken as they are written: no character in them is a wildcard.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath", "LP")]
    [ArgumentCompleter(typeof(FolderCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? LiteralPath { get; set; }

    /// <summary>The bots of the account: ids, or what Get-KoreBot gives. Each must be in one of the folders.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Bot")]
    [BotIdTransformation(LeavesOutAccount = true)]
    [ArgumentCompleter(typeof(BotIdCompleter))]
    [AllowEmptyCollection]
    [AllowEmptyString]
    public string[]? BotId { get; set; }

    /// <summary>
    /// How old the newest good export of each bot, kind and selection may be: a TimeSpan, seconds, or text such as 26:00:00. Unchanged
    /// counts as new.
    /// </summary>
    /// <default>Any age</default>
    [Parameter]
    [Duration]
    public TimeSpan? MaximumAge { get; set; }

    /// <summary>Leaves out bots that are in a set and not among those of -BotId.</summary>
    [Parameter]
    public SwitchParameter ExcludeRetired { get; set; }

    /// <summary>
    /// Reports files that are in a set and not of it, and what exports that were ended left half written. Without it they do no harm.
    /// </summary>
    [Parameter]
    public SwitchParameter Strict { get; set; }

    /// <summary>Looks into each file, and not only whether its bytes are still the same.</summary>
    [Parameter]
    public SwitchParameter Inspect { get; set; }

    /// <summary>Returns True or False and writes no error.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var botId in BotId ?? [])
        {
            InvokeForItem(botId, () =>
            {
                // Also one that cannot be a bot's: whoever asks for it must not be told that all is well.
                _botIds.Add(LogSanitizer.Sanitize(botId));
                _ = BotIdRule.Parse(botId);
            });
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var folders = TerminateOnError(
            () => FileSystemPath.Resolve(SessionState, Path, LiteralPath, Directory.Exists));
        var tester = new BackupTester(Clock.System, new BackupTestOptions
        {
            MaximumAge = MaximumAge,
            BotIds = MyInvocation.ExpectingInput || MyInvocation.BoundParameters.ContainsKey(nameof(BotId))
                ? new HashSet<string>(_botIds, StringComparer.Ordinal)
                : null,
            ExcludeRetired = ExcludeRetired,
            Strict = Strict,
            Inspect = Inspect,
        });
        var report = Run(tester, folders);
        WriteObject(Quiet ? report.Ok : report);
        if (!report.Ok && !Quiet)
        {
            var failure = KoreErrors.BackupFaulty(string.Join(", ", folders), report.Problems.Count, report.Problems[0].Message);
            WriteFailure(failure, target: null);
        }
    }

    private KoreBackupReport Run(BackupTester tester, IReadOnlyList<string> folders)
    {
        _progress = new ItemProgress(this, "Testing Kore.ai backups", 1);
        try
        {
            return Await(
                token => tester.RunAsync(folders, token),
                () =>
                {
                    var (read, files) = tester.Progress;
                    _progress.Set(0, "Reading", $"{read} of {files} files", files > 0 ? 100.0 * read / files : null);
                    _progress.Show(1);
                });
        }
        finally
        {
            _progress.Complete();
        }
    }
}

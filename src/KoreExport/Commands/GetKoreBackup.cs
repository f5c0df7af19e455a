using System.Management.Automation;
using KoreExport.Abstractions;
using KoreExport.Backups;
using KoreExport.Errors;
using BotIdRule = KoreExport.Models.BotId;

namespace KoreExport;

/// <summary>Lists what backup sets hold, from the records in them.</summary>
/// <remarks>
/// <para>The newest exports come first, bot by bot and kind by kind. Files are not read: Test-KoreBackup does that. An export whose file is
/// gone or has another length is left out. Needs no session and no network; exports may run meanwhile.</para>
/// <para>With -Newest only the newest records are read, so that a set of thousands of bots and years is listed in seconds. A record that
/// cannot be used is one error; the others are listed.</para>
/// </remarks>
/// <example>
/// <title>The newest export of each bot</title>
/// <code>Get-KoreBackup ./backup -Kind Bot -Newest 1</code>
/// <para>Lists one file for each bot and selection of its parts.</para>
/// </example>
/// <example>
/// <title>What changed last night</title>
/// <code>Get-KoreBackup ./backup -After (Get-Date).AddDays(-1) | Select-Object Name, Kind, FullName, PreviousPath</code>
/// <para>With -SkipUnchanged exports write files for what changed only; PreviousPath is the file before.</para>
/// </example>
/// <example>
/// <title>What fails, and since when</title>
/// <code>Get-KoreBackup ./backup -Outcome Failed -Newest 1 | Format-Table Name, Kind, SavedOn, ErrorId, Message</code>
/// <para>Lists the exports that failed.</para>
/// </example>
/// <example>
/// <title>Remove what is older than a year</title>
/// <code>Get-KoreBackup ./backup -Before (Get-Date).AddYears(-1) |
///     ForEach-Object { Remove-Item -LiteralPath $_.RecordPath, $_.FullName }</code>
/// <para>Deletes files together with their records, the record first, so that nothing is missing afterwards.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "KoreBackup", DefaultParameterSetName = PathSet)]
[OutputType(typeof(KoreBackup))]
public sealed class GetKoreBackup : KoreCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    private readonly HashSet<string> _botIds = new(StringComparer.Ordinal);

    /// <summary>The sets: folders that Export-KoreBot wrote to; wildcards are allowed.</summary>
    /// <default>The current location</default>
    [Parameter(Position = 0, ParameterSetName = PathSet)]
    [ArgumentCompleter(typeof(FolderCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = ["."];

    /// <summary>The sets; wildcards are taken literally.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath", "LP")]
    [ArgumentCompleter(typeof(FolderCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? LiteralPath { get; set; }

    /// <summary>Only these bots: ids, or objects with a BotId, for instance from Get-KoreBot.</summary>
    [Parameter(ValueFromPipeline = true)]
    [BotIdTransformation]
    [ArgumentCompleter(typeof(BotIdCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? BotId { get; set; }

    /// <summary>Only bots with such a name; wildcards are allowed.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(BotNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Name { get; set; }

    /// <summary>Only these kinds of exports.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public KoreExportKind[]? Kind { get; set; }

    /// <summary>Only so many exports of each bot, kind, part, options and outcome, the newest.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? Newest { get; set; }

    /// <summary>Only what was saved then or later. A time without a zone is taken for UTC where it comes as text.</summary>
    [Parameter]
    [UtcTimeTransformation]
    public DateTimeOffset? After { get; set; }

    /// <summary>Only what was saved before then. With -Newest: what was the newest at that time.</summary>
    [Parameter]
    [UtcTimeTransformation]
    public DateTimeOffset? Before { get; set; }

    /// <summary>Saved for files, Failed for exports that failed, Listed for the lists of test suites and types of roles.</summary>
    /// <default>Saved</default>
    [Parameter]
    [ValidateSet(nameof(KoreBackupOutcome.Saved), nameof(KoreBackupOutcome.Failed), nameof(KoreBackupOutcome.Listed))]
    public KoreBackupOutcome[] Outcome { get; set; } = [KoreBackupOutcome.Saved];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var botId in BotId ?? [])
        {
            InvokeForItem(botId, () => _botIds.Add(BotIdRule.Parse(botId).Value));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var folders = TerminateOnError(
            () => FileSystemPath.Resolve(SessionState, Path, LiteralPath, Directory.Exists));
        var names = Name is null ? null : new NamePatterns(Name);
        var query = new BackupQuery
        {
            BotIds = MyInvocation.ExpectingInput || BotId is not null ? _botIds : null,
            Name = names is null ? null : name => name is not null && names.Has(name),
            Kinds = Kind is null ? null : [.. Kind],
            Outcomes = [.. Outcome],
            Newest = Newest,
            After = After,
            Before = Before,
        };
        foreach (var folder in folders)
        {
            InvokeForItem(folder, () => Write(query, folder));
        }
    }

    private void Write(BackupQuery query, string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw KoreErrors.FolderUnreadable(folder, new DirectoryNotFoundException("It does not exist."));
        }

        foreach (var result in query.Find(BackupSetReader.Open(folder), Clock.System.UtcNow))
        {
            foreach (var problem in result.Problems)
            {
                WriteFailure(problem, problem.Target);
            }

            WriteObject(result.Backups, enumerateCollection: true);
        }
    }
}

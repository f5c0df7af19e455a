using System.Management.Automation;
using KoreExport.Abstractions;
using KoreExport.Backups;
using BotIdRule = KoreExport.Models.BotId;

namespace KoreExport;

/// <summary>Removes old backups by rules, and never the last good one.</summary>
/// <remarks>
/// <para>The rules are those of restic: -KeepDaily 7 keeps the newest file of each of the last seven days that have files, and so on; what
/// any rule keeps stays. Where there are not enough, the oldest file is kept too. Days, weeks, months and years are those of UTC.</para>
/// <para>Platform, bot, kind, part and options are decided each by itself. Only files that are as they were saved count; damaged ones are
/// left alone. The newest good file of each stays, whatever the rules say. A file and its record go together: the cmdlet may be killed at
/// any moment. Exports may run meanwhile.</para>
/// <para>With -WhatIf the output is every file with the reason why it is kept, otherwise what was removed. Needs no session.</para>
/// </remarks>
/// <example>
/// <title>Every night, after the export</title>
/// <code>Remove-KoreBackup ./backup -KeepDaily 7 -KeepWeekly 4 -KeepMonthly 12</code>
/// <para>Keeps a week of days, a month of weeks and a year of months.</para>
/// </example>
/// <example>
/// <title>See why files are kept</title>
/// <code>Remove-KoreBackup ./backup -KeepDaily 7 -KeepWeekly 4 -WhatIf | Format-Table Name, Kind, CheckedOn, Kept, Reason</code>
/// <para>Removes nothing.</para>
/// </example>
/// <example>
/// <title>Bots that are gone</title>
/// <code>Get-KoreBot | Remove-KoreBackup ./backup -KeepWithin 365.00:00:00 -IncludeRetired</code>
/// <para>Removes also what is left of bots that have been gone from the account for a year.</para>
/// </example>
[Cmdlet(VerbsCommon.Remove, "KoreBackup", SupportsShouldProcess = true)]
[OutputType(typeof(KoreBackupRetention))]
public sealed class RemoveKoreBackup : KoreCmdlet
{
    private readonly HashSet<string> _botIds = new(StringComparer.Ordinal);

    /// <summary>The sets: folders that Export-KoreBot wrote to; wildcards are allowed. All of them count as one set.</summary>
    /// <default>The current location</default>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = ["."];

    /// <summary>How many files are kept, the newest.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int KeepLast { get; set; }

    /// <summary>For how many days one file is kept.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int KeepDaily { get; set; }

    /// <summary>For how many weeks one file is kept. Weeks begin on Monday.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int KeepWeekly { get; set; }

    /// <summary>For how many months one file is kept.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int KeepMonthly { get; set; }

    /// <summary>For how many years one file is kept.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int KeepYearly { get; set; }

    /// <summary>
    /// Keeps all files that are no older than that, counted from the newest one: a TimeSpan, seconds, or text such as 30.00:00:00.
    /// </summary>
    [Parameter]
    [Duration]
    public TimeSpan? KeepWithin { get; set; }

    /// <summary>
    /// The bots of the account: ids, or what Get-KoreBot gives. Files of other bots are left alone unless -IncludeRetired.
    /// </summary>
    [Parameter(ValueFromPipeline = true)]
    [BotIdTransformation]
    [ValidateNotNullOrEmpty]
    public string[]? BotId { get; set; }

    /// <summary>
    /// Decides also over bots that are not among those of -BotId, because the account does not have them any more. Of these -KeepWithin
    /// counts
    /// from now, and the last file may go.
    /// </summary>
    [Parameter]
    public SwitchParameter IncludeRetired { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        // One that cannot be read would make a bot of the account one that is gone.
        foreach (var botId in BotId ?? [])
        {
            _botIds.Add(TerminateOnError(() => BotIdRule.Parse(botId)).Value);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var policy = new RetentionPolicy
        {
            Last = KeepLast, Daily = KeepDaily, Weekly = KeepWeekly, Monthly = KeepMonthly, Yearly = KeepYearly, Within = KeepWithin,
        };
        var retention = TerminateOnError(() => BackupRetention.Create(
            policy, MyInvocation.ExpectingInput || BotId is not null ? _botIds : null, IncludeRetired));
        var folders = TerminateOnError(
            () => FileSystemPath.Resolve(SessionState, Path, literalPaths: null, Directory.Exists));
        var decisions = TerminateOnError(() => Await(token => Task.Run(
            () => retention.Decide(
                folders, Clock.System.UtcNow, problem => Queue.Post(() => WriteFailure(problem, target: null)), token), token)));
        foreach (var decision in decisions)
        {
            StopToken.ThrowIfCancellationRequested();
            InvokeForItem(decision.Entry.FilePath, () => Apply(decision));
        }
    }

    private void Apply(RetentionDecision decision)
    {
        var result = decision.Describe();
        if (!decision.IsKept && ShouldProcess(decision.Entry.FilePath, $"Remove backup ({decision.Reason})"))
        {
            BackupRemover.Remove(decision.Entry);
            result.Removed = true;
        }

        if (result.Removed || this.IsWhatIf())
        {
            WriteObject(result);
        }
    }
}

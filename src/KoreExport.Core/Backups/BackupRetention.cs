using KoreExport.Errors;

namespace KoreExport.Backups;

/// <summary>
/// Decides which files of backup sets are kept. Each series is decided by itself, over all folders: never across bots, kinds, parts or
/// options. A series keeps its newest good file, whatever the rules say. Files that are damaged count for nothing and are left alone.
/// </summary>
/// <param name="policy">The rules.</param>
/// <param name="botIds">The bots of the account; null where nobody named them.</param>
/// <param name="includesRetired">
/// Whether bots that are not in the account any more are decided too. Of those the rules may remove even the last file.
/// </param>
internal sealed class BackupRetention(RetentionPolicy policy, HashSet<string>? botIds, bool includesRetired)
{
    /// <summary>
    /// Checks what was asked for; throws <see cref="KoreErrorId.OptionInvalid"/> where it would remove what nobody means.
    /// </summary>
    public static BackupRetention Create(RetentionPolicy policy, HashSet<string>? botIds, bool includesRetired)
    {
        if (!policy.KeepsSomething)
        {
            throw KoreErrors.OptionInvalid(
                "No rule says what to keep.",
                "Give at least one of -KeepLast, -KeepDaily, -KeepWeekly, -KeepMonthly, -KeepYearly and -KeepWithin.");
        }

        if (botIds is { Count: 0 })
        {
            throw KoreErrors.OptionInvalid(
                "The list of bots is empty: the account could not be listed, or has no bots. Nothing was removed.",
                "See why Get-KoreBot gives nothing.");
        }

        return includesRetired && botIds is null
            ? throw KoreErrors.OptionInvalid(
                "-IncludeRetired needs to know the account's bots.", "Pipe them in: Get-KoreBot | Remove-KoreBackup.")
            : new BackupRetention(policy, botIds, includesRetired);
    }

    /// <summary>Decides over all files of some sets.</summary>
    /// <param name="folders">The full paths of the sets.</param>
    /// <param name="now">The time.</param>
    /// <param name="problem">Told which records or folders cannot be read.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public IReadOnlyList<RetentionDecision> Decide(
        IEnumerable<string> folders, DateTimeOffset now, Action<KoreException> problem, CancellationToken cancellationToken)
    {
        var entries = new List<BackupEntry>();
        foreach (var folder in folders)
        {
            foreach (var bot in BackupSetReader.Open(folder).ListFolders().AsParallel().AsOrdered().WithCancellation(cancellationToken)
                .Select(BackupFolder.Open).Where(bot => Concerns(bot.BotId)).Select(Read))
            {
                bot.Problems.ForEach(problem);
                entries.AddRange(bot.Entries);
            }
        }

        return BackupState.Of(entries, now)
            .AsParallel().WithCancellation(cancellationToken)
            .SelectMany(series => Decide(series.Key, series.Value, now, cancellationToken))
            .OrderBy(static decision => decision.Entry.Record!.BotId, StringComparer.Ordinal)
            .ThenBy(static decision => decision.Entry.Record!.Kind)
            .ThenBy(static decision => decision.Entry.Name.Label, StringComparer.Ordinal)
            .ThenByDescending(static decision => decision.Entry.Name.Time, StringComparer.Ordinal)
            .ToList();
    }

    private bool IsRetired(string botId) => botIds is not null && botId.Length > 0 && !botIds.Contains(botId);

    private bool Concerns(string botId) => includesRetired || !IsRetired(botId);

    private static (List<BackupEntry> Entries, List<KoreException> Problems) Read(BackupFolder folder)
    {
        var files = folder.Entries.Where(static entry => entry.Name.HasFile).ToList();
        var counted = files.Where(static entry => entry.Counts).ToList();
        var problems = files.Select(static entry => entry.Problem).Prepend(folder.Problem).OfType<KoreException>().ToList();
        return (counted, problems);
    }

    private List<RetentionDecision> Decide(BackupSeries series, BackupState state, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var entries = state.Entries.ToList();

        // What nothing tells the time of is not judged by it.
        var timed = entries.Where(entry => state.TimeOf(entry) is not null).ToList();
        var times = timed.Select(entry => state.TimeOf(entry)!.Value).ToList();
        var isRetired = IsRetired(series.BotId);
        var verdicts = new Dictionary<BackupEntry, string?>();
        string? DamageOf(BackupEntry entry)
        {
            if (!verdicts.TryGetValue(entry, out var damage))
            {
                verdicts[entry] = damage = BackupFileCheck.FindDamage(entry, inspect: false, cancellationToken);
            }

            return damage;
        }

        var reasons = policy.Decide(times, isRetired || times.Count == 0 ? now : times[0], index => DamageOf(timed[index]) is null);
        var decisions = entries.Where(entry => !timed.Contains(entry))
            .Select(static entry => RetentionDecision.Keep(entry, "its time is not known"))
            .Concat(timed.Select((entry, index) => Judge(entry, reasons[index])))
            .ToList();
        if (!isRetired)
        {
            KeepNewestGood(decisions, DamageOf);
        }

        return decisions;

        RetentionDecision Judge(BackupEntry entry, IReadOnlyList<string> why) => why.Count > 0
            ? RetentionDecision.Keep(entry, string.Join(", ", why))
            : verdicts.TryGetValue(entry, out var damage) && damage is not null
                ? RetentionDecision.Keep(entry, $"damaged, and so not counted: {damage}")
                : RetentionDecision.Remove(entry);
    }

    private static void KeepNewestGood(List<RetentionDecision> decisions, Func<BackupEntry, string?> damageOf)
    {
        var newest = decisions.FindIndex(decision => damageOf(decision.Entry) is null);
        if (newest >= 0 && !decisions[newest].IsKept)
        {
            decisions[newest] = RetentionDecision.Keep(decisions[newest].Entry, "the newest good one");
        }
    }
}

/// <summary>What becomes of one file, and why.</summary>
/// <param name="Entry">The file's record.</param>
/// <param name="IsKept">Whether it is kept.</param>
/// <param name="Reason">Why.</param>
internal sealed record RetentionDecision(BackupEntry Entry, bool IsKept, string Reason)
{
    public static RetentionDecision Keep(BackupEntry entry, string reason) => new(entry, IsKept: true, reason);

    public static RetentionDecision Remove(BackupEntry entry) => new(entry, IsKept: false, "no rule keeps it");

    /// <summary>For the user.</summary>
    public KoreBackupRetention Describe() => new()
    {
        BotId = Entry.Record!.BotId,
        Name = Entry.Record.Name,
        Kind = Entry.Record.Kind,
        Part = Entry.Record.Part,
        SavedOn = Entry.Record.SavedOn,
        CheckedOn = Entry.Record.CheckedOn,
        FullName = Entry.FilePath,
        Size = Entry.Record.Size,
        Kept = IsKept,
        Reason = Reason,
    };
}

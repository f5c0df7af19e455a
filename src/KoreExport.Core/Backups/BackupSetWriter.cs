using KoreExport.Files;

namespace KoreExport.Backups;

/// <summary>
/// Writes the records of a backup set. Each is a file of its own, so any number of processes and machines may write to one set at the
/// same time, and what one of them cannot write is one bot's problem.
/// </summary>
/// <param name="folder">The full path of the set.</param>
/// <param name="now">The time.</param>
internal sealed class BackupSetWriter(string folder, Func<DateTimeOffset> now)
{
    /// <summary>
    /// Writes the record of a file that is whole and about to get its name, and says where that is to be. From then on the name is taken.
    /// Whoever does not give it to the file has to call <see cref="Withdraw"/>.
    /// </summary>
    /// <param name="record">What the file holds.</param>
    /// <param name="extension">The file's extension, without a dot.</param>
    /// <param name="state">Where the series stands.</param>
    public string Save(BackupRecord record, string extension, BackupState state) => Create(record, extension, state);

    /// <summary>Takes back the record of a file that did not get its name.</summary>
    /// <param name="path">What <see cref="Save"/> returned.</param>
    public static void Withdraw(string path)
    {
        try
        {
            if (!File.Exists(path))
            {
                File.Delete(path + BackupFileName.RecordExtension);
            }
        }
        catch (Exception failure) when (PartialFile.IsFileProblem(failure))
        {
            // Without its file it counts for nothing.
        }
    }

    /// <summary>Says that what an entry says was found to be so again. Nothing is written that is not there any more.</summary>
    /// <param name="entry">The newest good entry.</param>
    /// <param name="state">Where the series stands.</param>
    public void Renew(BackupEntry entry, BackupState state)
    {
        if (!File.Exists(entry.RecordPath))
        {
            return;
        }

        var time = Truncated(now());
        var record = entry.Record!;
        BackupRecordFile.Replace(entry.RecordPath, record with { CheckedOn = time, WrittenAfter = TimesAfter(time, state, record) });
    }

    /// <summary>
    /// Says that an export failed, and since when: while it goes on failing there is one record of it, with the last error.
    /// </summary>
    /// <param name="record">What failed, and why.</param>
    /// <param name="state">Where the series stands.</param>
    public void Fail(BackupRecord record, BackupState state)
    {
        record = record with { Outcome = KoreBackupOutcome.Failed };
        if (state.Newest is { Record: { Outcome: KoreBackupOutcome.Failed } earlier } entry && File.Exists(entry.RecordPath))
        {
            var time = Truncated(now());
            var since = earlier.SavedOn < time ? earlier.SavedOn : time;
            BackupRecordFile.Replace(
                entry.RecordPath, record with { SavedOn = since, CheckedOn = time, WrittenAfter = TimesAfter(time, state, earlier) });
            return;
        }

        Create(record, BackupFileName.Failed, state);
    }

    /// <summary>Says which parts there are, of a kind that has several; there may be none.</summary>
    /// <param name="record">The parts.</param>
    /// <param name="state">Where the list of the parts stands.</param>
    public void List(BackupRecord record, BackupState state)
    {
        var parts = record.Parts.OrderBy(static part => part, StringComparer.Ordinal).ToList();
        record = record with { Outcome = KoreBackupOutcome.Listed, Parts = parts };
        if (state.NewestGood is { Record: { } earlier } entry && earlier.Parts.SequenceEqual(record.Parts))
        {
            Renew(entry, state);
            return;
        }

        Create(record, BackupFileName.Listed, state);
    }

    private string Create(BackupRecord record, string ending, BackupState state)
    {
        var time = Truncated(now());
        record = record with { SavedOn = time, CheckedOn = time, WrittenAfter = TimesAfter(time, state, null) };
        var botFolder = Path.Combine(folder, BackupFileName.FolderName(record.BotId));
        for (var name = BackupFileName.For(record.Series, time, ending); ; name = name.Next())
        {
            var path = Path.Combine(botFolder, name.FileName);
            if (!File.Exists(path) && BackupRecordFile.TryCreate(Path.Combine(botFolder, name.RecordName), record))
            {
                return path;
            }
        }
    }

    // What a record saw once it has seen, also when it is rewritten; it does not see itself.
    private static List<DateTimeOffset> TimesAfter(DateTimeOffset time, BackupState state, BackupRecord? itself) => state.TimesAfter(time)
        .Where(other => other != itself?.CheckedOn)
        .Concat(itself?.WrittenAfter.Where(other => other > time) ?? [])
        .Distinct()
        .ToList();

    // Records hold milliseconds, and times are compared.
    private static DateTimeOffset Truncated(DateTimeOffset time) =>
        new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);
}

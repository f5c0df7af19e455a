namespace KoreExport.Backups;

/// <summary>
/// Which of a set's exports are wanted. What names tell is decided by them, so that what is not wanted is not read.
/// </summary>
internal sealed record BackupQuery
{
    /// <summary>These bots; null for all, and for what belongs to the account.</summary>
    public HashSet<string>? BotIds { get; init; }

    /// <summary>Bots with such a name; null for any.</summary>
    public Predicate<string?>? Name { get; init; }

    /// <summary>These kinds; null for all.</summary>
    public HashSet<KoreExportKind>? Kinds { get; init; }

    /// <summary>Saved, Failed, Listed.</summary>
    public HashSet<KoreBackupOutcome> Outcomes { get; init; } = [KoreBackupOutcome.Saved];

    /// <summary>Saved then or later.</summary>
    public DateTimeOffset? After { get; init; }

    /// <summary>Saved before then. Together with <see cref="Newest"/>: what was the newest at that time.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>Only so many of each bot, kind, part, options and outcome, the newest.</summary>
    public int? Newest { get; init; }

    /// <summary>Finds them, folder by folder, on all cores.</summary>
    /// <param name="set">The set.</param>
    /// <param name="now">The time.</param>
    public IEnumerable<BackupQueryResult> Find(BackupSetReader set, DateTimeOffset now)
    {
        var where = new NameFilter(this);
        var folders = BotIds is null ? set.ListFolders() : BotIds.Select(set.PathOf).Where(Directory.Exists).ToList();
        return folders.AsParallel().AsOrdered().Select(path => Find(BackupFolder.Open(path), where, now));
    }

    private BackupQueryResult Find(BackupFolder folder, NameFilter where, DateTimeOffset now)
    {
        var entries = Newest is { } count
            ? folder.Newest(count, now, where.Matches).ToList()
            : folder.Entries.Where(entry => where.Matches(entry.Name)).ToList();
        var found = entries
            .Where(entry => entry.Counts && IsWanted(entry.Record!))
            .OrderBy(static entry => entry.Name.Kind)
            .ThenBy(static entry => entry.Name.Label, StringComparer.Ordinal)
            .Select(entry => Describe(entry, folder))
            .ToList();
        var problems = entries.Select(static entry => entry.Problem).Prepend(folder.Problem).OfType<KoreException>().ToList();
        return new BackupQueryResult(found, problems);
    }

    private bool IsWanted(BackupRecord record) => Name?.Invoke(record.Name) != false && BotIds?.Contains(record.BotId) != false;

    private static KoreBackup Describe(BackupEntry entry, BackupFolder folder)
    {
        var record = entry.Record!;
        var isFile = entry.Name.HasFile;
        return new KoreBackup
        {
            BotId = record.BotId,
            Name = record.Name,
            Kind = record.Kind,
            Part = record.Part,
            Id = record.RequestId,
            Outcome = record.Outcome,
            SavedOn = record.SavedOn,
            CheckedOn = record.CheckedOn,
            CreatedOn = record.CreatedOn,
            FullName = isFile ? entry.FilePath : null,
            PreviousPath = isFile ? folder.PreviousOf(entry)?.FilePath : null,
            RecordPath = entry.RecordPath,
            Size = isFile ? record.Size : null,
            EntryCount = record.EntryCount,
            Sha256 = record.Sha256,
            ContentHash = record.ContentHash,
            Options = record.Options,
            HostUri = record.Host,
            ErrorId = record.ErrorId,
            Message = record.Message,
        };
    }

    private sealed class NameFilter(BackupQuery query)
    {
        private readonly string? _after = query.After is { } after ? BackupFileName.TimeText(after) : null;
        private readonly string? _before = query.Before is { } before ? BackupFileName.TimeText(before) : null;

        public bool Matches(BackupFileName name) => query.Kinds?.Contains(name.Kind) != false
            && query.Outcomes.Contains(name.Outcome)
            && (_after is null || string.CompareOrdinal(name.Time, _after) >= 0)
            && (_before is null || string.CompareOrdinal(name.Time, _before) < 0);
    }
}

/// <summary>What was found in one folder.</summary>
/// <param name="Backups">The exports.</param>
/// <param name="Problems">Records that cannot be used.</param>
internal sealed record BackupQueryResult(IReadOnlyList<KoreBackup> Backups, IReadOnlyList<KoreException> Problems);

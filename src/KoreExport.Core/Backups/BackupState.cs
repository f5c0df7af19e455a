namespace KoreExport.Backups;

/// <summary>
/// Where a series stands, by its records in the order they were written. That order goes by their times, unless a clock was wrong: a time
/// in the future is not believed, and a record that was written in sight of a later time counts as the newer one.
/// </summary>
internal sealed class BackupState
{
    /// <summary>What two machines' clocks may differ by.</summary>
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);

    private readonly List<Statement> _statements;
    private readonly DateTimeOffset _now;

    private BackupState(IEnumerable<BackupEntry> entries, DateTimeOffset now)
    {
        _now = now;
        _statements = entries.Where(static entry => entry.Counts).Select(entry => new Statement(entry, Believe(entry.Record!))).ToList();
        OrderByWitness();
        _statements.Sort(static (one, other) => Statement.Compare(other, one));
    }

    /// <summary>What says something, the newest first.</summary>
    public IEnumerable<BackupEntry> Entries => _statements.Select(static statement => statement.Entry);

    /// <summary>The latest word, good or bad.</summary>
    public BackupEntry? Newest => _statements.Count > 0 ? _statements[0].Entry : null;

    /// <summary>The latest good word.</summary>
    public BackupEntry? NewestGood => _statements.Find(static statement => statement.IsGood)?.Entry;

    /// <summary>The states of all series that the entries are about.</summary>
    /// <param name="entries">Records of any series, in any order.</param>
    /// <param name="now">The time.</param>
    public static Dictionary<BackupSeries, BackupState> Of(IEnumerable<BackupEntry> entries, DateTimeOffset now) => entries
        .Where(static entry => entry.Record is not null)
        .GroupBy(static entry => entry.Record!.Series)
        .ToDictionary(static series => series.Key, series => new BackupState(series, now));

    /// <summary>The state of a series that has no records, or only these.</summary>
    public static BackupState Of(BackupSeries series, IEnumerable<BackupEntry> entries, DateTimeOffset now) =>
        new(entries.Where(entry => entry.Record?.Series == series), now);

    /// <summary>When an entry was last checked, as far as that can be believed; null where nothing tells.</summary>
    public DateTimeOffset? TimeOf(BackupEntry entry) => _statements.Find(statement => statement.Entry == entry)?.Time;

    /// <summary>A record with a time that has not come yet, and of which no later record tells when it was written.</summary>
    public BackupEntry? Ahead => _statements.Find(statement => IsAhead(statement.Entry.Record!.CheckedOn) && !statement.IsWitnessed)?.Entry;

    /// <summary>The times that whoever writes now has to say he has seen, because they are later than his.</summary>
    public IReadOnlyList<DateTimeOffset> TimesAfter(DateTimeOffset time) =>
        _statements.Select(static statement => statement.Entry.Record!.CheckedOn).Where(other => other > time).Distinct().ToList();

    private bool IsAhead(DateTimeOffset time) => time > _now + ClockTolerance;

    // The platform's clock made CreatedOn, so that it may be right where the writer's was not.
    private DateTimeOffset? Believe(BackupRecord record) => !IsAhead(record.CheckedOn) ? record.CheckedOn
        : record.CreatedOn is { } created && !IsAhead(created) ? created
        : null;

    private void OrderByWitness()
    {
        if (!_statements.Exists(static statement => statement.Entry.Record!.WrittenAfter.Count > 0))
        {
            return;
        }

        // Each pass carries what one record knows of another a step further; there are no more steps than records.
        var changed = true;
        for (var pass = 0; changed && pass < _statements.Count; pass++)
        {
            changed = false;
            foreach (var later in _statements)
            {
                foreach (var earlier in _statements.Where(other => other != later && later.Saw(other)))
                {
                    changed |= later.Follow(earlier);
                }
            }
        }
    }

    private sealed class Statement(BackupEntry entry, DateTimeOffset? time)
    {
        public BackupEntry Entry { get; } = entry;

        /// <summary>When it was made, at the latest; null where nothing tells.</summary>
        public DateTimeOffset? Time { get; private set; } = time;

        /// <summary>Whether a later record saw it.</summary>
        public bool IsWitnessed { get; private set; }

        public bool IsGood => Entry.Record!.Outcome != KoreBackupOutcome.Failed;

        // What it is sorted by: the time, or that of whoever saw it. What nobody knows anything of comes last.
        private DateTimeOffset Order { get; set; } = time ?? DateTimeOffset.MinValue;

        // How many others are known to have been written before.
        private int Rank { get; set; }

        public static int Compare(Statement one, Statement other)
        {
            var order = one.Order.CompareTo(other.Order);
            order = order != 0 ? order : one.Rank.CompareTo(other.Rank);

            // At the same moment: who says that it failed is believed.
            order = order != 0 ? order : other.IsGood.CompareTo(one.IsGood);
            return order != 0 ? order : string.CompareOrdinal(one.Entry.Name.RecordName, other.Entry.Name.RecordName);
        }

        public bool Saw(Statement other) => Entry.Record!.WrittenAfter.Contains(other.Entry.Record!.CheckedOn);

        /// <summary>Makes the other one the earlier of the two; false where it is.</summary>
        public bool Follow(Statement earlier)
        {
            var isUnknown = earlier.Time is null && !earlier.IsWitnessed;
            earlier.IsWitnessed = true;
            if (!isUnknown && earlier.Order <= Order && Rank > earlier.Rank)
            {
                return false;
            }

            earlier.Order = isUnknown || earlier.Order > Order ? Order : earlier.Order;
            earlier.Time = earlier.Time > Order ? Order : earlier.Time;
            Rank = Math.Max(Rank, earlier.Rank + 1);
            return true;
        }
    }
}

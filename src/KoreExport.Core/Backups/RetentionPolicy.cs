using System.Globalization;

namespace KoreExport.Backups;

/// <summary>
/// How many backups of a series are kept, by the rules of restic: for each unit of time that has backups, the newest one, until the count
/// is reached; the oldest one of all while the count is not. A backup that any rule keeps is kept. Days, weeks (ISO 8601), months and years
/// are those of UTC.
/// </summary>
internal sealed record RetentionPolicy
{
    /// <summary>The newest ones.</summary>
    public int Last { get; init; }

    /// <summary>One for each of so many days.</summary>
    public int Daily { get; init; }

    /// <summary>One for each of so many weeks.</summary>
    public int Weekly { get; init; }

    /// <summary>One for each of so many months.</summary>
    public int Monthly { get; init; }

    /// <summary>One for each of so many years.</summary>
    public int Yearly { get; init; }

    /// <summary>All that are no older than that, counted from the newest one.</summary>
    public TimeSpan? Within { get; init; }

    /// <summary>Whether any rule keeps something.</summary>
    public bool KeepsSomething => Last > 0 || Daily > 0 || Weekly > 0 || Monthly > 0 || Yearly > 0 || Within is not null;

    /// <summary>
    /// Says of each backup why it is kept, and nothing of one that is not. Only good ones are counted and kept.
    /// </summary>
    /// <param name="newestFirst">The time of each, the newest first.</param>
    /// <param name="from">The time that <see cref="Within"/> counts from.</param>
    /// <param name="isGood">Whether one of them is good; asked only of those that would be kept.</param>
    public IReadOnlyList<string>[] Decide(IReadOnlyList<DateTimeOffset> newestFirst, DateTimeOffset from, Func<int, bool> isGood)
    {
        var rules = Rules().Where(static rule => rule.Count > 0).ToList();
        var reasons = new IReadOnlyList<string>[newestFirst.Count];
        var verdicts = new bool?[newestFirst.Count];
        bool IsGood(int index) => verdicts[index] ??= isGood(index);
        for (var i = 0; i < newestFirst.Count; i++)
        {
            var time = newestFirst[i];
            var why = new List<string>();
            if (Within is { } within && from - time <= within)
            {
                why.Add("within " + Text(within));
            }

            // The oldest good one stands in where there are not enough.
            var isOldest = i == newestFirst.Count - 1;
            why.AddRange(rules.Where(rule => rule.Wants(time, i, isOldest)).Select(static rule => rule.Text));
            if (why.Count > 0 && IsGood(i))
            {
                reasons[i] = why;
                foreach (var rule in rules)
                {
                    rule.Take(time, i, isOldest);
                }
            }
            else
            {
                reasons[i] = [];
            }
        }

        return reasons;
    }

    private IEnumerable<Rule> Rules() =>
    [
        new Rule("last", Last, static (_, index) => index),
        new Rule("daily", Daily, static (time, _) => time.UtcDateTime.Date.Ticks / TimeSpan.TicksPerDay),
        new Rule("weekly", Weekly, static (time, _) => WeekOf(time)),
        new Rule("monthly", Monthly, static (time, _) => (time.UtcDateTime.Year * 12) + time.UtcDateTime.Month),
        new Rule("yearly", Yearly, static (time, _) => time.UtcDateTime.Year),
    ];

    // Weeks begin on Monday, and the first day that .NET knows is one.
    private static long WeekOf(DateTimeOffset time) => time.UtcDateTime.Ticks / TimeSpan.TicksPerDay / 7;

    private static string Text(TimeSpan span) => span.TotalDays >= 1
        ? $"{span.TotalDays.ToString("0.##", CultureInfo.InvariantCulture)} days"
        : $"{span.TotalHours.ToString("0.##", CultureInfo.InvariantCulture)} hours";

    private sealed class Rule(string name, int count, Func<DateTimeOffset, int, long> bucketOf)
    {
        private long? _last;
        private int _kept;

        public int Count => count;

        public string Text =>
            $"{name} {(_kept + 1).ToString(CultureInfo.InvariantCulture)} of {count.ToString(CultureInfo.InvariantCulture)}";

        public bool Wants(DateTimeOffset time, int index, bool isOldest) => _kept < count && (bucketOf(time, index) != _last || isOldest);

        public void Take(DateTimeOffset time, int index, bool isOldest)
        {
            if (Wants(time, index, isOldest))
            {
                _last = bucketOf(time, index);
                _kept++;
            }
        }
    }
}

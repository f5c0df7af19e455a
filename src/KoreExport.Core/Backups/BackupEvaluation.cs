using System.Globalization;
using KoreExport.Errors;

namespace KoreExport.Backups;

/// <summary>Says of the series in backup sets, all folders together, which ones failed, are stale, or lack.</summary>
internal sealed class BackupEvaluation
{
    private readonly List<KoreBackupProblem> _problems = [];
    private readonly BackupTestOptions _options;
    private readonly Dictionary<BackupSeries, BackupState> _states;
    private readonly DateTimeOffset _now;

    public BackupEvaluation(IReadOnlyCollection<BackupEntry> entries, BackupTestOptions options, DateTimeOffset now)
    {
        _options = options;
        _now = now;
        _states = BackupState.Of(entries, now);
        var botIds = new HashSet<string>(entries.Select(static entry => entry.Record!.BotId), StringComparer.Ordinal);
        Retired = botIds.Where(options.IsRetired).OrderBy(static id => id, StringComparer.Ordinal).ToList();
        foreach (var series in _states.Keys.Where(series => !options.IsRetired(series.BotId)))
        {
            Evaluate(series, _states[series]);
        }

        FindAbsent(botIds);
    }

    /// <summary>What is wrong.</summary>
    public IReadOnlyList<KoreBackupProblem> Problems => _problems;

    /// <summary>Bots that are in a set, and in the account no more.</summary>
    public IReadOnlyList<string> Retired { get; }

    /// <summary>How many bots of the account have a good export.</summary>
    public int BotCount { get; private set; }

    /// <summary>The newest good export of the series that waits longest for a new one.</summary>
    public DateTimeOffset? OldestOn { get; private set; }

    /// <summary>The newest good export of all.</summary>
    public DateTimeOffset? NewestOn { get; private set; }

    /// <summary>Of a bot that is retired, one problem with its files stands for all.</summary>
    public IEnumerable<KoreBackupProblem> SayOnceOfRetired(IReadOnlyCollection<KoreBackupProblem> problems) => problems
        .Where(problem => !_options.IsRetired(problem.BotId))
        .Concat(problems
            .Where(problem => _options.IsRetired(problem.BotId))
            .GroupBy(static problem => problem.BotId!, StringComparer.Ordinal)
            .Select(Condense));

    private static KoreBackupProblem Condense(IGrouping<string, KoreBackupProblem> ofBot)
    {
        var all = ofBot.OrderBy(static problem => problem.Path, StringComparer.Ordinal).ToList();
        var first = all[0];
        var what = all.Count == 1 ? string.Empty : $" {all.Count} of its files are missing or damaged, the first:";
        return new KoreBackupProblem(first.Problem, $"Bot {ofBot.Key} is not in the account any more.{what} {first.Message}")
        {
            BotId = first.BotId,
            Name = first.Name,
            Kind = first.Kind,
            Part = first.Part,
            Path = first.Path,
        };
    }

    private void Evaluate(BackupSeries series, BackupState state)
    {
        if (state.Newest is not { } newest)
        {
            return;
        }

        var good = state.NewestGood;
        var goodOn = good is null ? null : state.TimeOf(good);
        OldestOn = goodOn < OldestOn || OldestOn is null ? goodOn ?? OldestOn : OldestOn;
        NewestOn = goodOn > NewestOn || NewestOn is null ? goodOn ?? NewestOn : NewestOn;
        if (state.Ahead is { } ahead)
        {
            Add(KoreBackupProblemKind.ClockSkew, newest, goodOn, ClockSkew(series, ahead.Record!.CheckedOn));
        }

        if (IsGone(series))
        {
            return;
        }

        if (newest.Record!.Outcome == KoreBackupOutcome.Failed)
        {
            Add(KoreBackupProblemKind.Failed, newest, goodOn, Failure(series, newest.Record, good is not null, goodOn));
        }
        else if (IsStale(goodOn) && !IsStaleWithItsList(series) && !IsFollowed(series, goodOn))
        {
            Add(KoreBackupProblemKind.Stale, newest, goodOn, $"The newest export of {Name(series)} is of {Time(goodOn)}.");
        }
    }

    private bool IsStale(DateTimeOffset? time) => _options.MaximumAge is { } age && (time is null || _now - time > age);

    // Of parts, such as test suites, the list tells which ones there are. The platform has this one no more.
    private bool IsGone(BackupSeries series) => ListOf(series) is ({ } list, _) && !list.Record!.Parts.Contains(series.Part!);

    // Then it is said once, of all of them together.
    private bool IsStaleWithItsList(BackupSeries series) => ListOf(series) is (not null, var on) && IsStale(on);

    private (BackupEntry? List, DateTimeOffset? On) ListOf(BackupSeries series) =>
        series.Part is not null && _states.TryGetValue(series with { Part = null }, out var state) && state.NewestGood is { } list
            ? (list, state.TimeOf(list))
            : (null, null);

    // An export whose options nobody knows was made by hand. It need not be made again where a newer one of another series is there.
    private bool IsFollowed(BackupSeries series, DateTimeOffset? on) =>
        series.Options is null
        && BackupKinds.DefaultOptionsOf(series.Kind) is not null
        && _states.Any(other => other.Key != series && other.Key with { Options = null } == series && IsNewer(other.Value, on));

    private static bool IsNewer(BackupState state, DateTimeOffset? than) =>
        state.NewestGood is { } good && (than is null || state.TimeOf(good) > than);

    private void FindAbsent(HashSet<string> inSets)
    {
        BotCount = _states
            .Where(state => state.Value.NewestGood is not null && state.Key.BotId.Length > 0 && !_options.IsRetired(state.Key.BotId))
            .Select(static state => state.Key.BotId)
            .Distinct(StringComparer.Ordinal)
            .Count();
        if (_options.BotIds is not { } botIds)
        {
            return;
        }

        if (botIds.Count == 0)
        {
            _problems.Add(new KoreBackupProblem(
                KoreBackupProblemKind.Absent,
                "The list of the account's bots is empty, so nothing tells whether all of them are there: "
                + "the account could not be listed, or has no bots."));
        }

        _problems.AddRange(botIds.Where(id => !inSets.Contains(id)).Distinct(StringComparer.Ordinal)
            .Select(static id => new KoreBackupProblem(KoreBackupProblemKind.Absent, $"There is no backup of bot {id}.") { BotId = id }));
    }

    private void Add(KoreBackupProblemKind problem, BackupEntry entry, DateTimeOffset? goodOn, string message) =>
        _problems.Add(new KoreBackupProblem(problem, message)
        {
            BotId = entry.Record!.BotId,
            Name = entry.Record.Name,
            Kind = entry.Record.Kind,
            Part = entry.Record.Part,
            LastGoodOn = goodOn,
        });

    private static string ClockSkew(BackupSeries series, DateTimeOffset time) =>
        $"The record of {Name(series)} has the time {Time(time)}, which has not come yet: a clock is wrong, or was. "
        + "The time is not believed. Set the clock; the next export of it corrects the record.";

    private static string Failure(BackupSeries series, BackupRecord failure, bool hasGood, DateTimeOffset? goodOn)
    {
        var before = hasGood ? $"the last good one is of {Time(goodOn)}" : "there is no good one";
        return $"The export of {Name(series)} failed on {Time(failure.CheckedOn)} ({failure.ErrorId}), and since {Time(failure.SavedOn)}; "
            + $"{before}. {failure.Message}";
    }

    private static string Name(BackupSeries series)
    {
        var part = series.Part is null ? string.Empty : $" '{LogSanitizer.Sanitize(series.Part)}'";
        var isSpecial = series.Options is not null && series.Options != BackupKinds.DefaultOptionsOf(series.Kind);
        var options = isSpecial ? $" with {LogSanitizer.Sanitize(series.Options)}" : string.Empty;
        return $"{series.Kind}{part}{options} of {(series.BotId.Length > 0 ? $"bot {series.BotId}" : $"the account of {series.ClientId}")}";
    }

    private static string Time(DateTimeOffset? time) =>
        time is { } known ? known.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + " UTC" : "an unknown time";
}

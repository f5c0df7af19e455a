using System.Diagnostics;
using System.Globalization;

namespace KoreExport;

/// <summary>
/// How a run that saves files has ended, as the information stream carries it last: <c>-InformationVariable summary</c>, then
/// <c>$summary.MessageData</c>.
/// </summary>
public sealed class KoreExportSummary
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private TimeSpan? _duration;

    internal KoreExportSummary()
    {
    }

    /// <summary>How many exports were asked for: of bots by kinds, of what else by its own count.</summary>
    public int Asked { get; internal set; }

    /// <summary>How many new files there are.</summary>
    public int Saved { get; internal set; }

    /// <summary>How many files were not written, because an earlier one holds the same.</summary>
    public int Unchanged { get; internal set; }

    /// <summary>How many exports were left out with -Resume, because the backup set has them.</summary>
    public int Skipped { get; internal set; }

    /// <summary>How many errors there were.</summary>
    public int Failed { get; internal set; }

    /// <summary>How long it took.</summary>
    public TimeSpan Duration => _duration ?? _clock.Elapsed;

    /// <summary>The summary in a line, the same in every culture.</summary>
    public override string ToString()
    {
        var skipped = Skipped > 0 ? $", {Skipped} in the set already" : string.Empty;
        return FormattableString.Invariant(
            $"{Asked} asked for: {Saved} saved, {Unchanged} unchanged{skipped}, {Failed} failed, in {Time(Duration)}.");
    }

    // 4.2 s, 01:17:05, 1.03:00:00
    private static string Time(TimeSpan time) => time.TotalSeconds < 60
        ? FormattableString.Invariant($"{time.TotalSeconds:0.0} s")
        : time.ToString(time.Days > 0 ? @"d\.hh\:mm\:ss" : @"hh\:mm\:ss", CultureInfo.InvariantCulture);

    internal bool IsEmpty => Asked + Skipped + Failed == 0;

    /// <summary>Counts a result, or each of several.</summary>
    internal void Add(object? result)
    {
        foreach (var saved in result as IEnumerable<KoreSavedExport> ?? (result is KoreSavedExport one ? [one] : []))
        {
            _ = saved.Outcome == KoreBackupOutcome.Unchanged ? Unchanged++ : Saved++;
        }
    }

    internal void End() => _duration = _clock.Elapsed;
}

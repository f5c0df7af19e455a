using KoreExport.RateLimiting;

namespace KoreExport.Exports;

/// <summary>
/// How long to pause between two looks at an export: short at first, because a small export is done in a second, then longer up to the
/// interval asked for, with jitter. Stays below 60 calls in any minute and 1,800 in any hour for one request, the platform's limits.
/// </summary>
internal sealed class PollDelay
{
    /// <summary>The longest pause between two looks unless the user says otherwise.</summary>
    public static readonly TimeSpan DefaultInterval = TimeSpan.FromSeconds(5);

    private const int QuickLooks = 5;
    private const double Growth = 1.4;
    private static readonly TimeSpan Quick = TimeSpan.FromSeconds(0.4);

    // With five quick looks before them, pauses of 1.1 s make 58 looks in the first minute; 2.5 s after ten minutes make 1,750 in an hour.
    private static readonly TimeSpan MinuteFloor = TimeSpan.FromSeconds(1.1);
    private static readonly TimeSpan HourFloor = TimeSpan.FromSeconds(2.5);
    private static readonly TimeSpan HourFloorFrom = TimeSpan.FromMinutes(10);

    private readonly TimeSpan _interval;
    private readonly Func<double> _jitter;

    /// <param name="interval">The longest pause, jitter aside.</param>
    /// <param name="jitter">A number from 0 to 1.</param>
    public PollDelay(TimeSpan interval, Func<double> jitter)
    {
        _interval = interval;
        _jitter = jitter;
    }

    /// <param name="looks">How many looks there have been; at least 1.</param>
    /// <param name="elapsed">Time since the first.</param>
    public TimeSpan Next(int looks, TimeSpan elapsed)
    {
        var grown = TimeSpan.FromSeconds(Quick.TotalSeconds * Math.Pow(Growth, Math.Min(Math.Max(0, looks - QuickLooks), 20)));
        var delay = grown < _interval ? grown : _interval;
        var floor = elapsed >= HourFloorFrom ? HourFloor : grown >= MinuteFloor ? MinuteFloor : TimeSpan.Zero;
        delay = delay > floor ? delay : floor;

        // Only ever longer, so that the limits above hold.
        return TimeSpan.FromSeconds(delay.TotalSeconds * (1 + (0.2 * _jitter())));
    }

    /// <summary>The pause after a look that failed for a passing reason.</summary>
    /// <param name="looks">How many looks there have been; at least 1.</param>
    /// <param name="elapsed">Time since the first.</param>
    /// <param name="failures">How many looks failed in a row; at least 1.</param>
    /// <param name="retryAfter">What the platform asked for: never less than that.</param>
    public TimeSpan AfterFailure(int looks, TimeSpan elapsed, int failures, TimeSpan? retryAfter)
    {
        var normal = Next(looks, elapsed);

        // The first failure after a start is common and over at once; after that, back off.
        var delay = failures <= 1 && retryAfter is null ? normal : new RetryDelay(_jitter).Next(failures, retryAfter);
        return delay > normal ? delay : normal;
    }
}

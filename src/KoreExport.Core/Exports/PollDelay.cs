using KoreExport.RateLimiting;

namespace KoreExport.Exports;

/// <summary>
/// How long to pause between two polls of an export: short at first, because a small export is done in a second or two, then longer up to
/// the interval asked for, with jitter. A job of 0.6 seconds takes four polls, one of two seconds eleven, one of ten minutes less than 90.
/// The rate limiter keeps the platform's limits; this spreads the polls of a long wait over the hour.
/// </summary>
/// <param name="interval">The longest pause, jitter aside.</param>
/// <param name="jitter">A number from 0 to 1.</param>
internal sealed class PollDelay(TimeSpan interval, Func<double> jitter)
{
    /// <summary>The longest pause between two polls unless the user says otherwise.</summary>
    public static readonly TimeSpan DefaultInterval = TimeSpan.FromSeconds(8);

    private const int QuickPolls = 10;
    private const double Growth = 1.4;
    private static readonly TimeSpan Quick = TimeSpan.FromSeconds(0.2);

    // An hour takes 1,800 polls. One a second would use them up in half of it, and the limiter would hold back the next until the hour is
    // over; ten minutes of one a second and a pause of this length after them leave 1,750.
    private static readonly TimeSpan LongWait = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LongWaitPause = TimeSpan.FromSeconds(2.6);

    /// <param name="polls">How many polls there have been; at least 1.</param>
    /// <param name="elapsed">Time since the first.</param>
    public TimeSpan Next(int polls, TimeSpan elapsed)
    {
        var grown = Quick.TotalSeconds * Math.Pow(Growth, Math.Min(Math.Max(0, polls - QuickPolls), 20));
        var delay = Math.Min(grown, interval.TotalSeconds);
        var spread = elapsed >= LongWait ? Math.Max(delay, LongWaitPause.TotalSeconds) : delay;

        // The first polls need no jitter: the starts before them were not at the same moment, and each bot has limits of its own.
        return TimeSpan.FromSeconds(polls <= QuickPolls ? spread : spread * (1 + (0.2 * jitter())));
    }

    /// <summary>The pause after a poll that failed for a passing reason.</summary>
    /// <param name="polls">How many polls there have been; at least 1.</param>
    /// <param name="elapsed">Time since the first.</param>
    /// <param name="failures">How many polls failed in a row; at least 1.</param>
    /// <param name="retryAfter">What the platform asked for: never less than that.</param>
    public TimeSpan AfterFailure(int polls, TimeSpan elapsed, int failures, TimeSpan? retryAfter)
    {
        var normal = Next(polls, elapsed);

        // The first failure after a start is common and over at once; after that, back off.
        var delay = failures <= 1 && retryAfter is null ? normal : new RetryDelay(jitter).Next(failures, retryAfter);
        return delay > normal ? delay : normal;
    }
}

namespace KoreExport.RateLimiting;

/// <summary>How long to pause before a call is sent again: doubling from one second to thirty, with jitter, and no less than the server asked for.</summary>
internal sealed class RetryDelay
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>A Retry-After beyond this is cut: the caller's time-out or retry count ends the matter sooner.</summary>
    public static readonly TimeSpan LongestRetryAfter = TimeSpan.FromMinutes(5);

    private readonly Func<double> _jitter;

    public RetryDelay(Func<double> jitter) => _jitter = jitter;

    /// <param name="attempt">How many attempts failed before this one: 0 for the first.</param>
    /// <param name="retryAfter">What the server asked for.</param>
    public TimeSpan Next(int attempt, TimeSpan? retryAfter)
    {
        var doubled = Math.Min(First.TotalSeconds * Math.Pow(2, Math.Min(attempt, 10)), Longest.TotalSeconds);

        // Half fixed, half random: clients that failed together do not come back together.
        var delay = TimeSpan.FromSeconds(doubled * (0.5 + (0.5 * _jitter())));
        var floor = retryAfter is { } asked && asked > TimeSpan.Zero ? (asked < LongestRetryAfter ? asked : LongestRetryAfter) : TimeSpan.Zero;
        return delay > floor ? delay : floor;
    }
}

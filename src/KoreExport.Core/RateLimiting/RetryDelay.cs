namespace KoreExport.RateLimiting;

/// <summary>
/// How long to pause before a call is sent again: exponential back-off from one second to thirty, with jitter, and no less than the
/// server asked for in <c>Retry-After</c>.
/// </summary>
/// <param name="jitter">A number from 0 to 1.</param>
internal sealed class RetryDelay(Func<double> jitter)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <param name="attempt">How many attempts failed before this one: 0 for the first.</param>
    /// <param name="retryAfter">
    /// What the server asked for. It counts in full, because to come back sooner would be in vain: whoever has less time must not begin the
    /// pause.
    /// </param>
    public TimeSpan Next(int attempt, TimeSpan? retryAfter)
    {
        var doubled = Math.Min(First.TotalSeconds * Math.Pow(2, Math.Min(attempt, 10)), Longest.TotalSeconds);

        // Half fixed, half random: clients that failed together do not come back together.
        var delay = TimeSpan.FromSeconds(doubled * (0.5 + (0.5 * jitter())));
        return retryAfter > delay ? retryAfter.Value : delay;
    }
}

namespace KoreExport.RateLimiting;

/// <summary>The permission for one call, from its sending to its end.</summary>
internal sealed class RateLimitLease(RateLimiter limiter, RateLimitPartition partition) : IDisposable
{
    private int _disposed;

    /// <summary>Says that the platform accepted the call, whatever it answered.</summary>
    public void ReportAccepted() => limiter.Update(partition, static (partition, _) => partition.ReportAccepted());

    /// <summary>Says that the platform refused the call for its rate limit.</summary>
    /// <param name="retryAfter">What it asked for in <c>Retry-After</c>.</param>
    public void ReportThrottled(TimeSpan? retryAfter) =>
        limiter.Update(partition, (partition, now) => partition.ReportThrottled(now, retryAfter));

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            limiter.Update(partition, static (partition, now) => partition.Release(now));
        }
    }
}

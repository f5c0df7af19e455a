namespace KoreExport.RateLimiting;

/// <summary>The permission for one call, from its sending to its end.</summary>
internal sealed class RateLimitLease : IDisposable
{
    private readonly RateLimiter _limiter;
    private readonly RateLimitPartition _partition;
    private int _disposed;

    public RateLimitLease(RateLimiter limiter, RateLimitPartition partition)
    {
        _limiter = limiter;
        _partition = partition;
    }

    /// <summary>Says that the platform took the call, whatever it answered.</summary>
    public void ReportAccepted() => _limiter.Do(_partition, static (partition, _) => partition.ReportAccepted());

    /// <summary>Says that the platform refused the call for its rate limit.</summary>
    public void ReportThrottled(TimeSpan? retryAfter) => _limiter.Do(_partition, (partition, now) => partition.ReportThrottled(now, retryAfter));

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            _limiter.Do(_partition, static (partition, now) => partition.Leave(now));
        }
    }
}

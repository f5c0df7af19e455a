namespace KoreExport.Limits;

/// <summary>The permission for one call, from its sending to its end.</summary>
internal sealed class RatePermit : IDisposable
{
    private readonly RateLimiter _limiter;
    private readonly LimitLane _lane;
    private int _disposed;

    public RatePermit(RateLimiter limiter, LimitLane lane)
    {
        _limiter = limiter;
        _lane = lane;
    }

    /// <summary>Says that the platform took the call, whatever it answered.</summary>
    public void Taken() => _limiter.Do(_lane, static (lane, _) => lane.Take());

    /// <summary>Says that the platform refused the call for its rate limit.</summary>
    public void Refused(TimeSpan? retryAfter) => _limiter.Do(_lane, (lane, now) => lane.Refuse(now, retryAfter));

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            _limiter.Do(_lane, static (lane, now) => lane.Leave(now));
        }
    }
}

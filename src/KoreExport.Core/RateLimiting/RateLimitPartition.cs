namespace KoreExport.RateLimiting;

/// <summary>All that is known of one key: the calls it made, those under way, those waiting in their order, and whether the platform refuses. Guarded by its limiter's lock.</summary>
internal sealed class RateLimitPartition
{
    private readonly SlidingWindow _minute;
    private readonly SlidingWindow _hour;
    private readonly RetryDelay _backOff;
    private int _underWay;
    private int _refusals;
    private TimeSpan _blockedUntil;
    private TaskCompletionSource<bool>? _calm;

    public RateLimitPartition(int perMinute, int perHour, RetryDelay backOff)
    {
        _minute = new SlidingWindow(perMinute, TimeSpan.FromMinutes(1));
        _hour = new SlidingWindow(perHour, TimeSpan.FromHours(1));
        _backOff = backOff;
    }

    /// <summary>Who waits, first come first; each completes when it is at the head.</summary>
    public LinkedList<TaskCompletionSource<bool>> Waiting { get; } = new();

    /// <summary>Lets a call go, or says what to wait for: a time, or the end of the calls under way.</summary>
    public bool TryEnter(TimeSpan now, out TimeSpan delay, out Task? calm)
    {
        calm = null;
        delay = Longest(BlockedFor(now), Longest(_minute.DelayBefore(now, _underWay), _hour.DelayBefore(now, _underWay)));
        if (delay > TimeSpan.Zero)
        {
            return false;
        }

        if (_refusals > 0 && _underWay > 0)
        {
            // The platform has just refused: one call finds out whether it takes them again, the others wait for its answer.
            _calm ??= new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            calm = _calm.Task;
            return false;
        }

        _underWay++;
        return true;
    }

    public void Leave(TimeSpan now)
    {
        _underWay--;
        _minute.Add(now);
        _hour.Add(now);
        if (_underWay == 0)
        {
            _calm?.TrySetResult(true);
            _calm = null;
        }
    }

    /// <summary>The platform took a call.</summary>
    public void ReportAccepted() => _refusals = 0;

    /// <summary>The platform refused a call for its rate limit: nobody goes for as long as it asked, or for longer each time.</summary>
    public void ReportThrottled(TimeSpan now, TimeSpan? retryAfter)
    {
        // Calls that were under way together are refused together; that is one refusal.
        var isNews = BlockedFor(now) == TimeSpan.Zero;
        if (isNews || retryAfter is not null)
        {
            _blockedUntil = Longest(_blockedUntil, now + _backOff.Next(_refusals, retryAfter));
        }

        _refusals += isNews ? 1 : 0;
    }

    public TimeSpan BlockedFor(TimeSpan now) => _blockedUntil > now ? _blockedUntil - now : TimeSpan.Zero;

    /// <summary>Whether a new partition would do the same.</summary>
    public bool IsIdle(TimeSpan now) =>
        Waiting.Count == 0 && _underWay == 0 && BlockedFor(now) == TimeSpan.Zero && _minute.IsEmpty(now) && _hour.IsEmpty(now);

    private static TimeSpan Longest(TimeSpan one, TimeSpan other) => one > other ? one : other;
}

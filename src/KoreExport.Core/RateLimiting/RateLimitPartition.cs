namespace KoreExport.RateLimiting;

/// <summary>
/// All that is known of one key: the calls it made, those in flight, those waiting in their order, and whether the platform throttles it.
/// Guarded by its limiter's lock.
/// </summary>
internal sealed class RateLimitPartition(int perMinute, int perHour, RetryDelay retryDelay)
{
    /// <summary>
    /// The longest time for which nobody asks again, whatever the platform says: an absurd Retry-After on one call must not end all others.
    /// </summary>
    public static readonly TimeSpan LongestBlock = TimeSpan.FromMinutes(5);

    private readonly SlidingWindow _minute = new(perMinute, TimeSpan.FromMinutes(1));
    private readonly SlidingWindow _hour = new(perHour, TimeSpan.FromHours(1));
    private int _inFlight;
    private int _throttledInARow;
    private TimeSpan _blockedUntil;
    private TaskCompletionSource<bool>? _drained;

    /// <summary>Who waits, first come first; each completes when it is at the head.</summary>
    public LinkedList<TaskCompletionSource<bool>> Waiting { get; } = new();

    /// <summary>Lets a call go, or says what to wait for: a time, or the end of the calls in flight.</summary>
    public bool TryAcquire(TimeSpan now, out TimeSpan delay, out Task? drained)
    {
        drained = null;
        delay = Max(BlockedFor(now), Max(_minute.DelayUntilFree(now, _inFlight), _hour.DelayUntilFree(now, _inFlight)));
        if (delay > TimeSpan.Zero)
        {
            return false;
        }

        if (_throttledInARow > 0 && _inFlight > 0)
        {
            // The platform has just refused: one call finds out whether it takes them again, the others wait for its answer.
            _drained ??= new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            drained = _drained.Task;
            return false;
        }

        _inFlight++;
        return true;
    }

    public void Release(TimeSpan now)
    {
        _inFlight--;
        _minute.Record(now);
        _hour.Record(now);
        if (_inFlight == 0)
        {
            _drained?.TrySetResult(true);
            _drained = null;
        }
    }

    /// <summary>The platform accepted a call.</summary>
    public void ReportAccepted() => _throttledInARow = 0;

    /// <summary>The platform refused a call for its rate limit: nobody goes for as long as it asked, or for longer each time.</summary>
    public void ReportThrottled(TimeSpan now, TimeSpan? retryAfter)
    {
        // Calls that were in flight together are refused together; that is one refusal.
        var isFirst = BlockedFor(now) == TimeSpan.Zero;
        if (isFirst || retryAfter is not null)
        {
            var asked = retryDelay.Next(_throttledInARow, retryAfter);
            _blockedUntil = Max(_blockedUntil, now + (asked < LongestBlock ? asked : LongestBlock));
        }

        _throttledInARow += isFirst ? 1 : 0;
    }

    public TimeSpan BlockedFor(TimeSpan now) => Max(_blockedUntil - now, TimeSpan.Zero);

    /// <summary>Whether a new partition would do the same.</summary>
    public bool IsIdle(TimeSpan now) =>
        Waiting.Count == 0 && _inFlight == 0 && BlockedFor(now) == TimeSpan.Zero && _minute.IsEmpty(now) && _hour.IsEmpty(now);

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}

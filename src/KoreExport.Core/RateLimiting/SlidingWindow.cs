namespace KoreExport.RateLimiting;

/// <summary>Counts the calls of the last minute or hour, each by its own time, and says how long the next one has to wait.</summary>
/// <param name="limit">How many calls the window takes; 0 for any number.</param>
/// <param name="length">Its length.</param>
internal sealed class SlidingWindow(int limit, TimeSpan length)
{
    /// <summary>How much longer than the platform's the window is: two machines' clocks do not run alike to the millisecond.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(50);

    private readonly Queue<TimeSpan> _ended = new();
    private readonly TimeSpan _length = length + Margin;

    /// <summary>
    /// Counts a call that has ended. When the platform counted it nobody knows, but no later than this; so one that is sent a whole
    /// window after it comes a whole window later for the platform too.
    /// </summary>
    public void Record(TimeSpan now)
    {
        if (limit > 0)
        {
            _ended.Enqueue(now);
        }
    }

    /// <summary>How long until there may be room for one more; zero where there is.</summary>
    /// <param name="now">The time.</param>
    /// <param name="inFlight">Calls that have not ended; they count as made now.</param>
    public TimeSpan DelayUntilFree(TimeSpan now, int inFlight)
    {
        if (limit <= 0)
        {
            return TimeSpan.Zero;
        }

        RemoveExpired(now);
        return _ended.Count + inFlight < limit ? TimeSpan.Zero : (_ended.Count > 0 ? _ended.Peek() : now) + _length - now;
    }

    public bool IsEmpty(TimeSpan now)
    {
        RemoveExpired(now);
        return _ended.Count == 0;
    }

    private void RemoveExpired(TimeSpan now)
    {
        while (_ended.Count > 0 && _ended.Peek() + _length <= now)
        {
            _ended.Dequeue();
        }
    }
}

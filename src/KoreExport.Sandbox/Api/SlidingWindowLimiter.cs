namespace KoreExport.Sandbox.Api;

/// <summary>
/// Sliding windows of a minute and an hour [doc]. A crossed hour refuses even where the minute is free [doc]. A refused call does not
/// count [inferred].
/// </summary>
internal sealed class SlidingWindowLimiter(int perMinute, int perHour)
{
    private readonly object _gate = new();
    private readonly Dictionary<string, Queue<DateTimeOffset>> _calls = new(StringComparer.Ordinal);
    private DateTimeOffset _nextSweep;

    /// <summary>Counts a call.</summary>
    /// <param name="key">What is counted together.</param>
    /// <param name="now">When the call came.</param>
    /// <returns>The words of the refusal, null where the call may go on.</returns>
    public string? Refuse(string key, DateTimeOffset now)
    {
        if (perMinute <= 0 && perHour <= 0)
        {
            return null;
        }

        lock (_gate)
        {
            Sweep(now);
            if (!_calls.TryGetValue(key, out var calls))
            {
                _calls[key] = calls = new Queue<DateTimeOffset>();
            }

            while (calls.Count > 0 && calls.Peek() <= now - TimeSpan.FromHours(1))
            {
                calls.Dequeue();
            }

            if (perHour > 0 && calls.Count >= perHour)
            {
                return SandboxApiFaults.PerHourMessage;
            }

            if (perMinute > 0 && calls.Count(call => call > now - TimeSpan.FromMinutes(1)) >= perMinute)
            {
                return SandboxApiFaults.PerMinuteMessage;
            }

            calls.Enqueue(now);
            return null;
        }
    }

    // Every request id is a key of its own: those nobody has asked for in the last hour are forgotten.
    private void Sweep(DateTimeOffset now)
    {
        if (now < _nextSweep)
        {
            return;
        }

        _nextSweep = now.AddMinutes(5);
        var hourAgo = now - TimeSpan.FromHours(1);
        foreach (var key in _calls.Where(entry => entry.Value.All(call => call <= hourAgo)).Select(entry => entry.Key).ToArray())
        {
            _calls.Remove(key);
        }
    }
}

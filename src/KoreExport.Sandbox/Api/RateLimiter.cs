namespace KoreExport.Sandbox.Api;

/// <summary>
/// Rolling windows of a minute and an hour [doc]. A crossed hour refuses even where the minute is free [doc]. A refused call does not
/// count [inferred].
/// </summary>
internal sealed class RateLimiter
{
    private readonly int _perMinute;
    private readonly int _perHour;
    private readonly object _gate = new();
    private readonly Dictionary<string, Queue<DateTimeOffset>> _calls = new(StringComparer.Ordinal);
    private DateTimeOffset _nextSweep;

    public RateLimiter(int perMinute, int perHour)
    {
        _perMinute = perMinute;
        _perHour = perHour;
    }

    /// <summary>Counts a call.</summary>
    /// <param name="key">What is counted together.</param>
    /// <param name="now">When the call came.</param>
    /// <returns>The words of the refusal, null where the call may go on.</returns>
    public string? Refuse(string key, DateTimeOffset now)
    {
        if (_perMinute <= 0 && _perHour <= 0)
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

            if (_perHour > 0 && calls.Count >= _perHour)
            {
                return SandboxApiFaults.PerHourMessage;
            }

            var lastMinute = 0;
            foreach (var call in calls)
            {
                lastMinute += call > now - TimeSpan.FromMinutes(1) ? 1 : 0;
            }

            if (_perMinute > 0 && lastMinute >= _perMinute)
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

using KoreExport.Abstractions;

namespace KoreExport.Downloads;

/// <summary>Measures one connection, window by window.</summary>
internal sealed class ThroughputMonitor(DownloadLimits limits, Clock clock)
{
    private TimeSpan _windowStart = clock.Elapsed;
    private long _bytes;

    /// <summary>Counts bytes that have just arrived; returns what was too slow about the window that ended with them, or null.</summary>
    public string? Add(int count)
    {
        _bytes += count;
        var elapsed = clock.Elapsed - _windowStart;
        if (elapsed < limits.ThroughputWindow)
        {
            return null;
        }

        var arrived = _bytes;
        _windowStart += elapsed;
        _bytes = 0;
        return arrived >= limits.MinimumBytesPerSecond * elapsed.TotalSeconds
            ? null
            : FormattableString.Invariant($"the transfer was too slow: {arrived} bytes in {elapsed.TotalSeconds:0} seconds, ")
                + FormattableString.Invariant($"where {limits.MinimumBytesPerSecond} a second are the least");
    }
}

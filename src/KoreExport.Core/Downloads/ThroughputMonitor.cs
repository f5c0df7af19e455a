using KoreExport.Abstractions;

namespace KoreExport.Downloads;

/// <summary>Measures one connection, window by window.</summary>
/// <param name="limits">What is too slow.</param>
/// <param name="stallTimeout">How long silence may last; no window is shorter.</param>
/// <param name="clock">The time.</param>
internal sealed class ThroughputMonitor(DownloadLimits limits, TimeSpan stallTimeout, Clock clock)
{
    private readonly TimeSpan _window = stallTimeout > limits.ThroughputWindow ? stallTimeout : limits.ThroughputWindow;
    private TimeSpan _windowStart = clock.Elapsed;
    private long _bytes;

    /// <summary>Counts bytes that have just arrived; returns what was too slow about the window that ended with them, or null.</summary>
    public string? Add(int count)
    {
        _bytes += count;
        var elapsed = clock.Elapsed - _windowStart;
        if (elapsed < _window)
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

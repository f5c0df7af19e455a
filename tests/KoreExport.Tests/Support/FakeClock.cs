using KoreExport.Abstractions;

namespace KoreExport.Tests.Support;

/// <summary>
/// A clock that jumps: a delay is over at once and has moved the time by its length. Time-outs fire when the time passes them, by a
/// delay or by <see cref="Advance"/>; real time counts for nothing.
/// </summary>
internal sealed class FakeClock : Clock
{
    private readonly object _gate = new();
    private readonly List<(TimeSpan Due, CancellationTokenSource Source)> _timeouts = [];
    private readonly List<TimeSpan> _delays = [];
    private TimeSpan _elapsed;
    private TimeSpan _offset;

    public FakeClock(DateTimeOffset? now = null) => Start = now ?? DateTimeOffset.UtcNow;

    public DateTimeOffset Start { get; }

    public override DateTimeOffset UtcNow
    {
        get
        {
            lock (_gate)
            {
                return Start + _elapsed + _offset;
            }
        }
    }

    public override TimeSpan Elapsed
    {
        get
        {
            lock (_gate)
            {
                return _elapsed;
            }
        }
    }

    /// <summary>Every delay that was asked for.</summary>
    public IReadOnlyList<TimeSpan> Delays
    {
        get
        {
            lock (_gate)
            {
                return _delays.ToList();
            }
        }
    }

    /// <summary>Called before each delay; may change the world meanwhile.</summary>
    public Action<TimeSpan>? OnDelay { get; set; }

    public override async Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        OnDelay?.Invoke(delay);
        lock (_gate)
        {
            _delays.Add(delay);
        }

        Advance(delay > TimeSpan.Zero ? delay : TimeSpan.Zero);

        // Gives servers of the same process a turn.
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
    }

    public override CancellationTokenSource CreateTimeout(TimeSpan timeout, CancellationToken cancellationToken)
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        lock (_gate)
        {
            _timeouts.Add((_elapsed + timeout, source));
        }

        return source;
    }

    /// <summary>Lets time pass on both clocks.</summary>
    public void Advance(TimeSpan time)
    {
        List<CancellationTokenSource> due;
        lock (_gate)
        {
            _elapsed += time;
            due = _timeouts.Where(timeout => timeout.Due <= _elapsed).Select(timeout => timeout.Source).ToList();
            _timeouts.RemoveAll(timeout => timeout.Due <= _elapsed);
        }

        foreach (var source in due)
        {
            try
            {
                source.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // Its work was done in time.
            }
        }
    }

    /// <summary>Sets the time of day alone, as somebody who corrects the machine's clock, or as its sleep does.</summary>
    public void SetWallClockAhead(TimeSpan by)
    {
        lock (_gate)
        {
            _offset += by;
        }
    }
}

using KoreExport.Api;

namespace KoreExport.Limits;

/// <summary>
/// Keeps everything that a session does below the platform's limits, in rolling windows for each key, first come first served. It is our
/// own, because System.Threading.RateLimiting and Polly are not in PowerShell's box: they would be loaded beside the copies of other
/// modules, where one version wins; and the first has a clock of its own that no test can move, and no memory of what the server said.
/// </summary>
internal sealed class RateLimiter
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMinutes(1);

    private readonly object _gate = new();
    private readonly Dictionary<string, LimitLane> _lanes = new(StringComparer.Ordinal);
    private readonly Clock _clock;
    private readonly RetryDelay _backOff;
    private readonly int _perMinute;
    private readonly int _perHour;
    private TimeSpan _nextSweep;

    /// <param name="perMinute">Calls in any minute; 0 for any number.</param>
    /// <param name="perHour">Calls in any hour; 0 for any number.</param>
    /// <param name="clock">The time.</param>
    /// <param name="jitter">A number from 0 to 1.</param>
    public RateLimiter(int perMinute, int perHour, Clock clock, Func<double> jitter)
    {
        _perMinute = perMinute;
        _perHour = perHour;
        _clock = clock;
        _backOff = new RetryDelay(jitter);
        _nextSweep = clock.Elapsed + SweepInterval;
    }

    /// <summary>How many keys are remembered; those that are idle are forgotten.</summary>
    public int KeyCount
    {
        get
        {
            lock (_gate)
            {
                return _lanes.Count;
            }
        }
    }

    /// <summary>Returns when the call may be sent; dispose of the permit when it has ended.</summary>
    /// <param name="key">One of <see cref="LimitKey"/>.</param>
    /// <param name="log">Where a wait is told.</param>
    /// <param name="cancellationToken">Ends the wait; the others keep their order.</param>
    public async Task<RatePermit> EnterAsync(string key, IKoreLog log, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        LimitLane lane;
        LinkedListNode<TaskCompletionSource<bool>> place;
        lock (_gate)
        {
            lane = Find(key);
            if (lane.Waiting.Count == 0 && lane.TryEnter(_clock.Elapsed, out _, out _))
            {
                return new RatePermit(this, lane);
            }

            place = lane.Waiting.AddLast(new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously));
            lane.Waiting.First!.Value.TrySetResult(true);
        }

        try
        {
            await OrCancelled(place.Value.Task, cancellationToken).ConfigureAwait(false);
            return await EnterAsHeadAsync(lane, key, log, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
            {
                lane.Waiting.Remove(place);
                lane.Waiting.First?.Value.TrySetResult(true);
            }
        }
    }

    /// <summary>How long the platform wants to hear nothing for this key.</summary>
    public TimeSpan BlockedFor(string key)
    {
        lock (_gate)
        {
            return _lanes.TryGetValue(key, out var lane) ? lane.BlockedFor(_clock.Elapsed) : TimeSpan.Zero;
        }
    }

    internal void Do(LimitLane lane, Action<LimitLane, TimeSpan> action)
    {
        lock (_gate)
        {
            action(lane, _clock.Elapsed);
        }
    }

    private async Task<RatePermit> EnterAsHeadAsync(LimitLane lane, string key, IKoreLog log, CancellationToken cancellationToken)
    {
        while (true)
        {
            TimeSpan delay;
            Task? calm;
            lock (_gate)
            {
                if (lane.TryEnter(_clock.Elapsed, out delay, out calm))
                {
                    return new RatePermit(this, lane);
                }
            }

            if (calm is not null)
            {
                await OrCancelled(calm, cancellationToken).ConfigureAwait(false);
                continue;
            }

            log.Verbose($"Waiting {delay.TotalSeconds:0.0} s, so that the calls for {key} stay below the platform's rate limit.");

            // Timers count whole milliseconds and cut off the rest.
            await _clock.DelayAsync(TimeSpan.FromMilliseconds(Math.Ceiling(delay.TotalMilliseconds)), cancellationToken).ConfigureAwait(false);
        }
    }

    private LimitLane Find(string key)
    {
        Sweep();
        if (!_lanes.TryGetValue(key, out var lane))
        {
            _lanes.Add(key, lane = new LimitLane(_perMinute, _perHour, _backOff));
        }

        return lane;
    }

    private void Sweep()
    {
        var now = _clock.Elapsed;
        if (now < _nextSweep)
        {
            return;
        }

        _nextSweep = now + SweepInterval;
        foreach (var key in _lanes.Where(lane => lane.Value.IsIdle(now)).Select(static lane => lane.Key).ToList())
        {
            _lanes.Remove(key);
        }
    }

    private static async Task OrCancelled(Task task, CancellationToken cancellationToken)
    {
        var cancelled = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        using (cancellationToken.Register(() => cancelled.TrySetResult(true)))
        {
            await Task.WhenAny(task, cancelled.Task).ConfigureAwait(false);
        }

        cancellationToken.ThrowIfCancellationRequested();
    }
}

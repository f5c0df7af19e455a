using KoreExport.Abstractions;

namespace KoreExport.RateLimiting;

/// <summary>
/// Keeps everything that a session does below the platform's limits, in rolling windows for each key, first come first served. It is our
/// own, because System.Threading.RateLimiting and Polly are not in PowerShell's box: they would be loaded beside the copies of other
/// modules, where one version wins; and the first has a clock of its own that no test can move, and no memory of what the server said.
/// </summary>
internal sealed class RateLimiter
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMinutes(1);

    private readonly object _gate = new();
    private readonly Dictionary<string, RateLimitPartition> _partitions = new(StringComparer.Ordinal);
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
                return _partitions.Count;
            }
        }
    }

    /// <summary>Returns when the call may be sent; dispose of the permit when it has ended.</summary>
    /// <param name="key">One of <see cref="RateLimitKey"/>.</param>
    /// <param name="log">Where a wait is told.</param>
    /// <param name="cancellationToken">Ends the wait; the others keep their order.</param>
    public async Task<RateLimitLease> EnterAsync(string key, IKoreLog log, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        RateLimitPartition partition;
        LinkedListNode<TaskCompletionSource<bool>> place;
        lock (_gate)
        {
            partition = Find(key);
            if (partition.Waiting.Count == 0 && partition.TryEnter(_clock.Elapsed, out _, out _))
            {
                return new RateLimitLease(this, partition);
            }

            place = partition.Waiting.AddLast(new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously));
            partition.Waiting.First!.Value.TrySetResult(true);
        }

        try
        {
            await OrCancelled(place.Value.Task, cancellationToken).ConfigureAwait(false);
            return await EnterAsHeadAsync(partition, key, log, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
            {
                partition.Waiting.Remove(place);
                partition.Waiting.First?.Value.TrySetResult(true);
            }
        }
    }

    /// <summary>How long the platform wants to hear nothing for this key.</summary>
    public TimeSpan BlockedFor(string key)
    {
        lock (_gate)
        {
            return _partitions.TryGetValue(key, out var partition) ? partition.BlockedFor(_clock.Elapsed) : TimeSpan.Zero;
        }
    }

    internal void Do(RateLimitPartition partition, Action<RateLimitPartition, TimeSpan> action)
    {
        lock (_gate)
        {
            action(partition, _clock.Elapsed);
        }
    }

    private async Task<RateLimitLease> EnterAsHeadAsync(RateLimitPartition partition, string key, IKoreLog log, CancellationToken cancellationToken)
    {
        while (true)
        {
            TimeSpan delay;
            Task? calm;
            lock (_gate)
            {
                if (partition.TryEnter(_clock.Elapsed, out delay, out calm))
                {
                    return new RateLimitLease(this, partition);
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

    private RateLimitPartition Find(string key)
    {
        Sweep();
        if (!_partitions.TryGetValue(key, out var partition))
        {
            _partitions.Add(key, partition = new RateLimitPartition(_perMinute, _perHour, _backOff));
        }

        return partition;
    }

    private void Sweep()
    {
        var now = _clock.Elapsed;
        if (now < _nextSweep)
        {
            return;
        }

        _nextSweep = now + SweepInterval;
        foreach (var key in _partitions.Where(partition => partition.Value.IsIdle(now)).Select(static partition => partition.Key).ToList())
        {
            _partitions.Remove(key);
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

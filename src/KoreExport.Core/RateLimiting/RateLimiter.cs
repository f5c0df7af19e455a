using KoreExport.Abstractions;

namespace KoreExport.RateLimiting;

/// <summary>
/// Keeps everything that a session does below the platform's limits, in rolling windows for each key, first come first served. It is our
/// own, because System.Threading.RateLimiting and Polly are not in PowerShell's box: they would be loaded beside the copies of other
/// modules, where one version wins; and the first has a clock of its own that no test can move, and no memory of what the server said.
/// </summary>
/// <param name="perMinute">Calls of one key in any minute; 0 for any number, in any hour too.</param>
/// <param name="clock">The time.</param>
/// <param name="jitter">A number from 0 to 1.</param>
internal sealed class RateLimiter(int perMinute, Clock clock, Func<double> jitter)
{
    /// <summary>Calls that one key takes in any hour: the platform's limit, which nothing known needs to be set lower.</summary>
    public const int CallsPerHour = 1800;

    private static readonly TimeSpan SweepInterval = TimeSpan.FromMinutes(1);

    private readonly object _gate = new();
    private readonly Dictionary<string, RateLimitPartition> _partitions = new(StringComparer.Ordinal);
    private readonly RetryDelay _retryDelay = new(jitter);
    private TimeSpan _nextSweep = clock.Elapsed + SweepInterval;

    /// <summary>How many keys are remembered; those that are idle are forgotten.</summary>
    public int PartitionCount
    {
        get
        {
            lock (_gate)
            {
                return _partitions.Count;
            }
        }
    }

    /// <summary>Returns when the call may be sent; dispose of the lease when it has ended.</summary>
    /// <param name="key">One of <see cref="RateLimitKey"/>.</param>
    /// <param name="log">Where a wait is reported.</param>
    /// <param name="cancellationToken">Ends the wait; the others keep their order.</param>
    public async Task<RateLimitLease> AcquireAsync(string key, IKoreLog log, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        RateLimitPartition partition;
        LinkedListNode<TaskCompletionSource<bool>> place;
        lock (_gate)
        {
            partition = Find(key);
            if (partition.Waiting.Count == 0 && partition.TryAcquire(clock.Elapsed, out _, out _))
            {
                return new RateLimitLease(this, partition);
            }

            place = partition.Waiting.AddLast(new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously));
            partition.Waiting.First!.Value.TrySetResult(true);
        }

        try
        {
            await WaitAsync(place.Value.Task, cancellationToken).ConfigureAwait(false);
            return await AcquireAsHeadAsync(partition, key, log, cancellationToken).ConfigureAwait(false);
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
            return _partitions.TryGetValue(key, out var partition) ? partition.BlockedFor(clock.Elapsed) : TimeSpan.Zero;
        }
    }

    internal void Update(RateLimitPartition partition, Action<RateLimitPartition, TimeSpan> action)
    {
        lock (_gate)
        {
            action(partition, clock.Elapsed);
        }
    }

    private async Task<RateLimitLease> AcquireAsHeadAsync(
        RateLimitPartition partition, string key, IKoreLog log, CancellationToken cancellationToken)
    {
        while (true)
        {
            TimeSpan delay;
            Task? drained;
            lock (_gate)
            {
                if (partition.TryAcquire(clock.Elapsed, out delay, out drained))
                {
                    return new RateLimitLease(this, partition);
                }
            }

            if (drained is not null)
            {
                await WaitAsync(drained, cancellationToken).ConfigureAwait(false);
                continue;
            }

            log.Verbose(FormattableString.Invariant(
                $"Waiting {delay.TotalSeconds:0.0} s, so that the calls for {key} stay below the platform's rate limit."));

            // Timers count whole milliseconds and cut off the rest.
            var rounded = TimeSpan.FromMilliseconds(Math.Ceiling(delay.TotalMilliseconds));
            await clock.DelayAsync(rounded, cancellationToken).ConfigureAwait(false);
        }
    }

    private RateLimitPartition Find(string key)
    {
        Sweep();
        if (!_partitions.TryGetValue(key, out var partition))
        {
            _partitions.Add(key, partition = new RateLimitPartition(perMinute, perMinute > 0 ? CallsPerHour : 0, _retryDelay));
        }

        return partition;
    }

    private void Sweep()
    {
        var now = clock.Elapsed;
        if (now < _nextSweep)
        {
            return;
        }

        _nextSweep = now + SweepInterval;
        foreach (var idle in _partitions.Where(partition => partition.Value.IsIdle(now)).ToList())
        {
            _partitions.Remove(idle.Key);
        }
    }

    private static async Task WaitAsync(Task task, CancellationToken cancellationToken)
    {
        var cancelled = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        using (cancellationToken.Register(() => cancelled.TrySetResult(true)))
        {
            await Task.WhenAny(task, cancelled.Task).ConfigureAwait(false);
        }

        cancellationToken.ThrowIfCancellationRequested();
    }
}

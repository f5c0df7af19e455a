using System.Diagnostics;

namespace KoreExport.Abstractions;

/// <summary>Time as the engine sees it, so that tests can do without waiting.</summary>
internal abstract class Clock
{
    /// <summary>The machine's own clock.</summary>
    public static Clock System { get; } = new SystemClock();

    /// <summary>The time of day, UTC. May jump when the machine's clock is set.</summary>
    public abstract DateTimeOffset UtcNow { get; }

    /// <summary>Time since some fixed moment; never runs backwards. Durations and time-outs are measured with it.</summary>
    public abstract TimeSpan Elapsed { get; }

    /// <summary>Completes after <paramref name="delay"/>, and not before.</summary>
    public abstract Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken);

    /// <summary>
    /// A source that is cancelled after <paramref name="timeout"/>, or together with <paramref name="cancellationToken"/>.
    /// </summary>
    public abstract CancellationTokenSource CreateTimeout(TimeSpan timeout, CancellationToken cancellationToken);

    private sealed class SystemClock : Clock
    {
        private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

        private readonly Stopwatch _stopwatch = Stopwatch.StartNew();

        public override DateTimeOffset UtcNow => DateTimeOffset.UtcNow;

        public override TimeSpan Elapsed => _stopwatch.Elapsed;

        // .NET's timers go by a clock that moves in steps, on Linux of 4 ms, and may end a delay that much early. A poll that comes just
        // before a job is done costs another one.
        public override async Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken)
        {
            var end = Elapsed + delay;
            for (var rest = delay; rest > TimeSpan.Zero; rest = end - Elapsed)
            {
                await Task.Delay(rest > Shortest ? rest : Shortest, cancellationToken).ConfigureAwait(false);
            }
        }

        public override CancellationTokenSource CreateTimeout(TimeSpan timeout, CancellationToken cancellationToken)
        {
            var source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            source.CancelAfter(timeout);
            return source;
        }
    }
}

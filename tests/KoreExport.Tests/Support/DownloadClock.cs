using KoreExport.Abstractions;

namespace KoreExport.Tests.Support;

/// <summary>A <see cref="FakeClock"/> whose time-outs never fire by themselves: a test lets one pass when it knows what it hits.</summary>
internal sealed class DownloadClock : Clock
{
    private readonly FakeClock _time = new();
    private readonly List<TimeoutSource> _live = [];
    private int _created;

    public override DateTimeOffset UtcNow => _time.UtcNow;

    public override TimeSpan Elapsed => _time.Elapsed;

    /// <summary>Every pause that was made.</summary>
    public IReadOnlyList<TimeSpan> Delays => _time.Delays;

    /// <summary>Called before each pause.</summary>
    public Action<TimeSpan>? OnDelay
    {
        get => _time.OnDelay;
        set => _time.OnDelay = value;
    }

    /// <summary>How many time-outs were set so far.</summary>
    public int Created => Volatile.Read(ref _created);

    public override Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken) => _time.DelayAsync(delay, cancellationToken);

    public override CancellationTokenSource CreateTimeout(TimeSpan timeout, CancellationToken cancellationToken)
    {
        lock (_live)
        {
            var source = new TimeoutSource(this, ++_created, cancellationToken);
            _live.Add(source);
            return source;
        }
    }

    /// <summary>Lets the newest time-out pass, if it is still running and was set after the first <paramref name="after"/>.</summary>
    public bool Fire(int after = 0)
    {
        TimeoutSource? newest;
        lock (_live)
        {
            newest = _live.LastOrDefault(source => source.Number > after && !source.IsCancellationRequested);
        }

        return newest is not null && newest.TryCancel();
    }

    private void Forget(TimeoutSource source)
    {
        lock (_live)
        {
            _live.Remove(source);
        }
    }

    private sealed class TimeoutSource : CancellationTokenSource
    {
        private readonly DownloadClock _clock;
        private readonly CancellationTokenRegistration _linked;

        public TimeoutSource(DownloadClock clock, int number, CancellationToken cancellationToken)
        {
            _clock = clock;
            Number = number;
            _linked = cancellationToken.Register(() => TryCancel());
        }

        public int Number { get; }

        public bool TryCancel()
        {
            try
            {
                Cancel();
                return true;
            }
            catch (ObjectDisposedException)
            {
                return false;
            }
        }

        protected override void Dispose(bool disposing)
        {
            _linked.Dispose();
            _clock.Forget(this);
            base.Dispose(disposing);
        }
    }
}

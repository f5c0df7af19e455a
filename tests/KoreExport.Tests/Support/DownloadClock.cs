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
            var source = new TimeoutSource(this, ++_created, timeout, cancellationToken);
            _live.Add(source);
            return source;
        }
    }

    /// <summary>Lets time pass on both clocks, without a time-out.</summary>
    public void Advance(TimeSpan time) => _time.Advance(time);

    /// <summary>Lets the newest time-out pass, if it is still running and was set after the first <paramref name="after"/>.</summary>
    public bool Fire(int after = 0) => Fire(source => source.Number > after);

    /// <summary>Lets the newest time-out of that length pass, if it is still running.</summary>
    public bool Fire(TimeSpan timeout) => Fire(source => source.Length == timeout);

    private bool Fire(Predicate<TimeoutSource> isMeant)
    {
        TimeoutSource? newest;
        lock (_live)
        {
            newest = _live.LastOrDefault(source => isMeant(source) && !source.IsCancellationRequested);
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

        public TimeoutSource(DownloadClock clock, int number, TimeSpan length, CancellationToken cancellationToken)
        {
            _clock = clock;
            Number = number;
            Length = length;
            _linked = cancellationToken.Register(() => TryCancel());
        }

        public int Number { get; }

        public TimeSpan Length { get; }

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

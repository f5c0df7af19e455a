using KoreExport.RateLimiting;
using Xunit;

namespace KoreExport.Tests.RateLimiting;

public sealed class RateLimiterTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly FakeClock _clock = new();
    private readonly RecordingLog _log = new();

    [Theory]
    [InlineData(1, 60, 4000, 400)]
    [InlineData(2, 60, 4000, 30_000)]
    [InlineData(3, 60, 4000, 0)]
    [InlineData(4, 5, 600, 5000)]
    [InlineData(5, 1, 30, 100_000)]
    [InlineData(6, 1000, 4000, 1000)]
    public async Task No_rolling_window_ever_holds_more_than_its_limit(int seed, int perMinute, int calls, int longestPause)
    {
        var limiter = Limiter(perMinute);
        var random = new Random(seed);
        var book = new CallBook();
        var underWay = new List<Task>();
        for (var i = 0; i < calls; i++)
        {
            // Bursts, trickles and silences; calls that are answered at once and calls that hang.
            var pause = random.Next(4) == 0 ? TimeSpan.FromMilliseconds(random.Next(longestPause + 1)) : TimeSpan.Zero;
            var duration = TimeSpan.FromMilliseconds(random.Next(20) == 0 ? random.Next(90_000) : random.Next(300));
            _clock.Advance(pause);
            underWay.Add(CallAsync(limiter, book, duration));
            if (random.Next(3) == 0)
            {
                await Task.WhenAll(underWay);
                underWay.Clear();
            }
        }

        await Task.WhenAll(underWay);
        Assert.Equal(calls, book.Count);
        book.HoldsAtMost(perMinute, Minute);
        book.HoldsAtMost(1800, Hour);
    }

    [Fact]
    public async Task A_full_minute_frees_up_call_by_call_and_no_later_than_it_must()
    {
        var limiter = Limiter();
        for (var i = 0; i < 60; i++)
        {
            (await AcquireAsync(limiter)).Dispose();
            _clock.Advance(TimeSpan.FromSeconds(0.5));
        }

        Assert.Empty(_clock.Delays);
        for (var i = 0; i < 60; i++)
        {
            (await AcquireAsync(limiter)).Dispose();
            Assert.Equal(
                (Minute + SlidingWindow.Margin + TimeSpan.FromSeconds(i * 0.5)).TotalMilliseconds, _clock.Elapsed.TotalMilliseconds, 1.0);
        }
    }

    [Fact]
    public async Task The_hour_blocks_even_where_the_minute_is_free()
    {
        var limiter = Limiter();
        for (var i = 0; i < 1800; i++)
        {
            (await AcquireAsync(limiter)).Dispose();
            _clock.Advance(TimeSpan.FromSeconds(1.5));
        }

        Assert.Empty(_clock.Delays);
        (await AcquireAsync(limiter)).Dispose();
        Assert.Equal((Hour + SlidingWindow.Margin).TotalMilliseconds, _clock.Elapsed.TotalMilliseconds, 1.0);
    }

    [Fact]
    public async Task Keys_do_not_slow_each_other_and_zero_turns_the_limit_off()
    {
        var limiter = Limiter();
        for (var i = 0; i < 3000; i++)
        {
            (await limiter.AcquireAsync(RateLimitKey.Status("st-1", $"ber-{i % 60}"), _log, default)).Dispose();
        }

        var off = Limiter(0);
        for (var i = 0; i < 3000; i++)
        {
            (await AcquireAsync(off)).Dispose();
        }

        Assert.Empty(_clock.Delays);
        Assert.Empty(_log.VerboseLines);
    }

    [Fact]
    public async Task Who_came_first_goes_first()
    {
        // One at a time: whoever goes next does so only after the one before has written and left.
        var limiter = Limiter(1);
        var order = new List<int>();
        await Task.WhenAll(Enumerable.Range(0, 30).Select(async number =>
        {
            using var lease = await AcquireAsync(limiter);
            order.Add(number);
        }).ToList());
        Assert.Equal(Enumerable.Range(0, 30), order);
    }

    [Fact]
    public async Task A_waiter_that_is_cancelled_leaves_at_once_and_takes_nobodys_place()
    {
        using var stop = new CancellationTokenSource();
        var hold = new TaskCompletionSource();
        _clock.OnDelay = _ => hold.Task.Wait();
        var limiter = Limiter(2);
        (await AcquireAsync(limiter)).Dispose();
        (await AcquireAsync(limiter)).Dispose();

        // The first one hangs in its delay; the others wait for their turn behind it.
        var head = Task.Run(() => AcquireAsync(limiter));
        while (_log.VerboseLines.Count == 0)
        {
            await Task.Delay(5);
        }

        var cancelled = limiter.AcquireAsync("key", _log, stop.Token);
        var next = AcquireAsync(limiter);
        await stop.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => cancelled);
        Assert.False(head.IsCompleted || next.IsCompleted);
        hold.SetResult();
        (await head).Dispose();
        (await next).Dispose();

        // A token that is cancelled already gets nothing either.
        await Assert.ThrowsAsync<OperationCanceledException>(() => limiter.AcquireAsync("key", _log, stop.Token));
    }

    [Fact]
    public async Task A_head_that_is_cancelled_in_its_delay_hands_over()
    {
        using var stop = new CancellationTokenSource();
        var limiter = Limiter(1);
        (await AcquireAsync(limiter)).Dispose();
        _clock.OnDelay = _ => stop.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => limiter.AcquireAsync("key", _log, stop.Token));
        _clock.OnDelay = null;
        (await AcquireAsync(limiter)).Dispose();
    }

    [Fact]
    [Fault(
        FaultArea.Retries,
        "the platform refuses for its rate limit although we kept it",
        "all calls for that bot or request wait as long as it asks; one asks first")]
    public async Task A_refusal_holds_back_everybody_on_the_key_and_nobody_else()
    {
        var limiter = Limiter();
        var first = await AcquireAsync(limiter);
        var second = await AcquireAsync(limiter);
        first.ReportThrottled(TimeSpan.FromSeconds(30));
        second.ReportThrottled(TimeSpan.FromSeconds(20));
        first.Dispose();
        second.Dispose();
        Assert.Equal(TimeSpan.FromSeconds(30), limiter.BlockedFor("key"));
        Assert.Equal(TimeSpan.Zero, limiter.BlockedFor("other"));
        (await limiter.AcquireAsync("other", _log, default)).Dispose();
        Assert.Equal(TimeSpan.Zero, _clock.Elapsed);

        var probe = await AcquireAsync(limiter);
        Assert.Equal(TimeSpan.FromSeconds(30), _clock.Elapsed);

        // While it is out, nobody else asks; once it was taken, everybody may.
        var waiting = Enumerable.Range(0, 5).Select(_ => AcquireAsync(limiter)).ToList();
        await Task.Delay(30);
        Assert.DoesNotContain(waiting, static task => task.IsCompleted);
        probe.ReportAccepted();
        probe.Dispose();
        foreach (var lease in await Task.WhenAll(waiting))
        {
            lease.Dispose();
        }

        Assert.Equal(TimeSpan.FromSeconds(30), _clock.Elapsed);
    }

    [Fact]
    public async Task An_absurd_Retry_After_holds_others_back_for_five_minutes_at_most()
    {
        var limiter = Limiter();
        using (var lease = await AcquireAsync(limiter))
        {
            lease.ReportThrottled(TimeSpan.FromDays(3000));
        }

        Assert.Equal(TimeSpan.FromMinutes(5), limiter.BlockedFor("key"));
    }

    [Fact]
    public async Task Without_Retry_After_the_pauses_double()
    {
        var limiter = Limiter();
        var pauses = new List<double>();
        for (var i = 0; i < 7; i++)
        {
            using var lease = await AcquireAsync(limiter);
            lease.ReportThrottled(null);
            pauses.Add(limiter.BlockedFor("key").TotalSeconds);
        }

        Assert.Equal([1, 2, 4, 8, 16, 30, 30], pauses);
    }

    [Fact]
    public async Task Keys_that_are_idle_are_forgotten()
    {
        var limiter = Limiter();
        for (var i = 0; i < 5000; i++)
        {
            (await limiter.AcquireAsync($"key {i}", _log, default)).Dispose();
        }

        Assert.Equal(5000, limiter.PartitionCount);
        _clock.Advance(Hour + Minute);
        (await AcquireAsync(limiter)).Dispose();
        Assert.Equal(1, limiter.PartitionCount);
    }

    private RateLimiter Limiter(int perMinute = 60) => new(perMinute, _clock, static () => 1);

    private Task<RateLimitLease> AcquireAsync(RateLimiter limiter) => limiter.AcquireAsync("key", _log, CancellationToken.None);

    private async Task CallAsync(RateLimiter limiter, CallBook book, TimeSpan duration)
    {
        using var lease = await AcquireAsync(limiter);
        var start = _clock.Elapsed;
        await Task.Yield();
        _clock.Advance(duration);
        book.Add(start, _clock.Elapsed);
    }
}

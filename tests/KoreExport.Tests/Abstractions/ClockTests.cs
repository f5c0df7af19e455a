using KoreExport.Abstractions;
using Xunit;

namespace KoreExport.Tests.Abstractions;

/// <summary>The machine's own clock, which other tests do without.</summary>
public sealed class ClockTests
{
    [Fact]
    public async Task A_delay_never_ends_early()
    {
        var delay = TimeSpan.FromMilliseconds(2);
        for (var run = 0; run < 100; run++)
        {
            var begin = Clock.System.Elapsed;
            await Clock.System.DelayAsync(delay, default);
            Assert.True(Clock.System.Elapsed - begin >= delay);
        }
    }

    [Fact]
    public async Task A_delay_ends_when_it_is_cancelled()
    {
        using var cancelled = new CancellationTokenSource();
        var delay = Clock.System.DelayAsync(TimeSpan.FromDays(1), cancelled.Token);
        Assert.False(delay.IsCompleted);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => delay);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void No_delay_is_none(int seconds) =>
        Assert.True(Clock.System.DelayAsync(TimeSpan.FromSeconds(seconds), default).IsCompletedSuccessfully);
}

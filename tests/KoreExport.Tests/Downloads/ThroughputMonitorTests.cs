using KoreExport.Downloads;
using Xunit;

namespace KoreExport.Tests.Downloads;

public sealed class ThroughputMonitorTests
{
    private readonly FakeClock _clock = new();

    [Theory]
    [InlineData(1000, 1, true)]
    [InlineData(1000, 999, true)]
    [InlineData(1000, 1000, false)]
    [InlineData(1000, 100_000, false)]
    [InlineData(0, 1, false)]
    public void A_rate_below_the_least_is_too_slow_once_the_window_is_over(int least, int bytesPerSecond, bool tooSlow)
    {
        var monitor = new ThroughputMonitor(new DownloadLimits { MinimumBytesPerSecond = least }, TimeSpan.FromSeconds(20), _clock);
        for (var second = 1; second < 30; second++)
        {
            Assert.Null(Second(monitor, bytesPerSecond));
        }

        Assert.Equal(tooSlow, Second(monitor, bytesPerSecond) is not null);
    }

    [Fact]
    public void Each_window_counts_for_itself()
    {
        var monitor = new ThroughputMonitor(new DownloadLimits(), TimeSpan.FromSeconds(20), _clock);
        for (var second = 1; second <= 90; second++)
        {
            Assert.Null(Second(monitor, 1_000_000));
        }

        // What was fast before does not make up for it.
        for (var second = 91; second < 120; second++)
        {
            Assert.Null(Second(monitor, 10));
        }

        Assert.Equal("the transfer was too slow: 300 bytes in 30 seconds, where 1000 a second are the least", Second(monitor, 10));
    }

    [Fact]
    public void A_window_is_no_shorter_than_the_silence_that_is_allowed()
    {
        var monitor = new ThroughputMonitor(new DownloadLimits(), TimeSpan.FromSeconds(100), _clock);
        _clock.Advance(TimeSpan.FromSeconds(99));
        Assert.Null(monitor.Add(1));
        Assert.NotNull(Second(monitor, 1));
    }

    private string? Second(ThroughputMonitor monitor, int bytes)
    {
        _clock.Advance(TimeSpan.FromSeconds(1));
        return monitor.Add(bytes);
    }
}

using KoreExport.RateLimiting;
using Xunit;

namespace KoreExport.Tests.RateLimiting;

public sealed class RetryDelayTests
{
    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(0.5, 0.75)]
    [InlineData(1, 1)]
    [Fault(FaultArea.Retries, "many clients fail at the same moment", "jittered exponential back-off from one second, capped at thirty")]
    public void Pauses_double_up_to_half_a_minute_and_are_spread_by_half(double jitter, double factor)
    {
        var delay = new RetryDelay(() => jitter);
        Assert.Equal(
            new[] { 1, 2, 4, 8, 16, 30, 30, 30 }.Select(seconds => seconds * factor),
            Enumerable.Range(0, 8).Select(attempt => delay.Next(attempt, null).TotalSeconds));
        Assert.Equal(30 * factor, delay.Next(int.MaxValue, null).TotalSeconds);
    }

    [Theory]
    [InlineData(12, 12)]
    [InlineData(0.1, 1)]
    [InlineData(0, 1)]
    [InlineData(-100, 1)]
    [InlineData(86400, 86400)]
    public void What_the_server_asks_for_is_the_least(double asked, double paused) =>
        Assert.Equal(paused, new RetryDelay(() => 1).Next(0, TimeSpan.FromSeconds(asked)).TotalSeconds);
}

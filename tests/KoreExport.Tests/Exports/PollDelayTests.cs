using KoreExport.Exports;
using Xunit;

namespace KoreExport.Tests.Exports;

public sealed class PollDelayTests
{
    public static TheoryData<double, double> IntervalsAndJitters
    {
        get
        {
            var data = new TheoryData<double, double>();
            foreach (var interval in new[] { 1, 1.5, 2, 2.5, 3, 5, 10, 30, 60, 300, 3600 })
            {
                data.Add(interval, 0);
                data.Add(interval, 1);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(IntervalsAndJitters))]
    public void No_rolling_hour_has_more_than_1800_polls_so_that_none_is_held_back_to_its_end(double interval, double jitter)
    {
        var polls = Polls(interval, () => jitter, TimeSpan.FromHours(3));
        Assert.InRange(Most(polls, TimeSpan.FromHours(1)), 1, 1800);
    }

    [Theory]
    [MemberData(nameof(IntervalsAndJitters))]
    public void Failed_polls_come_no_more_often_than_good_ones(double interval, double jitter)
    {
        var delay = new PollDelay(TimeSpan.FromSeconds(interval), () => jitter);
        for (var polls = 1; polls < 100; polls++)
        {
            for (var failures = 1; failures < 12; failures++)
            {
                var elapsed = TimeSpan.FromSeconds(polls);
                Assert.True(delay.AfterFailure(polls, elapsed, failures, null) >= delay.Next(polls, elapsed));
            }
        }
    }

    [Theory]
    [InlineData(0.6, 4, 0.2)]
    [InlineData(2, 11, 0.2)]
    [InlineData(30, 25, 8)]
    [InlineData(600, 90, 9.7)]
    public void An_export_takes_few_polls_and_is_found_soon(double seconds, int atMost, double late)
    {
        var random = new Random(1);
        for (var run = 0; run < 20; run++)
        {
            var polls = Polls(PollDelay.DefaultInterval.TotalSeconds, random.NextDouble, TimeSpan.FromSeconds(seconds + 20));
            var found = polls.FindIndex(poll => poll.TotalSeconds >= seconds - 1e-6);
            Assert.InRange(found + 1, 2, atMost);
            Assert.InRange(polls[found].TotalSeconds, seconds - 1e-6, seconds + late);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(60)]
    public void Pauses_grow_up_to_the_interval_and_a_fifth_of_jitter(double interval)
    {
        var delay = new PollDelay(TimeSpan.FromSeconds(interval), () => 1);
        Assert.Equal(interval * 1.2, delay.Next(1000, TimeSpan.FromMinutes(5)).TotalSeconds, precision: 6);
        var pauses = Enumerable.Range(1, 60).Select(poll => delay.Next(poll, TimeSpan.FromMinutes(1))).ToList();
        Assert.Equal(pauses.Order(), pauses);
    }

    [Fact]
    public void What_the_platform_asks_for_is_the_least()
    {
        var delay = new PollDelay(TimeSpan.FromSeconds(1), () => 0);
        Assert.Equal(TimeSpan.FromSeconds(42), delay.AfterFailure(1, TimeSpan.Zero, 1, TimeSpan.FromSeconds(42)));
        Assert.Equal(TimeSpan.FromDays(9), delay.AfterFailure(1, TimeSpan.Zero, 1, TimeSpan.FromDays(9)));
        Assert.True(delay.AfterFailure(1, TimeSpan.Zero, 1, TimeSpan.FromSeconds(-9)) > TimeSpan.Zero);
    }

    [Fact]
    public void Failures_in_a_row_back_off_up_to_half_a_minute()
    {
        var delay = new PollDelay(TimeSpan.FromSeconds(1), () => 1);
        var pauses = Enumerable.Range(1, 50).Select(failures => delay.AfterFailure(3, TimeSpan.Zero, failures, null).TotalSeconds).ToList();
        Assert.Equal([0.2, 4, 8, 16, 30, 30], pauses.Take(6).Select(pause => Math.Round(pause, 3)));
        Assert.Equal(30, pauses.Max());
    }

    private static List<TimeSpan> Polls(double interval, Func<double> jitter, TimeSpan until)
    {
        var delay = new PollDelay(TimeSpan.FromSeconds(interval), jitter);
        var polls = new List<TimeSpan>();
        for (var now = TimeSpan.Zero; now < until;)
        {
            polls.Add(now);
            now += delay.Next(polls.Count, now);
        }

        return polls;
    }

    // The fullest window that starts with a poll.
    private static int Most(List<TimeSpan> polls, TimeSpan window)
    {
        var most = 0;
        var end = 0;
        for (var start = 0; start < polls.Count; start++)
        {
            while (end < polls.Count && polls[end] < polls[start] + window)
            {
                end++;
            }

            most = Math.Max(most, end - start);
        }

        return most;
    }
}

using KoreExport.Backups;
using Xunit;

namespace KoreExport.Tests.Backups;

public sealed class RetentionPolicyTests
{
    private static readonly DateTimeOffset Newest = new(2030, 1, 2, 3, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(3, 0, 0, 0, 0, "01-02 01-01 12-31")]
    [InlineData(0, 3, 0, 0, 0, "01-02 01-01 12-31")]
    [InlineData(0, 0, 3, 0, 0, "01-02 12-30 12-23")]
    [InlineData(0, 0, 0, 3, 0, "01-02 12-31 11-30")]
    [InlineData(0, 0, 0, 0, 2, "01-02 12-31")]
    [InlineData(0, 2, 2, 2, 0, "01-02 01-01 12-31 12-30")]
    public void Units_keep_their_newest(int last, int daily, int weekly, int monthly, int yearly, string kept)
    {
        var policy = new RetentionPolicy { Last = last, Daily = daily, Weekly = weekly, Monthly = monthly, Yearly = yearly };
        Assert.Equal(kept.Split(' '), Kept(policy, Nights(120)));
    }

    [Fact]
    public void The_oldest_stands_in_where_there_are_not_enough()
    {
        Assert.Equal(["01-02", "12-31", "12-24"], Kept(new RetentionPolicy { Monthly = 12 }, Nights(10)));
        Assert.Equal(["01-02", "12-31"], Kept(new RetentionPolicy { Monthly = 2 }, Nights(10)));
    }

    [Fact]
    public void Several_of_a_day_are_one_day()
    {
        var times = Enumerable.Range(0, 48).Select(hour => Newest.AddHours(-hour)).ToList();
        Assert.Equal(["01-02", "01-01"], Kept(new RetentionPolicy { Daily = 2 }, times));
    }

    [Fact]
    public void Within_counts_from_the_newest() =>
        Assert.Equal(["01-02", "01-01", "12-31"], Kept(new RetentionPolicy { Within = TimeSpan.FromDays(2) }, Nights(10)));

    [Fact]
    public void A_damaged_one_does_not_count()
    {
        var reasons = new RetentionPolicy { Daily = 2 }.Decide(Nights(5), Newest, index => index is not (0 or 2));
        Assert.Equal(["", "daily 1 of 2", "", "daily 2 of 2", ""], reasons.Select(why => string.Join(", ", why)));
    }

    [Fact]
    public void Reasons_are_counted()
    {
        var reasons = new RetentionPolicy { Daily = 7, Weekly = 4, Last = 1 }.Decide(Nights(3), Newest, static _ => true);
        Assert.Equal(
            ["last 1 of 1, daily 1 of 7, weekly 1 of 4", "daily 2 of 7", "daily 3 of 7, weekly 2 of 4"],
            reasons.Select(why => string.Join(", ", why)));
    }

    private static List<DateTimeOffset> Nights(int count) => Enumerable.Range(0, count).Select(night => Newest.AddDays(-night)).ToList();

    private static IEnumerable<string> Kept(RetentionPolicy policy, List<DateTimeOffset> times)
    {
        var reasons = policy.Decide(times, times[0], static _ => true);
        return times.Where((_, index) => reasons[index].Count > 0).Select(
            time => time.ToString("MM-dd", System.Globalization.CultureInfo.InvariantCulture));
    }
}

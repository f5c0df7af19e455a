using KoreExport.Files;
using Xunit;

namespace KoreExport.Tests.Files;

public sealed class BusyRetryTests
{
    private readonly List<TimeSpan> _sleeps = [];

    [Fact]
    public void What_is_in_the_way_for_a_moment_is_waited_out()
    {
        var calls = 0;
        BusyRetry.Run(() => Fail(++calls < 4), () => true, sleep: _sleeps.Add);
        Assert.Equal(4, calls);
        Assert.Equal([20, 40, 60], _sleeps.Select(sleep => sleep.TotalMilliseconds));
    }

    [Fact]
    public void What_stays_in_the_way_comes_out_after_about_a_second()
    {
        Assert.Throws<IOException>(() => BusyRetry.Run(() => Fail(true), () => true, sleep: _sleeps.Add));
        Assert.Equal(900, _sleeps.Sum(sleep => sleep.TotalMilliseconds));
    }

    [Fact]
    public void What_cannot_end_otherwise_is_not_tried_again()
    {
        Assert.Throws<IOException>(() => BusyRetry.Run(() => Fail(true), () => false, sleep: _sleeps.Add));
        Action broken = static () => throw new InvalidOperationException();
        Assert.Throws<InvalidOperationException>(() => BusyRetry.Run(broken, () => true, sleep: _sleeps.Add));
        Assert.Empty(_sleeps);
    }

    [Fact]
    public void Rights_that_come_back_are_waited_for_too()
    {
        var calls = 0;
        BusyRetry.Run(() => _ = ++calls < 2 ? throw new UnauthorizedAccessException() : calls, () => true, sleep: _sleeps.Add);
        Assert.Single(_sleeps);
    }

    private static void Fail(bool fails)
    {
        if (fails)
        {
            throw new IOException("another program has it open");
        }
    }
}

using KoreExport.Downloads;
using Xunit;

namespace KoreExport.Tests.Downloads;

public sealed class RetryBudgetTests
{
    private const long Megabyte = RetryBudget.WorthANewCount;

    [Fact]
    public void There_are_as_many_retries_as_were_given()
    {
        var budget = new RetryBudget(2);
        Assert.Equal([true, true, false], new[] { 0L, 100, 200 }.Select(budget.TryUse));
    }

    [Fact]
    public void None_can_be_none() => Assert.False(new RetryBudget(0).TryUse(0));

    [Fact]
    public void Each_megabyte_is_worth_a_new_count()
    {
        var budget = new RetryBudget(2);
        Assert.All(Enumerable.Range(1, 50), piece => Assert.True(budget.TryUse(piece * Megabyte / 2)));
        Assert.InRange(budget.Used, 1, 2);
    }

    [Fact]
    public void What_was_had_before_is_worth_nothing()
    {
        // Begun anew each time, and never further than the first time.
        var budget = new RetryBudget(2);
        Assert.Equal([true, true, false], new[] { 5 * Megabyte, 4 * Megabyte, 5 * Megabyte }.Select(budget.TryUse));
    }
}

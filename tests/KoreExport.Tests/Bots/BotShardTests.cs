using KoreExport.Bots;
using Xunit;

namespace KoreExport.Tests.Bots;

public sealed class BotShardTests
{
    // Files of earlier runs depend on these: they never change. The numbers are those of `printf %s st-1 | sha256sum | cut -c1-8`.
    [Theory]
    [InlineData("st-1", 0x6d1bfe75u)]
    [InlineData("st-6fa10d24-0000-0000-0000-1e33a82b115e", 0x29e72ccau)]
    public void A_bots_shard_is_the_same_for_ever(string botId, uint number)
    {
        foreach (var count in new[] { 1, 2, 3, 7, 64, 1000, int.MaxValue })
        {
            Assert.Equal((int)(number % (uint)count), BotShard.IndexOf(botId, count));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(16)]
    public void Each_bot_is_in_exactly_one_shard_and_shards_are_about_even(int count)
    {
        var ids = Enumerable.Range(0, 3000).Select(_ => "st-" + Guid.NewGuid()).ToList();
        var shards = Enumerable.Range(0, count).Select(index => BotShard.Create(count, index)!).ToList();
        Assert.All(ids, id => Assert.Single(shards, shard => shard.Holds(id)));
        Assert.All(shards, shard => Assert.InRange(ids.Count(shard.Holds), 3000 / count * 0.6, 3000 / count * 1.4));
    }

    [Theory]
    [InlineData(3, null)]
    [InlineData(null, 0)]
    [InlineData(3, 3)]
    [InlineData(3, -1)]
    [InlineData(0, 0)]
    [InlineData(-2, 0)]
    public void What_is_no_shard_is_refused(int? count, int? index)
    {
        var failure = Assert.Throws<KoreException>(() => BotShard.Create(count, index));
        Assert.Equal(KoreErrorId.OptionInvalid, failure.ErrorId);
    }

    [Fact]
    public void No_shard_is_no_filter() => Assert.Null(BotShard.Create(null, null));
}

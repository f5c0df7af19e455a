using KoreExport.Bots;
using KoreExport.Models;
using Xunit;

namespace KoreExport.Tests.Bots;

public sealed class LinkedBotsTests
{
    [Theory]
    [InlineData(SandboxLinkedAppShape.Both)]
    [InlineData(SandboxLinkedAppShape.Configured)]
    [InlineData(SandboxLinkedAppShape.Published)]
    [InlineData(SandboxLinkedAppShape.PublishedBots)]
    public async Task Each_shape_of_the_answer_gives_each_app_once(SandboxLinkedAppShape shape)
    {
        using var fixture = CoreFixture.WithSandbox(options => (options.BotCount, options.LinkedAppShape) = (4, shape));
        var ids = fixture.Sandbox.BotId;
        fixture.Sandbox.LinkBots(ids[0], ids[1], ids[2]);
        var linked = await ListAsync(fixture, ids[0], recurse: false);
        Assert.Equal([ids[1], ids[2]], linked.Select(bot => bot.BotId));
        Assert.Equal("Kundenservice Österreich", linked[0].Name);
        Assert.Equal(ids[0], Assert.Single(linked[0].LinkedTo));
        Assert.Equal(1, fixture.Count(SandboxRequestKind.ListLinkedApps));
    }

    [Fact]
    public async Task Recursion_goes_round_circles_once()
    {
        using var fixture = CoreFixture.WithSandbox(static options => options.BotCount = 6);
        var ids = fixture.Sandbox.BotId;
        fixture.Sandbox.LinkBots(ids[0], ids[1], ids[2]);
        fixture.Sandbox.LinkBots(ids[1], ids[3], ids[0]);
        fixture.Sandbox.LinkBots(ids[2], ids[2], ids[3]);
        fixture.Sandbox.LinkBots(ids[3], ids[4], ids[1]);
        Assert.Equal([ids[1], ids[2]], (await ListAsync(fixture, ids[0], recurse: false)).Select(bot => bot.BotId));
        fixture.Sandbox.ClearRequests();
        Assert.Equal([ids[1], ids[2], ids[3], ids[4]], (await ListAsync(fixture, ids[0], recurse: true)).Select(bot => bot.BotId));
        Assert.Equal(5, fixture.Count(SandboxRequestKind.ListLinkedApps));
    }

    [Fact]
    public async Task An_app_of_another_account_links_nothing_that_can_be_seen()
    {
        using var fixture = CoreFixture.WithSandbox(static options => (options.BotCount, options.AdminApp) = (2, true));
        fixture.Sandbox.LinkBots(fixture.Bot, "st-elsewhere");
        Assert.Equal("st-elsewhere", Assert.Single(await ListAsync(fixture, fixture.Bot, recurse: true)).BotId);
        Assert.Empty(await ListAsync(fixture, fixture.Sandbox.BotId[1], recurse: true));
        await fixture.FailsAsync(KoreErrorId.BotNotFound, () => ListAsync(fixture, "st-nobody", recurse: true));
    }

    private static async Task<List<KoreBot>> ListAsync(CoreFixture fixture, string botId, bool recurse)
    {
        var linked = new LinkedBots(new BotClient(fixture.Api), BotId.Parse(botId), recurse);
        var bots = new List<KoreBot>();
        while (await linked.NextAsync(default) is { } page)
        {
            bots.AddRange(page);
        }

        return bots;
    }
}

using System.Text.Json.Nodes;
using KoreExport.Bots;
using Xunit;

namespace KoreExport.Tests.Bots;

public sealed class BotListerTests
{
    [Theory]
    [InlineData(SandboxBotListOffset.Bots, 1, 1)]
    [InlineData(SandboxBotListOffset.Bots, 50, 1)]
    [InlineData(SandboxBotListOffset.Bots, 51, 2)]
    [InlineData(SandboxBotListOffset.Bots, 170, 4)]
    [InlineData(SandboxBotListOffset.Bots, 2700, 54)]
    [InlineData(SandboxBotListOffset.Pages, 1, 1)]
    [InlineData(SandboxBotListOffset.Pages, 50, 1)]
    [InlineData(SandboxBotListOffset.Pages, 51, 3)]
    [InlineData(SandboxBotListOffset.Pages, 170, 5)]

    // Page 50 exists here: it looks as if bots were counted, until the rest is missing.
    [InlineData(SandboxBotListOffset.Pages, 2700, 57)]
    [Fault(FaultArea.Talking, "offset of the bots list counts pages rather than bots", "finds out from the answers; every bot comes once")]
    public async Task Every_bot_comes_once_whatever_offset_counts(SandboxBotListOffset offset, int bots, int mostRequests)
    {
        using var fixture = CoreFixture.WithSandbox(options => (options.BotListOffset, options.BotCount) = (offset, bots));
        var listed = await BotListServer.ListAsync(fixture);
        Assert.Equal(fixture.Sandbox.BotId.Order(StringComparer.Ordinal), listed.Select(bot => bot.BotId).Order(StringComparer.Ordinal));
        Assert.InRange(fixture.Count(SandboxRequestKind.ListBots), 1, mostRequests);
        Assert.Empty(fixture.Log.Warnings);
    }

    [Fact]
    [Fault(FaultArea.Talking, "the bots list always says that there is more", "ends, with every bot once")]
    public async Task A_list_that_repeats_its_last_page_for_ever_ends()
    {
        using var fixture = CoreFixture.WithSandbox(static options => options.BotCount = 120);
        fixture.Faults.Api.BotListEndless = true;
        Assert.Equal(120, (await BotListServer.ListAsync(fixture)).Count);
        Assert.InRange(fixture.Count(SandboxRequestKind.ListBots), 3, 5);
        Assert.Empty(fixture.Log.Warnings);
    }

    [Fact]
    public async Task A_list_of_one_page_that_says_more_for_ever_ends_with_a_warning()
    {
        using var server = new BotListServer(static _ => BotListServer.Page(Enumerable.Range(0, 50), null, true));
        Assert.Equal(50, (await server.ListAsync()).Count);
        Assert.InRange(server.Requests, 2, 5);
        Assert.Contains("more bots", Assert.Single(server.Bench.Log.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    [Fault(FaultArea.Talking, "the bots list never ends, with ever new bots", "stops after 2,500 pages with a warning")]
    public async Task A_list_that_makes_up_bots_for_ever_ends()
    {
        var next = 0;
        using var server = new BotListServer(_ => BotListServer.Page([next++], null, true));
        Assert.Equal(BotLister.MaximumRequests, (await server.ListAsync()).Count);
        Assert.Equal(BotLister.MaximumRequests, server.Requests);
        Assert.Contains("does not end", Assert.Single(server.Bench.Log.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1000, false, 1)]
    [InlineData(1000, true, 1)]
    [InlineData(1000, null, 1)]
    [InlineData(10, true, 0)]
    [InlineData(null, true, 1)]
    [InlineData(null, null, 0)]
    [InlineData(120, false, 0)]
    [Fault(
        FaultArea.Talking,
        "total or availableMore of the bots list is wrong",
        "either sign of more is followed up; a warning where bots may be missing")]
    public async Task Wrong_totals_and_flags_cost_a_few_calls_and_no_bot(int? total, bool? more, int warnings)
    {
        // 120 bots; what is said about more is the same on every page.
        using var server = new BotListServer(offset => BotListServer.Page(Enumerable.Range(0, 120).Skip(offset).Take(50), total, more));
        Assert.Equal(120, (await server.ListAsync()).Select(bot => bot.BotId).Distinct().Count());
        Assert.InRange(server.Requests, 3, 8);
        Assert.Equal(warnings, server.Bench.Log.Warnings.Count);
    }

    [Fact]
    public async Task Bots_that_move_between_pages_come_once()
    {
        using var server = new BotListServer(
            static offset => BotListServer.Page(Enumerable.Range(0, 120).Skip(Math.Max(0, offset - 10)).Take(50), 120, offset < 120));
        var bots = await server.ListAsync();
        Assert.Equal(120, bots.Count);
        Assert.Equal(120, bots.Select(bot => bot.BotId).Distinct().Count());
    }

    [Fact]
    public async Task An_id_that_is_none_is_left_out_with_a_warning()
    {
        using var server = new BotListServer(static _ =>
        {
            var page = BotListServer.Page([1], 3, false);
            page["bots"]!.AsArray().Add(new JsonObject { ["_id"] = "../../etc", ["name"] = "x" });
            page["bots"]!.AsArray().Add(new JsonObject { ["name"] = "no id" });
            return page;
        });
        Assert.Equal("st-1", Assert.Single(await server.ListAsync()).BotId);
        Assert.NotEmpty(server.Bench.Log.Warnings);
    }

    [Fact]
    public async Task A_bare_array_is_a_list_too_and_anything_else_is_an_error()
    {
        using var bare = new BotListServer(static _ => new JsonArray(new JsonObject { ["_id"] = "st-1" }));
        Assert.Single(await bare.ListAsync());
        using var wrong = new BotListServer(static _ => new JsonObject { ["status"] = "fine" });
        await wrong.Bench.FailsAsync(KoreErrorId.ResponseInvalid, () => wrong.ListAsync());
    }

    [Fact]
    public async Task An_app_without_the_scope_is_told_which_one()
    {
        using var fixture = CoreFixture.WithSandbox(static options => options.AdminApp = false);
        var failure = await fixture.FailsAsync(KoreErrorId.ScopeMissing, () => BotListServer.ListAsync(fixture));
        Assert.Contains("Profile Management > Role Management", failure.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bot_has_what_is_documented()
    {
        using var fixture = CoreFixture.WithSandbox(static options => options.BotCount = 4);
        fixture.Sandbox.LinkBots(fixture.Sandbox.BotId[0], fixture.Sandbox.BotId[1]);
        var bots = await BotListServer.ListAsync(fixture);
        Assert.Equal("universalbot", bots[0].Type);
        var bot = bots[1];
        Assert.Equal("Kundenservice Österreich", bot.Name);
        Assert.Equal("published", bot.Status);
        Assert.Equal("de", bot.DefaultLanguage);
        Assert.Equal("customer", bot.Purpose);
        Assert.Equal(TimeSpan.Zero, bot.CreatedOn!.Value.Offset);
        Assert.Equal(fixture.Sandbox.BotId[0], Assert.Single(bot.LinkedTo));
        Assert.StartsWith("u-", bot.CreatedBy, StringComparison.Ordinal);
        Assert.Equal(false, bot.AdditionalProperties["isDeflect"]);
        Assert.DoesNotContain("jwtApps", bot.AdditionalProperties.Keys);
    }
}

using System.Text.Json.Nodes;
using Xunit;

namespace KoreExport.Tests.Sandbox;

public sealed class LinkedAppListTests
{
    [Theory]
    [InlineData("bot")]
    [InlineData("stream")]
    public async Task A_universal_bot_lists_what_it_links(string word)
    {
        using var sandbox = Linked();
        var answer = (await LinkedAsync(sandbox, "st-a", word)).Json;
        Assert.Equal(["st-b", "st-c"], Ids(answer, "configuredLinkedApps"));
        Assert.Equal(["st-b", "st-c"], Ids(answer, "publishedLinkedApps"));
        Assert.Equal(sandbox.Server.BotName("st-b"), (string)answer["configuredLinkedApps"]![0]!["name"]!);
        Assert.True((bool)answer["isUXOUB"]!);
    }

    [Fact]
    public async Task Links_may_go_round_in_a_circle_and_change()
    {
        using var sandbox = Linked();
        Assert.Equal(["st-a"], Ids((await LinkedAsync(sandbox, "st-b")).Json, "configuredLinkedApps"));
        sandbox.Server.LinkBots("st-c", "st-c", "st-nobody");
        Assert.Equal(["st-c", "st-nobody"], Ids((await LinkedAsync(sandbox, "st-c")).Json, "configuredLinkedApps"));

        var bots = (await sandbox.SendAsync(HttpMethod.Get, "/api/public/bots")).Json["bots"]!.AsArray();
        Assert.Equal(["universalbot", "universalbot", "universalbot"], bots.Take(3).Select(bot => (string)bot!["type"]!));
        Assert.Equal(["st-a", "st-c"], bots[2]!["isLinkedTo"]!.AsArray().Select(id => (string)id!));
    }

    [Fact]
    public async Task An_ordinary_bot_links_nothing()
    {
        using var sandbox = Linked();
        var answer = (await LinkedAsync(sandbox, "st-c")).Json;
        Assert.Empty(Ids(answer, "configuredLinkedApps"));
        Assert.False((bool)answer["isUXOUB"]!);
    }

    [Theory]
    [InlineData(SandboxLinkedAppShape.Configured, 2, 0, -1)]
    [InlineData(SandboxLinkedAppShape.Published, 0, 2, -1)]
    [InlineData(SandboxLinkedAppShape.PublishedBots, -1, -1, 2)]
    public async Task Linked_apps_come_in_several_shapes(SandboxLinkedAppShape shape, int configured, int published, int publishedBots)
    {
        using var sandbox = Linked(o => o.LinkedAppShape = shape);
        var answer = (await LinkedAsync(sandbox, "st-a")).Json;
        Assert.Equal(configured, answer["configuredLinkedApps"]?.AsArray().Count ?? -1);
        Assert.Equal(published, answer["publishedLinkedApps"]?.AsArray().Count ?? -1);
        Assert.Equal(publishedBots, answer["publishedBots"]?.AsArray().Count ?? -1);
    }

    [Theory]
    [InlineData("bot-language")]
    [InlineData("app-language")]
    [InlineData("client-app")]
    public async Task Linked_apps_want_their_headers(string header)
    {
        using var sandbox = Linked();
        (await sandbox.SendWithLanguageAsync(HttpMethod.Get, "/api/1.1/public/bot/st-a/universalbot/link?language=en", without: header))
            .IsError(412, 412, "Validation errors/ Invalid arguments");
    }

    [Fact]
    public async Task The_header_state_may_be_missing_and_every_known_list_is_filled()
    {
        using var sandbox = Linked();
        var reply = await sandbox.SendWithLanguageAsync(HttpMethod.Get, "/api/1.1/public/bot/st-a/universalbot/link?language=en", "state");
        Assert.Equal(200, reply.Status);
        Assert.All(
            ["configuredLinkedApps", "publishedLinkedApps", "publishedBots"],
            list => Assert.Equal(["st-b", "st-c"], Ids(reply.Json, list)));
    }

    [Fact]
    public void Links_of_an_unknown_bot_are_refused_at_the_start() =>
        Assert.Throws<ArgumentException>(() => new SandboxFixture(o => o.LinkedApps["st-nobody"] = ["st-1"]));

    private static SandboxFixture Linked(Action<KoreSandboxOptions>? set = null) => new(o =>
    {
        foreach (var id in new[] { "st-a", "st-b", "st-c" })
        {
            o.BotId.Add(id);
        }

        o.LinkedApps["st-a"] = ["st-b", "st-c"];
        o.LinkedApps["st-b"] = ["st-a"];
        set?.Invoke(o);
    });

    private static Task<Reply> LinkedAsync(SandboxFixture sandbox, string bot, string word = "bot") =>
        sandbox.SendWithLanguageAsync(HttpMethod.Get, $"/api/1.1/public/{word}/{bot}/universalbot/link?language=en");

    private static IEnumerable<string> Ids(JsonObject answer, string list) => answer[list]!.AsArray().Select(app => (string)app!["_id"]!);
}

using System.Text.Json.Nodes;
using KoreExport.Sandbox;
using Xunit;

namespace KoreExport.Tests.Sandbox;

public sealed class NeighbourTests
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
    [InlineData("state")]
    public async Task Linked_apps_want_their_headers(string header)
    {
        using var sandbox = Linked();
        (await sandbox.SendWithLanguageAsync(HttpMethod.Get, "/api/1.1/public/bot/st-a/universalbot/link?language=en", without: header))
            .IsError(412, 412, "Validation errors/ Invalid arguments");
    }

    [Fact]
    public void Links_of_an_unknown_bot_are_refused_at_the_start() =>
        Assert.Throws<ArgumentException>(() => new SandboxAtHand(o => o.LinkedApps["st-nobody"] = ["st-1"]));

    [Theory]
    [InlineData("bot")]
    [InlineData("stream")]
    public async Task Variables_have_the_documented_members_and_no_secured_value(string word)
    {
        using var sandbox = new SandboxAtHand();
        var variables = (await sandbox.SendAsync(HttpMethod.Post, $"/api/1.1/public/builder/{word}/{sandbox.Bot}/variables/export")).Array;
        var environment = variables.First(variable => (string)variable!["variableType"]! == "env")!.AsObject();
        Assert.Equal(
            ["key", "value", "hint", "variableType", "scope", "group", "propagateValue", "vNameSpace", "isSecured"],
            environment.Select(member => member.Key));
        Assert.Equal(["name", "refId"], environment["vNameSpace"]![0]!.AsObject().Select(member => member.Key));
        var locale = variables.First(variable => (string)variable!["variableType"]! == "locale")!;
        Assert.Equal("", (string)locale["audioTag"]!);
        Assert.Equal(["audioTag", "hint", "value"], Assert.Single(locale["localeData"]!.AsObject()).Value!.AsObject().Select(m => m.Key));
        var secured = Assert.Single(variables, variable => (bool)variable!["isSecured"]!);
        Assert.Equal("", (string)secured!["value"]!);
    }

    [Fact]
    public async Task Variables_are_for_builder_apps()
    {
        using var admin = new SandboxAtHand(o => o.AdminApp = true);
        (await admin.SendAsync(HttpMethod.Post, $"/api/1.1/public/builder/bot/{admin.Bot}/variables/export"))
            .IsError(401, 4002, "Permission denied. Scope is incorrect!");
        using var builder = new SandboxAtHand(o => o.AdminApp = false);
        Assert.Equal(
            200, (await builder.SendAsync(HttpMethod.Post, $"/api/1.1/public/builder/bot/{builder.Bot}/variables/export")).Status);
    }

    [Theory]
    [InlineData("admin")]
    [InlineData("bot")]
    public async Task Roles_have_the_documented_members(string type)
    {
        using var sandbox = new SandboxAtHand();
        var roles = (await sandbox.SendAsync(HttpMethod.Get, "/api/public/roles/export?roleType=" + type)).Array;
        Assert.NotEmpty(roles);
        Assert.All(roles, role =>
        {
            Assert.Equal(["roleType", "_id", "role", "rDesc", "permissions", "refId"], role!.AsObject().Select(member => member.Key));
            Assert.Equal(type, (string)role!["roleType"]!);
            Assert.All(role["permissions"]!.AsObject(), permission => Assert.Equal("YES", (string)permission.Value!));
        });
    }

    [Theory]
    [InlineData("")]
    [InlineData("?roleType=Admin")]
    [InlineData("?roleType=other")]
    public async Task Another_type_of_role_is_refused(string query)
    {
        using var sandbox = new SandboxAtHand();
        Assert.Equal(400, (await sandbox.SendAsync(HttpMethod.Get, "/api/public/roles/export" + query)).Status);
    }

    [Theory]
    [InlineData("POST", "/api/public/bots")]
    [InlineData("POST", "/api/public/roles/export?roleType=bot")]
    [InlineData("POST", "/api/1.1/public/bot/st-a/universalbot/link")]
    [InlineData("GET", "/api/1.1/public/builder/bot/st-a/variables/export")]
    [InlineData("POST", "/api/public/bot/st-a/testsuite")]
    [InlineData("GET", "/api/public/bot/st-a/testsuite/Regression/export")]
    public async Task A_wrong_method_is_refused(string method, string path)
    {
        using var sandbox = Linked();
        (await sandbox.SendAsync(new HttpMethod(method), path, token: "")).IsError(405, 405, "Method Not Allowed");
    }

    [Theory]
    [InlineData("GET", "/api/1.1/public/bot/{0}/universalbot/link")]
    [InlineData("POST", "/api/1.1/public/builder/bot/{0}/variables/export")]
    [InlineData("GET", "/api/public/bot/{0}/testsuite")]
    [InlineData("POST", "/api/public/bot/{0}/testsuite/Regression/export")]
    public async Task Token_scope_and_bot_are_checked(string method, string path)
    {
        using var sandbox = Linked();
        var known = string.Format(null, path, "st-a");
        (await sandbox.SendAsync(new HttpMethod(method), known, token: "")).IsError(401, 4002, "Invalid SDK credentials");
        var scopeless = RawToken.Hmac(sandbox.Server.ScopelessClientSecret, sandbox.Claims(sandbox.Server.ScopelessClientId));
        (await sandbox.SendAsync(new HttpMethod(method), known, token: scopeless))
            .IsError(401, 4002, "Permission denied. Scope is incorrect!");
        (await sandbox.SendWithLanguageAsync(new HttpMethod(method), string.Format(null, path, "st-nobody")))
            .IsError(400, 400, "Invalid StreamId");
    }

    private static SandboxAtHand Linked(Action<KoreSandboxOptions>? set = null) => new(o =>
    {
        foreach (var id in new[] { "st-a", "st-b", "st-c" })
        {
            o.BotId.Add(id);
        }

        o.LinkedApps["st-a"] = ["st-b", "st-c"];
        o.LinkedApps["st-b"] = ["st-a"];
        set?.Invoke(o);
    });

    private static Task<Reply> LinkedAsync(SandboxAtHand sandbox, string bot, string word = "bot") =>
        sandbox.SendWithLanguageAsync(HttpMethod.Get, $"/api/1.1/public/{word}/{bot}/universalbot/link?language=en");

    private static IEnumerable<string> Ids(JsonObject answer, string list) => answer[list]!.AsArray().Select(app => (string)app!["_id"]!);
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace KoreExport.Tests.Sandbox;

public sealed class BotListTests
{
    [Fact]
    public async Task The_list_has_the_documented_members()
    {
        using var sandbox = new SandboxFixture();
        var list = (await ListAsync(sandbox, "?offset=0&limit=50")).Json;
        Assert.Equal(["total", "availableMore", "bots"], list.Select(member => member.Key));
        Assert.Equal(3, (int)list["total"]!);
        Assert.False((bool)list["availableMore"]!);
        var bots = list["bots"]!.AsArray();
        Assert.Equal(sandbox.Server.BotId, bots.Select(bot => (string)bot!["_id"]!));
        Assert.All(bots, bot =>
        {
            foreach (var member in new[] { "_id", "name", "status", "type", "defaultLanguage", "createdOn" })
            {
                Assert.NotEqual("", (string)bot![member]!);
            }
        });
    }

    [Fact]
    public async Task Bots_differ_in_name_status_type_and_language()
    {
        using var sandbox = new SandboxFixture(o => o.BotCount = 50);
        var bots = (await ListAsync(sandbox)).Json["bots"]!.AsArray();
        Assert.Equal(50, Values(bots, "name").Count);
        Assert.Contains(Values(bots, "name"), name => name.Any(letter => letter > 127));
        Assert.Contains(Values(bots, "name"), name => name.Contains(' '));
        Assert.InRange(Values(bots, "status").Count, 3, 10);
        Assert.InRange(Values(bots, "type").Count, 2, 10);
        Assert.InRange(Values(bots, "defaultLanguage").Count, 4, 10);
        Assert.Equal((string)bots[7]!["name"]!, sandbox.Server.BotName(sandbox.Server.BotId[7]));
    }

    [Fact]
    public async Task A_bots_name_can_be_given_and_is_the_one_in_its_export()
    {
        using var sandbox = new SandboxFixture(o =>
        {
            o.BotId.Add("st-1");
            o.BotName["st-1"] = "../Mine";
        });
        Assert.Equal("../Mine", (string)(await ListAsync(sandbox)).Json["bots"]![0]!["name"]!);
        var entries = SandboxFixture.Entries((await SandboxFixture.DownloadAsync(await sandbox.LinkAsync())).Bytes);
        Assert.Equal("../Mine", (string)JsonNode.Parse(entries["config.json"])!["name"]!);
    }

    [Theory]
    [InlineData(SandboxBotListOffset.Bots, 50)]
    [InlineData(SandboxBotListOffset.Pages, 1)]
    public async Task The_offset_counts_bots_or_pages(SandboxBotListOffset unit, int step)
    {
        using var sandbox = new SandboxFixture(o =>
        {
            o.BotCount = 123;
            o.BotListOffset = unit;
        });
        var ids = new List<string>();
        for (var page = 0; page < 3; page++)
        {
            var list = (await ListAsync(sandbox, $"?offset={page * step}&limit=50")).Json;
            Assert.Equal(123, (int)list["total"]!);
            Assert.Equal(page < 2, (bool)list["availableMore"]!);
            ids.AddRange(list["bots"]!.AsArray().Select(bot => (string)bot!["_id"]!));
        }

        Assert.Equal(sandbox.Server.BotId, ids);
        var past = (await ListAsync(sandbox, $"?offset={3 * step}&limit=50")).Json;
        Assert.Empty(past["bots"]!.AsArray());
        Assert.False((bool)past["availableMore"]!);
    }

    [Theory]
    [InlineData("", 50)]
    [InlineData("?limit=50", 50)]
    [InlineData("?limit=51", 50)]
    [InlineData("?limit=5000", 50)]
    [InlineData("?limit=7", 7)]
    public async Task A_page_has_at_most_50_bots(string query, int count)
    {
        using var sandbox = new SandboxFixture(o => o.BotCount = 60);
        Assert.Equal(count, (await ListAsync(sandbox, query)).Json["bots"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("?offset=-1")]
    [InlineData("?offset=x")]
    [InlineData("?limit=0")]
    public async Task A_number_that_is_none_is_refused(string query)
    {
        using var sandbox = new SandboxFixture();
        (await ListAsync(sandbox, query)).IsError(412, 412, "Validation errors/ Invalid arguments");
    }

    [Fact]
    public async Task The_list_can_be_without_end()
    {
        using var sandbox = new SandboxFixture();
        sandbox.Faults.Api.BotListEndless = true;
        var list = (await ListAsync(sandbox, "?offset=50")).Json;
        Assert.True((bool)list["availableMore"]!);
        Assert.Equal(3, list["bots"]!.AsArray().Count);
    }

    [Fact]
    public async Task Every_bot_shows_secrets_a_test_can_look_for()
    {
        using var sandbox = new SandboxFixture();
        var bots = (await ListAsync(sandbox)).Json["bots"]!.AsArray();
        var secrets = bots.SelectMany(bot => bot!["jwtApps"]!.AsArray()).Select(app => (string)app!["clientSecret"]!).ToList();
        Assert.Equal(6, secrets.Distinct().Count());
        Assert.All(secrets, secret => Assert.StartsWith(SandboxSecrets.JwtAppMark, secret));
        Assert.All(secrets, secret => Assert.Equal(44, secret.Length));
        Assert.DoesNotContain(SandboxSecrets.JwtAppMark, JsonSerializer.Serialize(sandbox.Server.Requests));
    }

    [Theory]
    [InlineData("/api/public/bots")]
    [InlineData("/api/public/roles/export?roleType=admin")]
    public async Task What_concerns_the_account_is_for_admin_apps(string path)
    {
        using var builder = new SandboxFixture(o => o.AdminApp = false);
        (await builder.SendAsync(HttpMethod.Get, path)).IsError(401, 4002, "Permission denied. Scope is incorrect!");
        using var admin = new SandboxFixture(o => o.AdminApp = true);
        Assert.Equal(200, (await admin.SendAsync(HttpMethod.Get, path)).Status);
        (await admin.SendAsync(HttpMethod.Get, path, token: "")).IsError(401, 4002, "Invalid SDK credentials");
    }

    private static Task<Reply> ListAsync(SandboxFixture sandbox, string query = "") =>
        sandbox.SendAsync(HttpMethod.Get, "/api/public/bots" + query);

    private static HashSet<string> Values(JsonArray bots, string member) => bots.Select(bot => (string)bot![member]!).ToHashSet();
}

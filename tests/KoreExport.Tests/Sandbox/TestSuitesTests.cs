using System.Text.Json.Nodes;
using Xunit;

namespace KoreExport.Tests.Sandbox;

public sealed class TestSuitesTests
{
    [Fact]
    public async Task The_list_is_an_object_keyed_by_the_ids_of_the_suites()
    {
        using var sandbox = new SandboxFixture(o => o.TestSuiteCount = 45);
        var names = Enumerable.Empty<string>();
        for (var skip = 0; skip < 60; skip += 20)
        {
            var page = (await ListAsync(sandbox, $"?skip={skip}&limit=20")).Json;
            Assert.Equal(45, (int)page["count"]!);
            Assert.Equal(skip < 40, (bool)page["moreAvailable"]!);
            var suites = page.Where(member => member.Key is not ("count" or "moreAvailable")).ToList();
            Assert.All(suites, suite => Assert.StartsWith("ts-", suite.Key));
            Assert.All(suites, suite => Assert.Equal(suite.Key, (string)suite.Value!["results"]![0]!["_id"]!));
            names = names.Concat(suites.Select(suite => (string)suite.Value!["name"]!)).ToList();
        }

        Assert.Equal(45, names.Distinct().Count());
        Assert.Contains(names, name => name.Contains(' ') && name.Any(letter => letter > 127));
    }

    [Fact]
    public async Task Every_suite_can_be_exported_by_its_name()
    {
        using var sandbox = new SandboxFixture(o => o.TestSuiteCount = 6);
        var list = (await ListAsync(sandbox)).Json;
        foreach (var name in list.Select(member => member.Value).OfType<JsonObject>().Select(suite => (string)suite["name"]!))
        {
            var reply = await ExportAsync(sandbox, name);
            Assert.Equal(200, reply.Status);
            Assert.Equal(["downloadUrl", "name", "description"], reply.Json.Select(member => member.Key));
            Assert.Equal(name, (string)reply.Json["name"]!);
            var file = await SandboxFixture.DownloadAsync((string)reply.Json["downloadUrl"]!);
            Assert.Equal(200, file.Status);
            Assert.Equal("application/json", file.Headers["Content-Type"]);
            Assert.Equal(["input", "intent", "entities", "entityOrder"], file.Array[0]!.AsObject().Select(member => member.Key));
            Assert.Equal(sandbox.Bot, sandbox.Server.Requests[^1].BotId);
        }
    }

    [Fact]
    public async Task An_unknown_suite_and_a_built_in_one_are_not_found()
    {
        using var sandbox = new SandboxFixture(o => o.BuiltInTestSuite = true);
        var builtIn = (await ListAsync(sandbox)).Json.Select(member => member.Value).OfType<JsonObject>()
            .Single(suite => (string)suite["testSuiteType"]! != "custom");
        (await ExportAsync(sandbox, "nothing")).IsError(400, 400, "Test Suite not found");
        (await ExportAsync(sandbox, (string)builtIn["name"]!)).IsError(400, 400, "Test Suite not found");
    }

    [Fact]
    public async Task The_language_is_logged_and_not_wanted()
    {
        using var sandbox = new SandboxFixture();
        await ListAsync(sandbox);
        Assert.Equal("en", sandbox.Server.Requests[^1].BotLanguage);
        Assert.Equal(200, (await sandbox.SendAsync(HttpMethod.Get, sandbox.Path("testsuite"))).Status);
        Assert.Equal(200, (await sandbox.SendAsync(HttpMethod.Post, sandbox.Path("testsuite/Regression/export"))).Status);
    }

    private static Task<Reply> ListAsync(SandboxFixture sandbox, string query = "") =>
        sandbox.SendWithLanguageAsync(HttpMethod.Get, sandbox.Path("testsuite") + query);

    private static Task<Reply> ExportAsync(SandboxFixture sandbox, string name) =>
        sandbox.SendWithLanguageAsync(HttpMethod.Post, $"/api/public/stream/{sandbox.Bot}/testsuite/{Uri.EscapeDataString(name)}/export");
}

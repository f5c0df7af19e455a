using KoreExport.Sandbox;
using Xunit;

namespace KoreExport.Tests.Sandbox;

public sealed class ScaleTests
{
    [Theory]
    [InlineData(SandboxContent.Definition)]
    [InlineData(SandboxContent.Utterances)]
    [InlineData(SandboxContent.Variables)]
    [InlineData(SandboxContent.TestSuites)]
    [InlineData(SandboxContent.All)]
    public async Task Editing_a_bot_changes_the_parts_edited_and_no_other_bot(SandboxContent content)
    {
        using var sandbox = new SandboxAtHand();
        var before = await ReadAsync(sandbox, sandbox.Bot);
        var otherBefore = await ReadAsync(sandbox, sandbox.Server.BotId[1]);
        sandbox.Server.TouchBot(sandbox.Bot, content);
        var after = await ReadAsync(sandbox, sandbox.Bot);
        Assert.All(before.Keys, part => Assert.Equal(!content.HasFlag(part), before[part].SequenceEqual(after[part])));
        var otherAfter = await ReadAsync(sandbox, sandbox.Server.BotId[1]);
        Assert.All(otherBefore.Keys, part => Assert.Equal(otherBefore[part], otherAfter[part]));

        // Unedited, it stays as it is now.
        var again = await ReadAsync(sandbox, sandbox.Bot);
        Assert.All(after.Keys, part => Assert.Equal(after[part], again[part]));
    }

    [Fact]
    public async Task An_export_is_of_the_bot_as_it_was_at_the_start()
    {
        using var sandbox = new SandboxAtHand();
        var before = ContentTests.Entries((await SandboxAtHand.DownloadAsync(await sandbox.LinkAsync())).Bytes);
        var link = await sandbox.LinkAsync();
        sandbox.Server.TouchBot(sandbox.Bot);
        Assert.Equal(before, ContentTests.Entries((await SandboxAtHand.DownloadAsync(link)).Bytes));
        Assert.Throws<ArgumentException>(() => sandbox.Server.TouchBot("st-nobody"));
    }

    [Fact]
    public async Task A_file_that_was_forgotten_is_made_again_the_same()
    {
        using var sandbox = new SandboxAtHand();
        var first = await SandboxAtHand.DownloadAsync(await sandbox.LinkAsync());
        GC.Collect();
        sandbox.Pass(TimeSpan.FromHours(1));

        // Another link sweeps the first one away.
        await sandbox.LinkAsync(sandbox.Server.BotId[1]);
        GC.Collect();
        var again = await SandboxAtHand.DownloadAsync((string)(await sandbox.StatusAsync()).Json["downloadURL"]!);
        Assert.Equal(first.Bytes, again.Bytes);
        Assert.Equal(first.Headers["ETag"], again.Headers["ETag"]);
    }

    [Fact]
    public async Task A_link_that_was_forgotten_still_says_that_it_has_expired()
    {
        using var sandbox = new SandboxAtHand();
        var link = await sandbox.LinkAsync();
        sandbox.Pass(TimeSpan.FromHours(1));
        await sandbox.LinkAsync();
        (await SandboxAtHand.DownloadAsync(link)).IsError(403, 403, "Link has expired");
    }

    [Fact]
    public async Task Each_request_names_the_key_it_is_counted_under()
    {
        using var sandbox = new SandboxAtHand();
        var first = (string)(await sandbox.StartAsync()).Json["_id"]!;
        await sandbox.StatusAsync();
        var second = (string)(await sandbox.StartAsync()).Json["_id"]!;
        await sandbox.StatusAsync();
        await sandbox.SendAsync(HttpMethod.Get, "/api/public/bots?offset=0");
        await sandbox.SendAsync(HttpMethod.Get, "/api/public/bots?offset=50");
        await sandbox.SendAsync(HttpMethod.Get, "/api/public/roles/export?roleType=bot");
        await sandbox.SendWithLanguageAsync(HttpMethod.Get, sandbox.Path("testsuite"));
        await sandbox.SendAsync(HttpMethod.Get, "/api/nothing");
        sandbox.FinishJobs();
        await SandboxAtHand.DownloadAsync((string)(await sandbox.StatusAsync()).Json["downloadURL"]!);
        Assert.Equal(
            [
                $"StartBotExport {sandbox.Bot}", $"BotExportStatus {first}", $"StartBotExport {sandbox.Bot}", $"BotExportStatus {second}",
                "ListBots account", "ListBots account", "ExportRoles account", $"ListTestSuites {sandbox.Bot}", null,
                $"BotExportStatus {second}", null,
            ],
            sandbox.Server.Requests.Select(request => request.LimitKey));
    }

    [Fact]
    public async Task Lists_and_roles_count_per_account_and_variables_per_bot()
    {
        using var sandbox = new SandboxAtHand(o => o.RateLimitPerMinute = 2);
        Assert.Equal(new[] { 200, 200, 429 }, await ThreeAsync(_ => "/api/public/bots"));
        Assert.Equal(new[] { 200, 200, 429 }, await ThreeAsync(i => "/api/public/roles/export?roleType=" + (i == 0 ? "bot" : "admin")));
        Assert.Equal(
            new[] { 200, 200, 200 },
            await ThreeAsync(i => $"/api/1.1/public/builder/bot/{sandbox.Server.BotId[i]}/variables/export", "POST"));

        async Task<int[]> ThreeAsync(Func<int, string> path, string method = "GET")
        {
            var statuses = new int[3];
            for (var i = 0; i < 3; i++)
            {
                statuses[i] = (await sandbox.SendAsync(new HttpMethod(method), path(i))).Status;
            }

            return statuses;
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public async Task The_log_keeps_the_newest_requests(int limit)
    {
        using var sandbox = new SandboxAtHand(o => o.RequestLogLimit = limit);
        for (var i = 0; i < 8; i++)
        {
            await sandbox.StartAsync();
        }

        Assert.Equal(Enumerable.Range(9 - limit, limit), sandbox.Server.Requests.Select(request => request.Sequence));
    }

    [Fact]
    public async Task Hundreds_of_exports_and_downloads_at_once_are_served()
    {
        using var sandbox = new SandboxAtHand(o => o.BotCount = 400);
        var bots = sandbox.Server.BotId;
        await Task.WhenAll(bots.Select(bot => sandbox.StartAsync(bot)));
        sandbox.FinishJobs();
        var files = await Task.WhenAll(bots.Select(async bot =>
        {
            var status = (await sandbox.StatusAsync(bot)).Json;
            var file = await SandboxAtHand.DownloadAsync((string)status["downloadURL"]!);
            Assert.Equal((string)status["fileSize"]!, $"{file.Bytes.Length}");
            return ContentTests.Entries(file.Bytes)["botDefinition.json"];
        }));
        Assert.Equal(400, files.Select(Convert.ToBase64String).Distinct().Count());
    }

    private static async Task<Dictionary<SandboxContent, byte[]>> ReadAsync(SandboxAtHand sandbox, string bot)
    {
        var entries = ContentTests.Entries((await SandboxAtHand.DownloadAsync(await sandbox.LinkAsync(bot))).Bytes);
        await sandbox.StartMlAsync("csv", bot);
        sandbox.FinishJobs();
        var utterances = await SandboxAtHand.DownloadAsync((string)(await sandbox.MlStatusAsync(bot)).Json["downloadUrl"]!);
        var variables = await sandbox.SendAsync(HttpMethod.Post, $"/api/1.1/public/builder/bot/{bot}/variables/export");
        var suite = await sandbox.SendWithLanguageAsync(HttpMethod.Post, sandbox.Path("testsuite/Regression/export", bot));
        return new()
        {
            [SandboxContent.Definition] = entries.OrderBy(e => e.Key, StringComparer.Ordinal).SelectMany(e => e.Value).ToArray(),
            [SandboxContent.Utterances] = utterances.Bytes,
            [SandboxContent.Variables] = variables.Bytes,
            [SandboxContent.TestSuites] = (await SandboxAtHand.DownloadAsync((string)suite.Json["downloadUrl"]!)).Bytes,
        };
    }
}

using Xunit;

namespace KoreExport.Tests.Sandbox;

public sealed class SlidingWindowLimiterTests
{
    [Fact]
    public async Task Sixty_status_calls_a_minute_are_allowed_by_default()
    {
        using var sandbox = new SandboxFixture();
        await sandbox.StartAsync();
        for (var call = 0; call < 60; call++)
        {
            Assert.Equal(200, (await sandbox.StatusAsync()).Status);
        }

        var refused = await sandbox.StatusAsync();
        refused.IsError(429, 429, SandboxApiFaults.PerMinuteMessage);
        Assert.False(refused.Headers.ContainsKey("Retry-After"));
    }

    [Fact]
    public async Task The_minute_rolls()
    {
        using var sandbox = new SandboxFixture(o => o.RateLimitPerMinute = 2);
        await sandbox.StartAsync();
        await sandbox.StatusAsync();
        sandbox.Pass(TimeSpan.FromSeconds(30));
        await sandbox.StatusAsync();
        sandbox.Pass(TimeSpan.FromSeconds(29));
        Assert.Equal(429, (await sandbox.StatusAsync()).Status);
        sandbox.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(200, (await sandbox.StatusAsync()).Status);
        Assert.Equal(429, (await sandbox.StatusAsync()).Status);
    }

    [Fact]
    public async Task Status_calls_count_per_request()
    {
        using var sandbox = new SandboxFixture(o => o.RateLimitPerMinute = 2);
        await sandbox.StartAsync();
        await sandbox.StatusAsync();
        await sandbox.StatusAsync();
        Assert.Equal(429, (await sandbox.StatusAsync()).Status);
        await sandbox.StartAsync();
        Assert.Equal(200, (await sandbox.StatusAsync()).Status);
    }

    [Fact]
    public async Task Starts_count_per_bot()
    {
        using var sandbox = new SandboxFixture(o => o.RateLimitPerMinute = 2);
        await sandbox.StartAsync();
        await sandbox.StartAsync();
        Assert.Equal(429, (await sandbox.StartAsync()).Status);
        Assert.Equal(200, (await sandbox.StartAsync(sandbox.Server.BotId[1])).Status);
    }

    [Fact]
    public async Task A_crossed_hour_refuses_though_the_minute_is_free()
    {
        using var sandbox = new SandboxFixture(o => o.RateLimitPerHour = 3);
        for (var start = 0; start < 3; start++)
        {
            Assert.Equal(200, (await sandbox.StartAsync()).Status);
            sandbox.Pass(TimeSpan.FromMinutes(10));
        }

        (await sandbox.StartAsync()).IsError(429, 429, SandboxApiFaults.PerHourMessage);
        sandbox.Pass(TimeSpan.FromMinutes(30));
        Assert.Equal(200, (await sandbox.StartAsync()).Status);
    }

    [Fact]
    public async Task The_limits_can_be_turned_off()
    {
        using var sandbox = new SandboxFixture(o =>
        {
            o.RateLimitPerMinute = 0;
            o.RateLimitPerHour = 0;
        });
        for (var start = 0; start < 100; start++)
        {
            Assert.Equal(200, (await sandbox.StartAsync()).Status);
        }
    }

    [Fact]
    public async Task Each_request_names_the_key_it_is_counted_under()
    {
        using var sandbox = new SandboxFixture();
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
        await SandboxFixture.DownloadAsync((string)(await sandbox.StatusAsync()).Json["downloadURL"]!);
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
        using var sandbox = new SandboxFixture(o => o.RateLimitPerMinute = 2);
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
}

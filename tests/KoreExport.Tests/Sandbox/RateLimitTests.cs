using KoreExport.Sandbox;
using Xunit;

namespace KoreExport.Tests.Sandbox;

public sealed class RateLimitTests
{
    [Fact]
    public async Task Sixty_status_calls_a_minute_are_allowed_by_default()
    {
        using var sandbox = new SandboxAtHand();
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
        using var sandbox = new SandboxAtHand(o => o.RateLimitPerMinute = 2);
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
        using var sandbox = new SandboxAtHand(o => o.RateLimitPerMinute = 2);
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
        using var sandbox = new SandboxAtHand(o => o.RateLimitPerMinute = 2);
        await sandbox.StartAsync();
        await sandbox.StartAsync();
        Assert.Equal(429, (await sandbox.StartAsync()).Status);
        Assert.Equal(200, (await sandbox.StartAsync(sandbox.Server.BotId[1])).Status);
    }

    [Fact]
    public async Task A_crossed_hour_refuses_though_the_minute_is_free()
    {
        using var sandbox = new SandboxAtHand(o => o.RateLimitPerHour = 3);
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
        using var sandbox = new SandboxAtHand(o =>
        {
            o.RateLimitPerMinute = 0;
            o.RateLimitPerHour = 0;
        });
        for (var start = 0; start < 100; start++)
        {
            Assert.Equal(200, (await sandbox.StartAsync()).Status);
        }
    }
}

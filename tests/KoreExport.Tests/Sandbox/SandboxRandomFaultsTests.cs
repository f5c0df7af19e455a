using System.Text.Json;
using Xunit;

namespace KoreExport.Tests.Sandbox;

public sealed class SandboxRandomFaultsTests
{
    [Fact]
    public void The_share_of_faults_is_the_rate_and_every_kind_comes()
    {
        var faults = new SandboxRandomFaults { Rate = 0.05 };
        var drawn = Enumerable.Range(0, 20_000).Select(i => Draw(faults, i % 100)).Where(f => f != SandboxRandomFault.None).ToList();
        Assert.InRange(drawn.Count, 850, 1150);
        Assert.Equal(5, drawn.Distinct().Count());
        Assert.All(drawn.GroupBy(fault => fault), group => Assert.InRange(group.Count(), drawn.Count / 8, drawn.Count / 3));
    }

    [Fact]
    public void The_same_seed_gives_the_same_faults_whatever_the_order_of_the_bots()
    {
        var first = new SandboxRandomFaults { Rate = 0.5, Seed = 7 };
        var second = new SandboxRandomFaults { Rate = 0.5, Seed = 7 };
        var other = new SandboxRandomFaults { Rate = 0.5, Seed = 8 };
        var (bot0, bot1) = (Many(first, 0), Many(first, 1));
        Assert.Equal(bot1, Many(second, 1));
        Assert.Equal(bot0, Many(second, 0));
        Assert.NotEqual(bot0, Many(other, 0));
        Assert.NotEqual(bot0, bot1);

        static List<SandboxRandomFault> Many(SandboxRandomFaults faults, int place) =>
            Enumerable.Range(0, 50).Select(_ => Draw(faults, place)).ToList();
    }

    [Fact]
    public void Nothing_happens_unasked_and_only_the_wanted_faults_do()
    {
        Assert.Equal(SandboxRandomFault.None, Draw(new SandboxRandomFaults(), 0));
        Assert.Equal(SandboxRandomFault.None, Draw(new SandboxRandomFaults { Rate = 1, Faults = SandboxRandomFault.None }, 0));
        var faults = new SandboxRandomFaults { Rate = 1, Faults = SandboxRandomFault.Reset, BotId = "st-1" };
        Assert.Equal(SandboxRandomFault.Reset, faults.Draw(SandboxRequestKind.Download, "st-1", 0).Fault);
        Assert.Equal(SandboxRandomFault.None, faults.Draw(SandboxRequestKind.Download, "st-2", 1).Fault);
        Assert.Throws<ArgumentOutOfRangeException>(() => faults.Rate = 1.1);
        Assert.Throws<ArgumentOutOfRangeException>(() => faults.FailingBotRate = double.NaN);
    }

    [Fact]
    public async Task A_call_meets_the_fault_that_was_drawn_for_it()
    {
        using var sandbox = new SandboxFixture();
        Only(sandbox, SandboxRandomFault.ServerError);
        var statuses = new HashSet<int>();
        for (var call = 0; call < 20; call++)
        {
            statuses.Add((await sandbox.StartAsync()).Status);
        }

        Assert.Equal([500, 502, 503], statuses.Order());
        Assert.Equal(SandboxRandomFault.ServerError, sandbox.Server.Requests[0].RandomFault);

        Only(sandbox, SandboxRandomFault.RateLimit);
        (await sandbox.StartAsync()).IsError(429, 429, SandboxApiFaults.PerMinuteMessage);

        Only(sandbox, SandboxRandomFault.Reset);
        await Assert.ThrowsAsync<HttpRequestException>(() => sandbox.StartAsync());

        Only(sandbox, SandboxRandomFault.Truncated);
        var half = await sandbox.StartAsync();
        Assert.Equal(200, half.Status);
        Assert.ThrowsAny<JsonException>(() => half.Json);

        Only(sandbox, SandboxRandomFault.Slow);
        Assert.Equal(200, (await sandbox.StartAsync()).Status);

        sandbox.Faults.Random.Rate = 0;
        Assert.Equal(200, (await sandbox.StartAsync()).Status);
        Assert.Equal(SandboxRandomFault.None, sandbox.Server.Requests[^1].RandomFault);
    }

    [Fact]
    public async Task A_download_meets_the_fault_that_was_drawn_for_it()
    {
        using var sandbox = new SandboxFixture();
        var link = await sandbox.LinkAsync();
        Only(sandbox, SandboxRandomFault.Truncated);
        await Assert.ThrowsAsync<HttpRequestException>(() => SandboxFixture.DownloadAsync(link));
        Only(sandbox, SandboxRandomFault.ServerError);
        Assert.InRange((await SandboxFixture.DownloadAsync(link)).Status, 500, 503);
        Only(sandbox, SandboxRandomFault.None);
        Assert.Equal(200, (await SandboxFixture.DownloadAsync(link)).Status);
    }

    [Fact]
    public async Task A_share_of_the_bots_can_fail_until_it_is_set_back()
    {
        using var sandbox = new SandboxFixture(o => o.BotCount = 200);
        sandbox.Faults.Random.FailingBotRate = 0.1;
        var failed = await FailedAsync();
        Assert.InRange(failed.Count, 8, 35);
        Assert.Equal(failed, await FailedAsync());
        sandbox.Faults.Random.FailingBotRate = 0;
        Assert.Empty(await FailedAsync());

        async Task<List<string>> FailedAsync()
        {
            await Task.WhenAll(sandbox.Server.BotId.Select(bot => sandbox.StartAsync(bot)));
            sandbox.FinishJobs();
            var states = await Task.WhenAll(sandbox.Server.BotId.Select(bot => sandbox.StatusAsync(bot)));
            return sandbox.Server.BotId.Where((_, i) => (string)states[i].Json["status"]! == "failed").ToList();
        }
    }

    private static SandboxRandomFault Draw(SandboxRandomFaults faults, int place) =>
        faults.Draw(SandboxRequestKind.BotExportStatus, "st-" + place, place).Fault;

    private static void Only(SandboxFixture sandbox, SandboxRandomFault fault)
    {
        sandbox.Faults.Random.Faults = fault;
        sandbox.Faults.Random.SlowDelay = TimeSpan.FromMilliseconds(20);
        sandbox.Faults.Random.Rate = 1;
    }
}

using KoreExport.Exports;
using Xunit;

namespace KoreExport.Tests.Http;

public sealed class ApiTransportTimeoutTests
{
    private static readonly TimeSpan OverTheLimit = TimeSpan.FromSeconds(101);

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"_id\":")]
    [Fault(
        FaultArea.Talking,
        "slow headers: the server accepts and says nothing",
        "tried again after -RequestTimeoutSec; then KoreUnreachable")]
    [Fault(FaultArea.Talking, "slow body: the server stops in the middle", "tried again after -RequestTimeoutSec; then KoreUnreachable")]
    public async Task A_server_that_stops_talking_is_given_up_after_the_time_out(string before)
    {
        var clock = new FakeClock();
        using var server = WireServer.Start(async wire =>
        {
            await wire.ReadRequestAsync();
            await wire.SendAsync(before);
            clock.Advance(OverTheLimit);
            await wire.StallAsync();
        });
        using var fixture = CoreFixture.Facing(server.Uri, new BenchSession { Retries = 2 }, clock);
        var failure = await fixture.FailsAsync(KoreErrorId.Unreachable, () => fixture.StatusAsync());
        Assert.Contains("within 100 seconds", failure.Message, StringComparison.Ordinal);
        Assert.Contains("-RequestTimeoutSec", failure.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(3, server.Connections);
    }

    [Fact]
    [Fault(FaultArea.Talking, "a body that comes a byte at a time", "ends with -RequestTimeoutSec all the same: it counts the whole call")]
    public async Task A_server_that_dribbles_is_given_up_after_the_time_out()
    {
        var clock = new FakeClock();
        using var server = WireServer.Start(async wire =>
        {
            await wire.ReadRequestAsync();
            await wire.DribbleAsync(Wire.Answer(200, Wire.PendingJob), () => clock.Advance(TimeSpan.FromSeconds(1)));
        });
        using var fixture = CoreFixture.Facing(server.Uri, new BenchSession { Retries = 0 }, clock);
        var failure = await fixture.FailsAsync(KoreErrorId.Unreachable, () => fixture.StatusAsync());
        Assert.Contains("within 100 seconds", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_slow_answer_inside_the_time_out_is_taken()
    {
        var clock = new FakeClock();
        using var server = WireServer.Start(async wire =>
        {
            await wire.ReadRequestAsync();
            clock.Advance(TimeSpan.FromSeconds(60));
            await wire.DribbleAsync(Wire.Answer(200, Wire.PendingJob), () => clock.Advance(TimeSpan.FromMilliseconds(100)));
        });
        using var fixture = CoreFixture.Facing(server.Uri, new BenchSession { Retries = 0 }, clock);
        Assert.Equal("ber-1", (await fixture.StatusAsync()).Id);
    }

    [Fact]
    [Fault(FaultArea.Talking, "a start that is not answered in time", "started again, and the new export is followed")]
    public async Task A_start_that_is_not_answered_in_time_is_sent_again()
    {
        var clock = new FakeClock();
        using var server = WireServer.Start(async wire =>
        {
            await wire.ReadRequestAsync();
            if (wire.Number == 1)
            {
                clock.Advance(OverTheLimit);
                await wire.StallAsync();
            }

            await wire.SendAsync(Wire.Answer(200, Wire.PendingJob));
        });
        using var fixture = CoreFixture.Facing(server.Uri, clock: clock);
        Assert.Equal("ber-1", (await fixture.StartBotAsync()).Id);
        Assert.Equal(["POST", "POST"], server.Requests.Select(request => request.Method));
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"_id\":")]
    [Fault(FaultArea.Talking, "the user stops a call that hangs", "ends at once, quietly")]
    public async Task A_user_who_stops_is_not_told_of_an_error(string before)
    {
        using var stop = new CancellationTokenSource();
        using var server = WireServer.Start(async wire =>
        {
            await wire.ReadRequestAsync();
            await wire.SendAsync(before);
            stop.Cancel();
            await wire.StallAsync();
        });
        using var fixture = CoreFixture.Facing(server.Uri);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => fixture.Api.GetStatusAsync("st-1", KoreExportKind.Bot, retry: true, stop.Token));
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task A_user_who_stops_ends_a_pause_between_two_tries()
    {
        using var stop = new CancellationTokenSource();
        using var fixture = CoreFixture.Facing(WireServer.Nowhere());
        fixture.Clock.OnDelay = _ => stop.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => fixture.Api.StartBotAsync("st-1", new BotExportRequest(), stop.Token));
        Assert.Single(fixture.Log.Retries);
    }
}

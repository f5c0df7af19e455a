using System.Text;
using KoreExport.Exports;
using KoreExport.Http;
using KoreExport.Models;
using Xunit;

namespace KoreExport.Tests.Exports;

/// <summary>What an export costs, in what no clock is needed to count.</summary>
public sealed class ExportClientCostTests
{
    private const int Times = 200;

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.6, 4)]
    [InlineData(2, 11)]
    [InlineData(600, 90)]
    public async Task An_export_takes_a_start_and_a_few_status_calls(double seconds, int statusCalls)
    {
        using var fixture = CoreFixture.WithSandbox(
            options => options.JobDuration = TimeSpan.FromSeconds(seconds), (_, session) => session with { Jitter = 0.5 });
        var begin = fixture.Clock.Elapsed;
        await fixture.WaitAsync(await fixture.StartBotAsync());
        Assert.Equal(1, fixture.Count(SandboxRequestKind.StartBotExport));
        Assert.InRange(fixture.Count(SandboxRequestKind.BotExportStatus), 1, statusCalls);
        Assert.Equal(fixture.Sandbox.Requests.Count, 1 + fixture.Count(SandboxRequestKind.BotExportStatus));
        Assert.InRange((fixture.Clock.Elapsed - begin).TotalSeconds, seconds, seconds + Math.Max(0.25, Math.Min(10, seconds / 2)));
    }

    [Fact]
    public void A_token_allocates_little()
    {
        using var fixture = CoreFixture.Facing(new Uri("https://platform.kore.example"));
        Assert.InRange(Allocated(() => fixture.Session.CreateToken().GetToken()), 1, 9_000);
    }

    [Fact]
    public void Reading_a_status_allocates_little()
    {
        var status = Encoding.UTF8.GetBytes(
            """{"_id":"ber-1","status":"SUCCESS","downloadURL":"https://host/a.zip?x=1","fileSize":1234,"createdOn":"2030-01-01T00:00:00.000Z"}""");
        var bot = BotId.Parse("st-1");
        Assert.InRange(Allocated(() => ExportParser.ReadBotExport(LenientJson.Parse(status), bot)), 1, 6_000);
    }

    [Fact]
    public void The_body_of_an_answer_takes_no_memory_beside_itself()
    {
        var body = new byte[500];
        var allocated = Allocated(() => BoundedBody.ReadAsync(new ByteArrayContent(body), BoundedBody.MaximumBytes, default).Result);
        Assert.InRange(allocated, body.Length, 4_000);
    }

    // Bytes each time, once everything is warm.
    private static long Allocated(Func<object> work)
    {
        for (var i = 0; i < 20; i++)
        {
            _ = work();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Times; i++)
        {
            _ = work();
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before) / Times;
    }
}

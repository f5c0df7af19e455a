using KoreExport.Exports;
using KoreExport.Models;
using Xunit;

namespace KoreExport.Tests.Models;

public sealed class BotIdTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("st 1")]
    [InlineData("st\t1")]
    [InlineData("st/1")]
    [InlineData("st\\1")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("st-1/../../admin")]
    [InlineData("st..1")]
    [InlineData("st-1.")]
    [InlineData("-st")]
    [InlineData("st%2F1")]
    [InlineData("%00")]
    [InlineData("st-ü")]
    [InlineData("st-\u0661")]
    [InlineData("st-1\n")]
    [InlineData("st-1\r\nX-Evil: 1")]
    [InlineData("\nst-1")]
    [InlineData("st-1\0")]
    [InlineData("st-1\u202E")]
    [InlineData("st-1?x=1")]
    [InlineData("st-1#x")]
    [InlineData("st-1;x")]
    [InlineData("{botId}")]
    [InlineData("https://evil.example/")]
    [Fault(FaultArea.Names, "a bot id with blanks, '/', '..', '%', unicode, newlines, or null", "KoreBotIdInvalid before any request")]
    public async Task What_cannot_be_a_bot_id_is_refused_before_anything_is_sent(string? botId)
    {
        using var server = WireServer.Answering(Wire.Answer(200, Wire.PendingJob));
        using var fixture = CoreFixture.Facing(server.Uri);
        Func<Task>[] calls =
        [
            () => fixture.Api.StartBotAsync(botId!, new BotExportRequest(), CancellationToken.None),
            () => fixture.Api.StartMlAsync(botId!, "csv", "configured", CancellationToken.None),
            () => fixture.Api.GetStatusAsync(botId!, KoreExportKind.Bot, retry: true, CancellationToken.None),
            () => fixture.WaitAsync(CoreCalls.Identity(botId!, "ber-1", KoreExportKind.Bot, null)),
        ];
        foreach (var call in calls)
        {
            var refused = await fixture.FailsAsync(KoreErrorId.BotIdInvalid, call);
            Assert.DoesNotContain(refused.Message, character => char.IsControl(character) || character == '\u202E');
            Assert.Equal(KoreErrorCategory.InvalidArgument, refused.Category);
        }

        Assert.Equal(0, server.Connections);
    }

    [Fact]
    public void A_bot_id_has_at_most_128_characters()
    {
        Assert.Equal(128, BotId.Parse(new string('a', 128)).Value.Length);
        Assert.Equal(KoreErrorId.BotIdInvalid, Assert.Throws<KoreException>(() => BotId.Parse(new string('a', 129))).ErrorId);
        var long_ = Assert.Throws<KoreException>(() => BotId.Parse(string.Concat(Enumerable.Repeat("no/", 100_000))));
        Assert.InRange(long_.Message.Length, 1, 700);
    }

    [Theory]
    [InlineData("st-6fa10d24-0000-0000-0000-1e33a82b115e", "st-6fa10d24-0000-0000-0000-1e33a82b115e")]
    [InlineData(" st-1 ", "st-1")]
    [InlineData("sx_1.2-a", "sx_1.2-a")]
    [InlineData("7", "7")]
    public async Task A_bot_id_of_any_platform_goes_into_the_path_as_it_is(string typed, string sent)
    {
        using var server = WireServer.Answering(Wire.Answer(200, Wire.PendingJob));
        using var fixture = CoreFixture.Facing(server.Uri);
        Assert.Equal(
            sent, (await fixture.Api.GetStatusAsync(typed.Trim(), KoreExportKind.Bot, retry: false, CancellationToken.None)).BotId);
        await fixture.Api.StartBotAsync(typed, new BotExportRequest(), CancellationToken.None);
        Assert.Equal(
            [$"/api/public/bot/{sent}/export/status", $"/api/public/bot/{sent}/export"], server.Requests.Select(request => request.Target));
    }
}

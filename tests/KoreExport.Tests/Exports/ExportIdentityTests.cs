using System.Text.Json;
using KoreExport.Exports;
using KoreExport.Models;
using Xunit;

namespace KoreExport.Tests.Exports;

public sealed class ExportIdentityTests
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 2, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("ber-1", "2030-01-02T12:00:00Z", ExportMatch.Ours)]
    [InlineData("ber-1", null, ExportMatch.Ours)]
    [InlineData("ber-1", "2030-01-02T11:59:59Z", ExportMatch.Ours)]
    [InlineData("BER-1", "2030-01-02T12:00:00Z", ExportMatch.Another)]
    [InlineData("ber-2", "2030-01-02T11:59:59Z", ExportMatch.Earlier)]
    [InlineData("ber-2", "2030-01-02T12:00:01Z", ExportMatch.Later)]
    [InlineData("ber-2", "2030-01-02T12:00:00Z", ExportMatch.Another)]
    [InlineData("ber-2", null, ExportMatch.Another)]
    [InlineData("", "2030-01-02T12:00:00Z", ExportMatch.Unidentified)]
    public void A_bot_export_is_ours_when_its_id_is(string id, string? createdOn, object match) =>
        Assert.Equal(match, Identity(KoreExportKind.Bot).Match(Bot(id, createdOn)));

    [Theory]
    [InlineData("ber-1", "2030-01-02T12:00:00Z", ExportMatch.Ours)]
    [InlineData("ber-1", "2030-01-02T12:00:01Z", ExportMatch.Ours)]
    [InlineData("ber-1", "2030-01-02T11:59:59Z", ExportMatch.Earlier)]
    [InlineData("ber-1", null, ExportMatch.Ours)]
    [InlineData("ber-2", "2030-01-02T12:00:01Z", ExportMatch.Later)]
    public void An_utterance_export_is_ours_when_id_and_request_time_are(string id, string? requestedTime, object match) =>
        Assert.Equal(match, Identity(KoreExportKind.MlUtterance).Match(Ml(id, requestedTime)));

    [Fact]
    public void The_id_of_a_start_is_that_of_its_status()
    {
        var started = Bot("ber-a59b2599", "2024-09-30T08:12:03.442Z");
        Assert.Equal(ExportMatch.Ours, ExportIdentity.Of(started).Match(Bot("ber-a59b2599", "2024-09-30T08:12:03.442Z")));
    }

    [Fact]
    public void An_export_without_an_id_cannot_be_followed() =>
        Assert.Equal(KoreErrorId.ExportInvalid, Assert.Throws<KoreException>(() => ExportIdentity.Of(Bot("", null))).ErrorId);

    [Theory]
    [InlineData("ber-1\u001b[2J")]
    [InlineData("ber-1\n")]
    [InlineData(null)]
    public void What_cannot_be_an_id_of_the_platform_is_refused_and_shown_readably(string? id)
    {
        id ??= new string('x', 5000);
        var refused = Assert.Throws<KoreException>(() => CoreCalls.Identity("st-1", id));
        Assert.Equal(KoreErrorId.ExportInvalid, refused.ErrorId);
        Assert.InRange(refused.Message.Length, 1, 600);
        Assert.DoesNotContain(refused.Message, char.IsControl);
    }

    [Fact]
    public void An_export_nobody_has_seen_yet_is_shown_as_running()
    {
        var shown = Assert.IsType<KoreMlExport>(Identity(KoreExportKind.MlUtterance).NotVisibleYet("CSV"));
        Assert.Equal("ber-1", shown.Id);
        Assert.Equal("CSV", shown.FileType);
        Assert.Equal(KoreExportState.Running, shown.State);
        Assert.Equal(Noon, shown.RequestedTime);
    }

    private static ExportIdentity Identity(KoreExportKind kind) => CoreCalls.Identity("st-1", "ber-1", kind, Noon);

    private static KoreBotExport Bot(string id, string? createdOn)
    {
        using var json = JsonDocument.Parse(JsonSerializer.Serialize(new { _id = id, status = "success", createdOn }));
        return ExportParser.ReadBotExport(json.RootElement.Clone(), BotId.Parse("st-1"));
    }

    // The record behind it is years old, as in the vendor's own sample.
    private static KoreMlExport Ml(string id, string? requestedTime)
    {
        using var json = JsonDocument.Parse(
            JsonSerializer.Serialize(new { _id = id, status = "SUCCESS", createdOn = "2019-06-27T06:49:15Z", requestedTime }));
        return ExportParser.ReadMlExport(json.RootElement.Clone(), BotId.Parse("st-1"));
    }
}

using KoreExport.Exports;
using KoreExport.Models;
using Xunit;

namespace KoreExport.Tests.Exports;

public sealed class ExportStatusReaderTests
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 2, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task Without_an_id_the_latest_export_is_shown(string? id) =>
        Assert.Equal("ber-2", (await ReadAsync("ber-2", id, Noon)).Id);

    [Fact]
    public async Task The_export_that_is_meant_is_shown() => Assert.Equal("success", (await ReadAsync("ber-1", "ber-1", Noon)).Status);

    [Fact]
    public async Task An_export_that_is_not_visible_yet_is_shown_as_running()
    {
        var shown = await ReadAsync("ber-0", "ber-1", Noon.AddSeconds(1));
        Assert.Equal(("ber-1", KoreExportState.Running, false), (shown.Id, shown.State, shown.HasDownloadLink));
    }

    [Theory]
    [InlineData("ber-2", -1, KoreErrorId.ExportSuperseded)]
    [InlineData("ber-2", null, KoreErrorId.ExportSuperseded)]
    [InlineData(null, 0, KoreErrorId.ExportUnidentified)]
    public async Task Another_export_is_never_shown_in_its_place(string? shown, int? secondsAfterNoon, string errorId)
    {
        var requestedOn = secondsAfterNoon is { } seconds ? Noon.AddSeconds(seconds) : (DateTimeOffset?)null;
        var failure = await Assert.ThrowsAsync<KoreException>(() => ReadAsync(shown, "ber-1", requestedOn));
        Assert.Equal((errorId, "st-1"), (failure.ErrorId, failure.Target));
    }

    private static async Task<KoreExportJob> ReadAsync(string? shownId, string? askedId, DateTimeOffset? requestedOn)
    {
        var id = shownId is null ? "" : $"\"_id\":\"{shownId}\",";
        using var server = WireServer.Answering(
            Wire.Answer(200, $$"""{{{id}}"status":"success","createdOn":"2030-01-02T12:00:00.000Z"}"""));
        using var fixture = CoreFixture.Facing(server.Uri);
        return await new ExportStatusReader(fixture.Api).ReadAsync(KoreExportKind.Bot, BotId.Parse("st-1"), askedId, requestedOn, default);
    }
}

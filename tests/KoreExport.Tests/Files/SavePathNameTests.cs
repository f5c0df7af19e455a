using Xunit;

namespace KoreExport.Tests.Files;

/// <summary>Names of files: of our own words, and of nothing else. Those in sets have tests of their own.</summary>
public sealed class SavePathNameTests
{
    private static readonly byte[] Zip = Samples.Zip();

    [Fact]
    public async Task A_file_that_nobody_names_is_called_after_its_kind()
    {
        using var server = new RawDownloadServer(new ServedFile(Zip).Answer);
        using var fixture = new SaveFixture(server.Uri);
        Assert.Equal("bot.zip", Path.GetFileName((await fixture.SavesAsync(SaveFixture.BotExport(server.Link()), Zip)).FullName));
    }

    [Theory]
    [InlineData("../st-1")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("C:a")]
    [InlineData("a:b")]
    [InlineData("a\nb")]
    [InlineData("a%2Fb")]
    [InlineData("")]
    [Fault(FaultArea.Names, "bot id that would lead a file elsewhere", "KoreBotIdInvalid before any request")]
    public async Task A_bot_id_that_is_a_path_never_becomes_one(string botId)
    {
        using var server = new RawDownloadServer(new ServedFile(Zip).Answer);
        using var fixture = new SaveFixture(server.Uri);
        await fixture.RefusesAsync(KoreErrorId.BotIdInvalid, SaveFixture.BotExport(server.Link(), botId: botId));
        Assert.Empty(server.Requests);
    }

    [Fact]
    [Fault(FaultArea.Names, "'../' in ids, links and headers of the server", "none of it becomes a path")]
    public async Task Nothing_the_server_says_becomes_a_path()
    {
        const string evil = "../../../../evil";
        var head = RawReply.Of(
            200,
            Zip,
            $"Content-Length: {Zip.Length}",
            "Content-Disposition: attachment; filename=\"../../evil.zip\"",
            "Content-Type: application/x-evil");
        using var server = new RawDownloadServer(_ => head);
        using var fixture = new SaveFixture(server.Uri);
        var export = new KoreBotExport
        {
            BotId = SaveFixture.Bot,
            StreamId = evil,
            Id = evil,
            FileId = evil,
            ExportType = evil,
            RequestType = evil,
            Status = evil,
            CreatedBy = evil,
            State = KoreExportState.Succeeded,
            CreatedOn = SaveFixture.RequestedOn,
            DownloadUrl = $"{server.Uri}api/getMediaStream/..%2f..%2fevil/../../evil.exe?s={SaveFixture.Signature}",
        };
        var saved = await fixture.SavesAsync(export, Zip);
        Assert.Equal(fixture.At("bot.zip"), saved.FullName);
    }

    [Fact]
    public async Task The_servers_type_of_a_file_is_no_extension()
    {
        using var server = new RawDownloadServer(new ServedFile(System.Text.Encoding.ASCII.GetBytes(Samples.Csv)).Answer);
        using var fixture = new SaveFixture(server.Uri);
        var saved = await fixture.SaveAsync(
            SaveFixture.MlExport(server.Link().Replace(".zip?", ".exe?", StringComparison.Ordinal), "../EXE"));
        Assert.Equal(["utterances.csv"], fixture.Listing().Keys);
        Assert.EndsWith(".csv", saved.FullName, StringComparison.Ordinal);
    }
}

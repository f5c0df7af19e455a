using KoreExport.Files;
using Xunit;

namespace KoreExport.Tests.Files;

/// <summary>Names of files: of our own words, the checked bot id and a time, and of nothing else.</summary>
public sealed class FileNameTests
{
    private static readonly byte[] Zip = Samples.Zip();

    [Fact]
    public async Task The_default_name_is_bot_kind_and_the_time_of_the_request()
    {
        using var server = new RawDownloadServer(new ServedFile(Zip).Answer);
        using var fixture = new SaveFixture(server.Uri);
        var saved = await fixture.SavesAsync(SaveFixture.BotExport(server.Link()), Zip);
        Assert.Equal($"{SaveFixture.Bot}.bot.20300102T030405678Z.zip", Path.GetFileName(saved.FullName));
    }

    [Fact]
    public async Task Without_a_time_of_the_request_it_is_now()
    {
        using var server = new RawDownloadServer(new ServedFile(System.Text.Encoding.ASCII.GetBytes(Samples.Csv)).Answer);
        using var fixture = new SaveFixture(server.Uri);
        var export = new KoreMlExport { BotId = "st-1", Id = "ds-1", FileType = "CSV", State = KoreExportState.Succeeded, DownloadUrl = server.Link() };
        var saved = await fixture.SaveAsync(export);
        Assert.Equal($"st-1.utterances.{fixture.Clock.UtcNow:yyyyMMdd'T'HHmmssfff'Z'}.csv", Path.GetFileName(saved.FullName));
    }

    [Fact]
    public void The_time_in_a_name_is_utc()
    {
        var time = new DateTimeOffset(2031, 2, 3, 4, 5, 6, 7, TimeSpan.FromHours(2));
        Assert.Equal("roles.admin.20310203T020506007Z.json", Path.GetFileName(SavePath.InFolder("/folder", null, "roles", "admin", time, "json")));
    }

    [Theory]
    [InlineData("CON", "_CON")]
    [InlineData("nul", "_nul")]
    [InlineData("com1", "_com1")]
    [InlineData("COM1.x", "_COM1.x")]
    [InlineData("console", "console")]
    [InlineData("st.1", "st.1")]
    [Fault(FaultArea.Names, "bot id that is a device's name on Windows", "the file's name begins with '_'")]
    public void A_bot_that_is_called_like_a_device_gets_a_file_all_the_same(string botId, string start)
    {
        var path = SavePath.InFolder("/folder", botId, "bot", null, SaveFixture.RequestedOn, "zip");
        Assert.Equal($"{start}.bot.20300102T030405678Z.zip", Path.GetFileName(path));
        Assert.Equal(Path.GetFullPath("/folder"), Path.GetFullPath(Path.GetDirectoryName(path)!));
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
        var head = RawReply.Of(200, Zip, $"Content-Length: {Zip.Length}", "Content-Disposition: attachment; filename=\"../../evil.zip\"", "Content-Type: application/x-evil");
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
        Assert.Equal(fixture.At($"{SaveFixture.Bot}.bot.20300102T030405678Z.zip"), saved.FullName);
    }

    [Fact]
    public async Task The_servers_type_of_a_file_is_no_extension()
    {
        using var server = new RawDownloadServer(new ServedFile(System.Text.Encoding.ASCII.GetBytes(Samples.Csv)).Answer);
        using var fixture = new SaveFixture(server.Uri);
        var saved = await fixture.SaveAsync(SaveFixture.MlExport(server.Link().Replace(".zip?", ".exe?", StringComparison.Ordinal), "../EXE"));
        Assert.Equal([$"{SaveFixture.Bot}.utterances.20300102T030405678Z.csv"], fixture.Listing().Keys);
        Assert.EndsWith(".csv", saved.FullName, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Times_of_the_server_are_read_and_written_anew()
    {
        using var server = new RawDownloadServer(new ServedFile(Zip).Answer);
        using var fixture = new SaveFixture(server.Uri);
        foreach (var time in new[] { DateTime.MinValue, DateTime.MaxValue })
        {
            var saved = await fixture.SaveAsync(SaveFixture.BotExport(server.Link(), createdOn: DateTime.SpecifyKind(time, DateTimeKind.Utc)));
            Assert.Matches(@"\.bot\.\d{8}T\d{9}Z\.zip$", saved.FullName);
        }

        Assert.Equal(2, fixture.Listing().Count);
    }

    [Fact]
    public async Task Exports_of_the_same_second_have_names_of_their_own()
    {
        using var server = new RawDownloadServer(new ServedFile(Zip).Answer);
        using var fixture = new SaveFixture(server.Uri);
        foreach (var milliseconds in Enumerable.Range(0, 3))
        {
            await fixture.SaveAsync(SaveFixture.BotExport(server.Link(), createdOn: SaveFixture.RequestedOn.AddMilliseconds(milliseconds)));
        }

        Assert.Equal(3, fixture.Listing().Count);
    }
}

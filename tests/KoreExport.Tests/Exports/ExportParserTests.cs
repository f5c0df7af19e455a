using System.Text.Json;
using KoreExport.Exports;
using KoreExport.Models;
using Xunit;

namespace KoreExport.Tests.Exports;

public sealed class ExportParserTests
{
    // The sample answers of the vendor's pages, to the letter.
    private const string BotSample = """
        {
            "_id": "ber-a59b2599-xxxx-xxxx-a3ad-3109e08e427a",
            "streamId": "st-6fa10d24-xxxx-xxxx-b457-1e33a82b115e",
            "status": "pending",
            "createdBy": "u-ccdc35ab-xxxx-5xxxx-bd74-df7ae1afcfe6",
            "exportType": "latest",
            "requestType": "Botexport",
            "createdOn": "2024-09-30T08:12:03.442Z",
            "__v": 0
        }
        """;

    private const string MlSample = """
        {
            "_id": "dx-aaxxxxxx-bxxe-5xxc-bxxf-31xxxxxxxxxx",
            "status": "SUCCESS",
            "percentageComplete": 100,
            "streamId": "sx-6xxxxxx2-5xx1-5xx0-b9xx-8cxxxxxxxxxx",
            "createdBy": "u-5dxxxxxx-bxx1-5xx0-axx8-2exxxxxxxxxx",
            "jobType": "ML_UTTERANCE",
            "action": "EXPORT",
            "countOfDockStatuses": 1,
            "fileType": "CSV",
            "statusLogs": [],
            "lMod": "2019-06-27T06:49:15.726Z",
            "createdOn": "2019-06-27T06:49:15.572Z",
            "requestedTime": "2023-07-25T15:23:36.912Z",
            "__v": 0,
            "downloadUrl": ""
        }
        """;

    [Fact]
    public void The_vendors_sample_of_a_bot_export_is_read_without_loss()
    {
        var export = ReadBot(BotSample);
        Assert.Equal("ber-a59b2599-xxxx-xxxx-a3ad-3109e08e427a", export.Id);
        Assert.Equal("st-asked", export.BotId);
        Assert.Equal("st-6fa10d24-xxxx-xxxx-b457-1e33a82b115e", export.StreamId);
        Assert.Equal("pending", export.Status);
        Assert.Equal(KoreExportState.Running, export.State);
        Assert.Equal("u-ccdc35ab-xxxx-5xxxx-bd74-df7ae1afcfe6", export.CreatedBy);
        Assert.Equal("latest", export.ExportType);
        Assert.Equal("Botexport", export.RequestType);
        Assert.Equal(new DateTimeOffset(2024, 9, 30, 8, 12, 3, 442, TimeSpan.Zero), export.CreatedOn);
        Assert.Equal(TimeSpan.Zero, export.CreatedOn!.Value.Offset);
        Assert.Equal(0, export.DocumentVersion);
        Assert.Empty(export.AdditionalProperties);
        Assert.False(export.HasDownloadLink);
    }

    [Fact]
    public void The_vendors_sample_of_an_utterance_export_is_read_without_loss()
    {
        var export = ReadMl(MlSample);
        Assert.Equal("dx-aaxxxxxx-bxxe-5xxc-bxxf-31xxxxxxxxxx", export.Id);
        Assert.Equal("sx-6xxxxxx2-5xx1-5xx0-b9xx-8cxxxxxxxxxx", export.StreamId);
        Assert.Equal("SUCCESS", export.Status);
        Assert.Equal(KoreExportState.Succeeded, export.State);
        Assert.Equal(100, export.PercentComplete);
        Assert.Equal("u-5dxxxxxx-bxx1-5xx0-axx8-2exxxxxxxxxx", export.CreatedBy);
        Assert.Equal("ML_UTTERANCE", export.JobType);
        Assert.Equal("EXPORT", export.Action);
        Assert.Equal(1, export.CountOfDockStatuses);
        Assert.Equal("CSV", export.FileType);
        Assert.Empty(export.StatusLogs);
        Assert.Equal(new DateTimeOffset(2019, 6, 27, 6, 49, 15, 726, TimeSpan.Zero), export.LastModified);
        Assert.Equal(new DateTimeOffset(2019, 6, 27, 6, 49, 15, 572, TimeSpan.Zero), export.CreatedOn);
        Assert.Equal(new DateTimeOffset(2023, 7, 25, 15, 23, 36, 912, TimeSpan.Zero), export.RequestedTime);
        Assert.Equal(0, export.DocumentVersion);
        Assert.Empty(export.AdditionalProperties);
        Assert.Equal("", export.GetDownloadUrl());
        Assert.False(export.HasDownloadLink);
    }

    [Fact]
    public void A_finished_bot_export_has_link_file_and_size_though_the_size_is_text()
    {
        var export = ReadBot("""{"_id":"ber-1","status":"success","downloadURL":"https://h/f.zip?s=x$$","fileId":"f-1","fileSize":"123456789012"}""");
        Assert.Equal("https://h/f.zip?s=x$$", export.GetDownloadUrl());
        Assert.Equal("f-1", export.FileId);
        Assert.Equal(123456789012, export.FileSize);
    }

    [Theory]
    [InlineData("downloadURL")]
    [InlineData("downloadUrl")]
    public void The_link_is_found_in_either_spelling_by_either_export(string field)
    {
        var json = $$"""{"_id":"1","status":"success","{{field}}":"https://h/f"}""";
        Assert.Equal("https://h/f", ReadBot(json).GetDownloadUrl());
        Assert.Equal("https://h/f", ReadMl(json).GetDownloadUrl());
    }

    [Theory]
    [InlineData("", "https://h/f", "https://h/f")]
    [InlineData("https://h/f", "", "https://h/f")]
    [InlineData("https://h/f", "https://h/g", "https://h/f")]
    [InlineData("", "", "")]
    [Fault(FaultArea.Waiting, "the link under both of its names, one of them empty", "the one that is not empty is taken")]
    public void Of_two_links_the_one_that_is_there_is_taken(string first, string second, string taken)
    {
        var json = $$"""{"_id":"1","status":"success","downloadURL":"{{first}}","downloadUrl":"{{second}}"}""";
        Assert.Equal(taken, ReadBot(json).GetDownloadUrl());
        Assert.Equal(taken, ReadMl(json).GetDownloadUrl());
    }

    [Theory]
    [InlineData("pending", KoreExportState.Running)]
    [InlineData("IN_PROGRESS", KoreExportState.Running)]
    [InlineData("QUEUED_SOMEWHERE", KoreExportState.Running)]
    [InlineData("", KoreExportState.Running)]
    [InlineData("success", KoreExportState.Succeeded)]
    [InlineData("SUCCESS", KoreExportState.Succeeded)]
    [InlineData("failure", KoreExportState.Failed)]
    [InlineData("Failed", KoreExportState.Failed)]
    [InlineData("FAILED", KoreExportState.Failed)]
    public void A_status_word_means_the_same_in_any_case(string word, KoreExportState state) =>
        Assert.Equal(state, ReadBot($$"""{"_id":"1","status":"{{word}}"}""").State);

    [Fact]
    public void Fields_nobody_knows_are_kept_as_plain_values()
    {
        var extra = ReadBot("""{"_id":"1","status":"pending","new":{"a":[1,2.5,true,null,"x"]},"n":7}""").AdditionalProperties;
        Assert.Equal(["n", "new"], extra.Keys.Order());
        Assert.Equal(7L, extra["n"]);
        var inner = Assert.IsType<Dictionary<string, object?>>(extra["new"]);
        Assert.Equal(new object?[] { 1L, 2.5, true, null, "x" }, Assert.IsType<object?[]>(inner["a"]));
    }

    [Fact]
    public void Links_in_unknown_fields_are_masked()
    {
        var extra = ReadBot("""
            {"_id":"1","status":"success","store":{"urlParams":"e=1&n=2&s=Signature$$","deep":[{"s":"Signature$$"}]},
             "other":"see https://h/api/getMediaStream/market/f-1.zip?e=1&n=2&s=Signature$$ there",
             "token":"eyJhbGciOiJIUzI1NiJ9.eyJhcHBJZCI6IjEifQ.c2lnbmF0dXJl"}
            """).AdditionalProperties;
        var shown = JsonSerializer.Serialize(extra);
        Assert.DoesNotContain("Signature", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("eyJ", shown, StringComparison.Ordinal);
        Assert.Contains("see https://h/api/getMediaStream/market/f-1.zip?*** there", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void An_export_shows_no_link_when_printed_or_serialised()
    {
        KoreExportJob export = ReadBot("""{"_id":"1","status":"success","downloadURL":"https://h/f?s=Signature$$"}""");
        Assert.True(export.HasDownloadLink);
        Assert.DoesNotContain("Signature", export.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Signature", JsonSerializer.Serialize(export), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        """{"_id":7,"status":true,"createdOn":"yesterday","__v":"x","fileSize":{},"percentageComplete":"half","statusLogs":"none"}""")]
    [InlineData("""{"_id":null,"status":null,"createdOn":null,"__v":null,"fileSize":null,"statusLogs":null,"downloadURL":null}""")]
    [InlineData("""{"status":[],"createdOn":{},"requestedTime":99999999999999999,"lMod":-1,"__v":1e300,"fileSize":"9e9","percentageComplete":"1e999"}""")]
    [InlineData("""{"status":"","statusLogs":[1,null,{"a":1},["b"]],"a":1e999,"a":2}""")]
    public void Fields_of_another_type_break_nothing(string json)
    {
        Assert.Equal(KoreExportState.Running, ReadBot(json).State);
        var ml = ReadMl(json);
        Assert.Null(ml.CreatedOn);
        Assert.True(ml.PercentComplete is null || double.IsFinite(ml.PercentComplete.Value));
    }

    [Theory]
    [InlineData("1719470955726")]
    [InlineData("\"2024-06-27T06:49:15.726Z\"")]
    [InlineData("\"2024-06-27T08:49:15.726+02:00\"")]
    [InlineData("\"2024-06-27T06:49:15.726\"")]
    public void Times_are_utc_in_whatever_form_they_come(string time) =>
        Assert.Equal(
            new DateTimeOffset(2024, 6, 27, 6, 49, 15, 726, TimeSpan.Zero), ReadBot($$"""{"_id":"1","createdOn":{{time}}}""").CreatedOn);

    [Theory]
    [InlineData("\"message\":\"disk full\"", "disk full")]
    [InlineData("\"statusLogs\":[\"step 1\",\"step 2 failed\"]", "step 1; step 2 failed")]
    [InlineData("\"message\":\"disk full\",\"statusLogs\":[\"disk full\",\"gave up\"]", "disk full; gave up")]
    [InlineData("\"failureReason\":\"x\"", "x")]
    [InlineData("\"statusLogs\":[]", null)]
    [InlineData("\"message\":\"\"", null)]
    public void The_reason_of_a_failure_is_found_where_it_may_be(string fields, string? reason) =>
        Assert.Equal(reason, ReadMl($$"""{"_id":"1","status":"FAILED",{{fields}}}""").FailureReason);

    [Fact]
    public void Text_of_the_platform_cannot_steer_a_terminal()
    {
        var export = ReadMl("""{"_id":"1\u001b[2J","status":"FAILED\u0007","message":"\u001b]0;title\u0007red\u001b[31m","statusLogs":["a\r\nb\u202Ec"],"new\u001b":"x\u009b1m"}""");
        var shown = string.Concat(
            export.Id,
            export.Status,
            export.FailureReason,
            export.StatusLogs[0],
            string.Concat(export.AdditionalProperties.Keys),
            string.Concat(export.AdditionalProperties.Values));
        Assert.DoesNotContain(shown, char.IsControl);
        Assert.DoesNotContain('\u202E', shown);
    }

    private static KoreBotExport ReadBot(string json)
    {
        using var document = JsonDocument.Parse(json);
        return ExportParser.ReadBotExport(document.RootElement.Clone(), BotId.Parse("st-asked"));
    }

    private static KoreMlExport ReadMl(string json)
    {
        using var document = JsonDocument.Parse(json);
        return ExportParser.ReadMlExport(document.RootElement.Clone(), BotId.Parse("st-asked"));
    }
}

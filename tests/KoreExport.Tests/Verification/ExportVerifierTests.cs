using System.Text;
using KoreExport.Downloads;
using KoreExport.Verification;
using Xunit;

namespace KoreExport.Tests.Verification;

/// <summary>Utterance files: text, of which nobody says how long it is.</summary>
public sealed class ExportVerifierTests
{
    private static readonly byte[] Bom = [0xEF, 0xBB, 0xBF];
    private static readonly byte[] Json = Encoding.UTF8.GetBytes(Samples.Json);
    private static readonly byte[] Csv = Encoding.UTF8.GetBytes(Samples.Csv);

    [Theory]
    [InlineData("JSON", "json")]
    [InlineData("json", "json")]
    [InlineData("CSV", "csv")]
    [InlineData("csv", "csv")]
    public async Task The_file_is_called_what_was_asked_for(string type, string extension)
    {
        var saved = await SavesAsync(extension == "json" ? Json : Csv, type);
        Assert.EndsWith("." + extension, saved.FullName, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("json")]
    public async Task The_sandbox_gives_utterances_in_both_formats(string type)
    {
        using var fixture = SaveFixture.OnSandbox();
        var saved = await fixture.SaveAsync(await fixture.ExportAsync(type));
        Assert.Equal("utterances", Path.GetFileNameWithoutExtension(saved.FullName));
        Assert.EndsWith("." + type, saved.FullName, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_type_in_the_answer_the_link_tells_the_format()
    {
        using var server = new RawDownloadServer(
            static request => new ServedFile(request.Target.Contains(".json?", StringComparison.Ordinal) ? Json : Csv).Answer(request));
        using var fixture = new SaveFixture(server.Uri);
        var json = server.Link().Replace(".zip?", ".json?", StringComparison.Ordinal);
        Assert.EndsWith(
            ".json",
            (await fixture.SavesAsync(SaveFixture.MlExport(json, null), Json, new SaveOptions { Folder = fixture.Folder })).FullName,
            StringComparison.Ordinal);
        var csv = await fixture.SavesAsync(SaveFixture.MlExport(server.Link(), null), Csv, new SaveOptions { Folder = fixture.Folder });
        Assert.EndsWith(".csv", csv.FullName, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(-1)]
    [Fault(FaultArea.Saving, "JSON cut off", "KoreFileCorrupt; nothing is saved")]
    public async Task Json_that_is_cut_off_is_not_saved(int length) =>
        await RefusesAsync(Json[..(length < 0 ? Json.Length - 1 : length)], "JSON", "not whole JSON");

    [Fact]
    public async Task Json_cut_at_any_byte_is_never_saved()
    {
        for (var length = 0; length < Json.Length; length++)
        {
            using var cut = new MemoryStream(Json[..length]);
            await Assert.ThrowsAnyAsync<System.Text.Json.JsonException>(() => JsonVerifier.ReadAsync(cut, default));
        }
    }

    [Theory]
    [InlineData("\"text\"")]
    [InlineData("12")]
    [InlineData("true")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"utterances\":[{\"errors\":1}]}")]
    [InlineData("{\"message\":\"Internal Server Error\"}")]
    [Fault(FaultArea.Saving, "JSON of utterances that is no list", "KoreFileCorrupt; nothing is saved")]
    public async Task What_is_no_list_is_not_a_file_of_utterances(string json) =>
        await RefusesAsync(Encoding.UTF8.GetBytes(json), "JSON", "not a list of utterances");

    [Theory]
    [InlineData("{\"errors\":[{\"msg\":\"Permission denied. Scope is incorrect!\",\"code\":4002}]}")]
    [InlineData(" { \"errors\" : [ { \"msg\" : \"x\" } ] }")]
    [InlineData("\uFEFF{\r\n  \"errors\": []\r\n}")]
    [Fault(FaultArea.Saving, "error of the platform in place of the utterances", "KoreFileCorrupt; nothing is saved")]
    public async Task An_error_of_the_platform_is_not_a_file_of_utterances(string json)
    {
        var body = Encoding.UTF8.GetBytes(json);
        await RefusesAsync(body, "JSON", "error message of the platform");
        await RefusesAsync(body, "CSV", "it is JSON, perhaps an error message of the platform");
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("[{\"errors\":[]}]")]
    [InlineData(" [ 1 ] \r\n")]
    public async Task Any_list_is_taken_as_it_is(string json) => await SavesAsync(Encoding.UTF8.GetBytes(json), "JSON");

    [Theory]
    [InlineData("[1] [2]")]
    [InlineData("[1],")]
    [InlineData("[1]x")]
    [InlineData("{'a':1}")]
    [InlineData("<html></html>")]
    [InlineData("utterance,intent\n")]
    public async Task What_is_not_one_json_document_is_not_saved(string json) =>
        await RefusesAsync(Encoding.UTF8.GetBytes(json), "JSON", "not whole JSON");

    [Fact]
    [Fault(FaultArea.Saving, "byte order mark before JSON or CSV", "saved as it came")]
    public async Task A_byte_order_mark_does_no_harm()
    {
        await SavesAsync([.. Bom, .. Json], "JSON");
        await SavesAsync([.. Bom, .. Csv], "CSV");
    }

    [Fact]
    public async Task Json_larger_than_any_buffer_is_read_to_its_end()
    {
        var large = Encoding.UTF8.GetBytes("[\"" + new string('x', 300_000) + "\"," + string.Join(',', Enumerable.Range(0, 100_000)) + "]");
        await SavesAsync(large, "JSON");
        await RefusesAsync(large[..^1], "JSON", "not whole JSON");
    }

    [Fact]
    public async Task An_error_about_json_does_not_quote_the_file()
    {
        var failure = await RefusesAsync("[\"apiKey-4711\", apiKey-4712]"u8.ToArray(), "JSON", "not whole JSON");
        Assert.DoesNotContain("4712", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    [Fault(FaultArea.Saving, "binary in place of CSV", "KoreFileCorrupt; nothing is saved")]
    public async Task Binary_is_not_csv()
    {
        await RefusesAsync(Samples.Zip(), "CSV", "text");
        await RefusesAsync([.. Csv, 0], "CSV", "not a text file");
        await RefusesAsync([.. Csv, 0xFF, 0xFE], "CSV", "not text in UTF-8");
        await RefusesAsync([.. Csv, 0xC3], "CSV", "not text in UTF-8");
    }

    [Theory]
    [InlineData("<!DOCTYPE html><html>Sign in</html>")]
    [InlineData("\r\n  <html lang=\"en\">")]
    [InlineData("<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>")]
    [InlineData("<!-- a portal --><html>")]
    [InlineData("\uFEFF<HTML>")]
    [InlineData("<Error><Code>AccessDenied</Code></Error>")]
    [InlineData("<h1>502 Bad Gateway</h1>, sorry")]
    [InlineData("<center>nginx</center>")]
    [Fault(FaultArea.Saving, "HTML or XML in place of CSV", "KoreFileCorrupt; nothing is saved")]
    public async Task A_page_is_not_csv(string page) => await RefusesAsync(Encoding.UTF8.GetBytes(page), "CSV", "web page");

    [Theory]
    [InlineData("{\"message\": \"Internal Server Error\"}")]
    [InlineData("{ \"status\":500, \"errors\":[] }")]
    [InlineData("{}")]
    [InlineData("[{\"taskName\":\"greet\",\"sentence\":\"hello\"}]")]
    [InlineData("[]")]
    [Fault(FaultArea.Saving, "JSON in place of CSV", "KoreFileCorrupt; nothing is saved")]
    public async Task Json_is_not_csv(string json) => await RefusesAsync(Encoding.UTF8.GetBytes(json), "CSV", "it is JSON");

    [Theory]
    [InlineData("Internal Server Error")]
    [InlineData("OK\r\n")]
    [InlineData("\r\nGateway Timeout\r\nplease, try again")]
    [Fault(FaultArea.Saving, "an error message of bare words in place of CSV", "KoreFileCorrupt; nothing is saved")]
    public async Task Bare_words_are_not_csv(string words) =>
        await RefusesAsync(Encoding.UTF8.GetBytes(words), "CSV", "its first line has no columns");

    [Fact]
    public async Task A_first_line_of_any_length_has_its_columns()
    {
        await SavesAsync(Encoding.UTF8.GetBytes(new string('x', 10_000) + ",intent\n"), "CSV");
        await SavesAsync(Encoding.UTF8.GetBytes(new string('\n', 500) + "utterance,intent\n"), "CSV");
    }

    [Theory]
    [InlineData("")]
    [InlineData("\r\n\r\n")]
    [InlineData("\uFEFF")]
    [Fault(FaultArea.Saving, "empty file", "KoreFileCorrupt; nothing is saved")]
    public async Task An_empty_file_is_not_csv(string content) => await RefusesAsync(Encoding.UTF8.GetBytes(content), "CSV", "empty");

    [Theory]
    [InlineData("utterance,intent\n")]
    [InlineData("\"<b>bold</b>\",greet\n")]
    [InlineData("größe €,日本語\n")]
    [InlineData("taskName;sentence;type\r\na;b;c")]
    [InlineData("a\tb")]
    [InlineData("[greeting],hello\n")]
    [InlineData("{name},greet\n")]
    [InlineData("{\"quoted\"},greet\n")]
    public async Task Other_text_is_taken_as_it_is(string csv) => await SavesAsync(Encoding.UTF8.GetBytes(csv), "CSV");

    [Fact]
    public async Task A_character_on_the_border_of_two_reads_is_whole()
    {
        var csv = Encoding.UTF8.GetBytes("utterance,intent\n" + string.Concat(Enumerable.Repeat("€", 100_000)));
        await SavesAsync(csv, "CSV");
    }

    private static async Task<KoreSavedExport> SavesAsync(byte[] content, string type)
    {
        using var server = new RawDownloadServer(new ServedFile(content).Answer);
        using var fixture = new SaveFixture(server.Uri);
        return await fixture.SavesAsync(SaveFixture.MlExport(server.Link(), type), content);
    }

    private static async Task<KoreException> RefusesAsync(byte[] content, string type, string reason)
    {
        using var server = new RawDownloadServer(new ServedFile(content).Answer);
        using var fixture = new SaveFixture(server.Uri);
        var failure = await fixture.RefusesAsync(KoreErrorId.FileCorrupt, SaveFixture.MlExport(server.Link(), type));
        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
        return failure;
    }
}

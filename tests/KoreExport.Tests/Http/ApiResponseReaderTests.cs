using System.IO.Compression;
using System.Text;
using KoreExport.Http;
using Xunit;

namespace KoreExport.Tests.Http;

public sealed class ApiResponseReaderTests
{
    [Theory]
    [InlineData("<!DOCTYPE html><html></html>", "text/html", "web page")]
    [InlineData("  \r\n <html>", "application/json", "web page")]
    [InlineData("Please sign in", "text/html; charset=utf-8", "web page")]
    [InlineData("{\"_id\":\"ber-1\",\"sta", "application/json", "not whole JSON")]
    [InlineData("{\"_id\":\"ber-1\"}}", "application/json", "not whole JSON")]
    [InlineData("OK", "application/json", "not whole JSON")]
    [InlineData("", "application/json", "empty")]
    [InlineData("[1,2,3]", "application/json", "does not describe an export")]
    [InlineData("null", "application/json", "does not describe an export")]
    [InlineData("\"success\"", "application/json", "does not describe an export")]
    [InlineData("{}", "application/json", "does not describe an export")]
    [InlineData("{\"data\":{\"_id\":\"ber-1\"}}", "application/json", "does not describe an export")]
    [Fault(FaultArea.Talking, "HTML instead of JSON", "asked again; then KoreResponseInvalid: it is a web page")]
    [Fault(FaultArea.Talking, "truncated JSON", "asked again; then KoreResponseInvalid: it is not whole JSON")]
    [Fault(FaultArea.Talking, "an empty 200", "asked again; then KoreResponseInvalid: it is empty")]
    [Fault(FaultArea.Talking, "JSON of the wrong shape", "KoreResponseInvalid: it does not describe an export")]
    public async Task An_answer_that_is_none_is_refused_with_the_reason(string body, string type, string reason)
    {
        using var server = WireServer.Answering(
            $"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: {type}\r\nContent-Length: {body.Length}\r\n\r\n{body}");
        using var fixture = CoreFixture.Facing(server.Uri, new BenchSession { Retries = 2 });
        var refused = await fixture.FailsAsync(KoreErrorId.ResponseInvalid, () => fixture.StatusAsync());
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        Assert.Equal("st-1", refused.Target);
        Assert.Equal(KoreErrorCategory.InvalidData, refused.Category);
    }

    [Fact]
    public async Task A_broken_answer_that_was_an_exception_is_forgotten()
    {
        using var fixture = CoreFixture.WithSandbox();
        await fixture.StartBotAsync();
        fixture.Faults.Api.HtmlCount = 1;
        fixture.Faults.Api.EmptyBodyCount = 1;
        fixture.Faults.Api.TruncatedJsonCount = 1;
        Assert.Equal("pending", (await fixture.StatusAsync()).Status);
        Assert.Equal(3, fixture.Log.Retries.Count);
    }

    [Theory]
    [InlineData(200, KoreErrorId.ResponseInvalid)]
    [InlineData(500, KoreErrorId.ServerError)]
    [Fault(FaultArea.Talking, "50 MB where 1 KB is expected", "read up to 4 MB, then the connection is closed; KoreResponseInvalid")]
    public async Task An_answer_without_end_is_not_read_to_its_end(int status, string errorId)
    {
        var taken = new TaskCompletionSource<long>();
        using var server = WireServer.Start(async wire =>
        {
            await wire.ReadRequestAsync();
            await wire.SendAsync($"HTTP/1.1 {status} Status\r\nContent-Length: 52428800\r\n\r\n{{\"filler\":\"");
            taken.TrySetResult(await wire.SendForeverAsync(Encoding.ASCII.GetBytes(new string('x', 65536)), 52428800 - 11));
        });
        using var fixture = CoreFixture.Facing(server.Uri, new BenchSession { Retries = 0 });
        await fixture.FailsAsync(errorId, () => fixture.StatusAsync());

        // What is beyond the limit sits in the buffers of the two sockets.
        Assert.InRange(await taken.Task, BoundedBody.MaximumBytes, 32 * 1024 * 1024);
    }

    [Fact]
    public async Task An_answer_without_end_is_not_read_when_its_length_is_not_told()
    {
        using var fixture = CoreFixture.WithSandbox();
        await fixture.StartBotAsync();
        fixture.Faults.Api.HugeBodyCount = int.MaxValue;
        var refused = await fixture.FailsAsync(KoreErrorId.ResponseInvalid, () => fixture.AskOnceAsync());
        Assert.Contains("longer than 4 MB", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Fault(FaultArea.Talking, "a small gzip that unpacks to gigabytes", "unpacked up to 4 MB; KoreResponseInvalid")]
    public async Task A_compressed_answer_is_measured_unpacked()
    {
        var bomb = Gzip(new string(' ', 64 * 1024 * 1024) + "{}");
        Assert.True(bomb.Length < 1_000_000);
        using var server = Compressed(bomb, "gzip");
        using var fixture = CoreFixture.Facing(server.Uri, new BenchSession { Retries = 0 });
        var refused = await fixture.FailsAsync(KoreErrorId.ResponseInvalid, () => fixture.StatusAsync());
        Assert.Contains("longer than 4 MB", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("x-gzip")]
    [InlineData("GZIP")]
    [Fault(FaultArea.Talking, "Content-Encoding: gzip, although nobody asked for it", "unpacked")]
    public async Task A_compressed_answer_is_unpacked(string encoding)
    {
        using var server = Compressed(Gzip(Wire.PendingJob), encoding);
        using var fixture = CoreFixture.Facing(server.Uri);
        Assert.Equal("ber-1", (await fixture.StatusAsync()).Id);
        Assert.False(server.Requests[0].Headers.ContainsKey("Accept-Encoding"));
    }

    [Fact]
    [Fault(FaultArea.Talking, "Content-Encoding: gzip, but the bytes are not", "asked again; then KoreUnreachable")]
    public async Task A_compressed_answer_that_is_damaged_is_no_answer()
    {
        using var server = Compressed(Encoding.ASCII.GetBytes(Wire.PendingJob), "gzip");
        using var fixture = CoreFixture.Facing(server.Uri, new BenchSession { Retries = 1 });
        await fixture.FailsAsync(KoreErrorId.Unreachable, () => fixture.StatusAsync());
        Assert.Equal(2, server.Connections);
    }

    [Fact]
    public async Task A_byte_order_mark_is_passed_over()
    {
        using var server = WireServer.Answering(Wire.Answer(200, "\uFEFF" + Wire.PendingJob));
        using var fixture = CoreFixture.Facing(server.Uri);
        Assert.Equal("ber-1", (await fixture.StatusAsync()).Id);
    }

    [Theory]
    [InlineData("\"name\":\"half an emoji \\ud83d\"")]
    [InlineData("\"name\":\"\\uDE00 the other half\"")]
    [InlineData("\"na\\ud83dme\":\"x\"")]
    [InlineData("\"createdBy\":\"\\ud83d\",\"statusLogs\":[\"\\ud83d\"],\"message\":\"\\ud83d\"")]
    [InlineData("\"name\":\"\\\\ud83d is text\"")]
    [Fault(FaultArea.Talking, "text cut in the middle of a character", "shown with a replacement character")]
    public async Task Half_a_character_breaks_nothing(string field)
    {
        using var server = WireServer.Answering(Wire.Answer(200, $$"""{"_id":"ber-1","status":"failed",{{field}}}"""));
        using var fixture = CoreFixture.Facing(server.Uri);
        Assert.Equal("ber-1", (await fixture.StatusAsync()).Id);
    }

    [Fact]
    public async Task Whole_characters_come_through_whatever_the_form()
    {
        using var server = WireServer.Answering(
            Wire.Answer(200, """{"_id":"ber-1","status":"failed","message":"ü \u00fc 😀 \ud83d\ude00 \\ud83d"}"""));
        using var fixture = CoreFixture.Facing(server.Uri);
        Assert.Equal("ü ü 😀 😀 \\ud83d", (await fixture.StatusAsync()).FailureReason);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(400)]
    [Fault(FaultArea.Talking, "text that is not UTF-8", "shown with a replacement character")]
    public async Task Text_in_another_encoding_breaks_nothing(int status)
    {
        var body = Encoding.Latin1.GetBytes(
            """{"_id":"ber-1","status":"pr\u00eat","name":"é","errors":#}""".Replace(
                "#", status == 200 ? "[]" : """[{"msg":"é","code":400}]""", StringComparison.Ordinal));
        using var server = WireServer.Start(async wire =>
        {
            await wire.ReadRequestAsync();
            await wire.SendAsync($"HTTP/1.1 {status} Status\r\nConnection: close\r\nContent-Length: {body.Length}\r\n\r\n");
            await wire.SendAsync(body);
        });
        using var fixture = CoreFixture.Facing(server.Uri);
        if (status == 200)
        {
            Assert.Equal("\uFFFD", (await fixture.StatusAsync()).AdditionalProperties["name"]);
        }
        else
        {
            Assert.Equal("\uFFFD", (await fixture.FailsAsync(KoreErrorId.RequestRejected, () => fixture.StatusAsync())).PlatformMessage);
        }
    }

    [Fact]
    public async Task An_answer_nested_without_end_is_refused()
    {
        var deep =
            $$"""{"_id":"ber-1","a":{{string.Concat(Enumerable.Repeat("[", 5000))}}{{string.Concat(Enumerable.Repeat("]", 5000))}}}""";
        using var server = WireServer.Answering(Wire.Answer(200, deep));
        using var fixture = CoreFixture.Facing(server.Uri, new BenchSession { Retries = 0 });
        await fixture.FailsAsync(KoreErrorId.ResponseInvalid, () => fixture.StatusAsync());
    }

    [Fact]
    public async Task The_words_of_an_error_are_cleaned_and_cut()
    {
        using var server = WireServer.Answering(
            Wire.Error(400, 400, "\u001b[31mred\u0007\r\nnext\u202Eline " + new string('x', 10_000) + "{0} %s"));
        using var fixture = CoreFixture.Facing(server.Uri);
        var refused = await fixture.FailsAsync(KoreErrorId.RequestRejected, () => fixture.StatusAsync());
        Assert.DoesNotContain(refused.Message, character => char.IsControl(character) || character == '\u202E');
        Assert.InRange(refused.Message.Length, 100, 700);
        Assert.Contains("next", refused.PlatformMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(-8)]
    [InlineData(12)]
    [Fault(FaultArea.Talking, "a gzip answer that was cut off before it was sent", "asked again; then KoreUnreachable")]
    public async Task A_compressed_answer_that_was_cut_is_no_answer(int length)
    {
        var whole = Gzip(Wire.PendingJob);
        using var server = Compressed(whole[..(length < 0 ? whole.Length + length : length)], "gzip");
        using var fixture = CoreFixture.Facing(server.Uri, new BenchSession { Retries = 1 });
        await fixture.FailsAsync(KoreErrorId.Unreachable, () => fixture.StatusAsync());
        Assert.Equal(2, server.Connections);
    }

    [Fact]
    [Fault(
        FaultArea.Talking,
        "Content-Encoding: br or another one that nobody asked for",
        "asked again; then KoreResponseInvalid, which names it")]
    public async Task An_encoding_that_nobody_asked_for_is_named()
    {
        using var server = Compressed(Samples.Noise(1, 200), "br");
        using var fixture = CoreFixture.Facing(server.Uri, new BenchSession { Retries = 1 });
        var failure = await fixture.FailsAsync(KoreErrorId.ResponseInvalid, () => fixture.StatusAsync());
        Assert.Contains("Content-Encoding is BR", failure.Message, StringComparison.Ordinal);
        Assert.Equal(2, server.Connections);
    }

    private static byte[] Gzip(string text)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return buffer.ToArray();
    }

    private static WireServer Compressed(byte[] body, string encoding) => WireServer.Start(async wire =>
    {
        await wire.ReadRequestAsync();
        await wire.SendAsync(
            $"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Encoding: {encoding}\r\nContent-Length: {body.Length}\r\n\r\n");
        await wire.SendAsync(body);
    });
}

using System.Collections;
using System.Text.Json;
using KoreExport.Downloads;
using Xunit;

namespace KoreExport.Tests.Downloads;

/// <summary>
/// A signed link is as good as the file: it is in requests, and nowhere else. Every other test of saving looks for it, too.
/// </summary>
public sealed class FileDownloaderSecretTests
{
    private static readonly byte[] Zip = Samples.Zip();

    [Theory]
    [InlineData("reset")]
    [InlineData("cut")]
    [InlineData("403")]
    [InlineData("503")]
    [InlineData("400")]
    [InlineData("circle")]
    [InlineData("redirect to a file")]
    [InlineData("redirect to nonsense")]
    [InlineData("no status line")]
    [InlineData("escape codes")]
    [InlineData("no header")]
    [InlineData("no chunks")]
    [InlineData("not a zip that quotes the link")]
    [InlineData("tls")]
    [InlineData("nobody listens")]
    [InlineData("unknown host")]
    [InlineData("unreadable")]
    [Fault(FaultArea.Secrets, "a download fails, in whatever way", "no signed link in messages, inner exceptions, advice or log lines")]
    public async Task No_failed_download_shows_its_link(string fault)
    {
        RawDownloadServer server = null!;
        server = new RawDownloadServer(request => request.IsDownload ? Answer(fault, server, request) : RawReply.Json(Status(server)));
        using (server)
        {
            using var fixture = new SaveFixture(server.Uri, retries: 1);
            var link = fault switch
            {
                "tls" => server.Link().Replace("http:", "https:", StringComparison.Ordinal),
                "nobody listens" => server.Link().Replace(server.Uri.Authority, "127.0.0.1:1", StringComparison.Ordinal),
                "unknown host" => server.Link().Replace(server.Uri.Authority, "no-such-host.invalid", StringComparison.Ordinal),
                "unreadable" => server.Link().Replace("://", ":/ /", StringComparison.Ordinal),
                _ => server.Link(),
            };
            var export = SaveFixture.BotExport(link, Zip.Length);
            var failure = await Assert.ThrowsAsync<KoreException>(
                () => fixture.SaveUncheckedAsync(export, new SaveOptions { Folder = fixture.Folder }));
            Assert.Empty(fixture.Listing());
            fixture.AssertNoSecretIn(failure);
            fixture.AssertNoSecretIn(Everything(failure));
            fixture.AssertNoSecretIn(fixture.Log.Lines);
            Assert.DoesNotContain(
                Everything(failure).Concat(fixture.Log.Lines),
                static text => text.Any(static one => char.IsControl(one) && one is not ('\r' or '\n')));
            Assert.DoesNotContain(
                Everything(failure).Concat(fixture.Log.Lines), static text => text.Contains("n=4711", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_saved_export_does_not_show_its_link()
    {
        using var server = new RawDownloadServer(new ServedFile(Zip).Answer);
        using var fixture = new SaveFixture(server.Uri);
        var saved = await fixture.SaveAsync(SaveFixture.BotExport(server.Link(), Zip.Length));
        fixture.AssertNoSecretIn([JsonSerializer.Serialize(saved), saved.ToString()]);
        Assert.DoesNotContain("getMediaStream", JsonSerializer.Serialize(saved), StringComparison.Ordinal);
        Assert.Contains(fixture.Log.Lines, static line => line.Contains("getMediaStream", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_log_tells_of_each_request_without_its_query()
    {
        var file = new ServedFile(Zip);
        var count = 0;
        using var server = new RawDownloadServer(request => count++ == 0 ? file.Answer(request).CutAt(1000) : file.Answer(request));
        using var fixture = new SaveFixture(server.Uri);
        await fixture.SaveAsync(SaveFixture.BotExport(server.Link("e=1&n=4711&extra=%2B"), Zip.Length));
        var address = $"{server.Uri}api/getMediaStream/market/f-0c1d.zip";
        Assert.Equal($"GET {address} -> 200, from byte 0.", fixture.Log.Lines[0]);
        Assert.Contains("Retry 1 of 5 in 0.8 s, from byte 1000.", fixture.Log.Lines[1], StringComparison.Ordinal);
        Assert.Equal($"GET {address} -> 206, from byte 1000.", fixture.Log.Lines[2]);
        Assert.DoesNotContain(fixture.Log.Lines, static line => line.Contains("extra", StringComparison.Ordinal));
    }

    private static RawReply Answer(string fault, RawDownloadServer server, RawRequest request) => fault switch
    {
        "reset" => RawReply.Of(200, "x").ResetAt(-1),
        "cut" => new ServedFile(Zip) { ETag = null }.Answer(request).CutAt(100),
        "403" or "503" or "400" =>
            RawReply.Of(
                int.Parse(fault, System.Globalization.CultureInfo.InvariantCulture),
                $"<a href='{server.Link()}'>",
                "X-Link: " + server.Link()),
        "circle" => RawReply.Of(302, string.Empty, "Location: " + server.Link()),
        "redirect to a file" => RawReply.Of(302, string.Empty, $"Location: file:///etc/passwd?s={SaveFixture.Signature}"),
        "redirect to nonsense" => RawReply.Of(302, string.Empty, $"Location: http://[{SaveFixture.Signature}"),
        "no status line" => new RawReply($"{server.Link()} 200 OK\r\n\r\n", Zip),
        "escape codes" => new RawReply("\u001b[2J\u001b[31mHTTP\r\n\r\n", Zip),
        "no header" => new RawReply($"HTTP/1.1 200 OK\r\n{server.Link().Replace(':', '.')}\r\n\r\n", Zip),
        "no chunks" => RawReply.Of(200, System.Text.Encoding.ASCII.GetBytes($"{server.Link()}\r\n"), "Transfer-Encoding: chunked"),
        _ => RawReply.Of(200, new string(' ', Zip.Length - 200) + server.Link().PadRight(200)),
    };

    private static string Status(RawDownloadServer server) =>
        $$"""{"_id":"{{SaveFixture.Export}}","streamId":"{{SaveFixture.Bot}}","status":"success","createdOn":"2030-01-02T03:04:05.678Z","downloadURL":"{{server.Link()}}","fileSize":"{{Zip.Length}}"}""";

    private static List<string> Everything(KoreException failure)
    {
        var texts = new List<string> { failure.RecommendedAction, failure.PlatformMessage ?? string.Empty, failure.ErrorId };
        for (Exception? cause = failure; cause is not null; cause = cause.InnerException)
        {
            texts.Add(cause.ToString());
            texts.Add(cause.Source ?? string.Empty);
            texts.AddRange(cause.Data.Cast<DictionaryEntry>().Select(static entry => $"{entry.Key}={entry.Value}"));
        }

        return texts;
    }
}

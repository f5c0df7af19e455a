using KoreExport.Errors;
using Xunit;

namespace KoreExport.Tests.Errors;

public sealed class LogSanitizerTests
{
    private const string Jwt = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJhcHBJZCI6ImNzLTEifQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private const string Link = "https://kore.ai/api/getMediaStream/market/f-1.zip?e=1719470955&n=83&s=IkpXVCJ9Signature$$";

    [Theory]
    [InlineData("Invalid StreamId")]
    [InlineData("Größe: 5 µm, 漢字, 😀")]
    [InlineData("a.b.c is not a token, s=1 is no signature, and 100 % {0} stays")]
    [InlineData("https://kore.ai/api/public/bot/st-1/export")]
    public void Plain_text_stays_as_it_is(string text) => Assert.Equal(text, LogSanitizer.Sanitize(text));

    [Fact]
    public void Nothing_stays_nothing()
    {
        Assert.Equal("", LogSanitizer.Sanitize(null));
        Assert.Equal("", LogSanitizer.Sanitize(""));
    }

    [Theory]
    [InlineData(Jwt)]
    [InlineData("Bearer " + Jwt + " is bad")]
    [InlineData("\"auth\":\"" + Jwt + "\"")]
    [InlineData("eyJhbGciOiJSU0EtT0FFUCJ9.AAAA.BBBB.CCCC.DDDD")]
    [InlineData("eyJhbGciOiJub25lIn0.eyJhcHBJZCI6IjEifQ.")]
    [Fault(FaultArea.Secrets, "the platform or a proxy repeats our token in an answer", "*** stands in its place")]
    public void Tokens_are_masked(string text)
    {
        var clean = LogSanitizer.Sanitize(text);
        Assert.DoesNotContain("eyJ", clean, StringComparison.Ordinal);
        Assert.DoesNotContain("CCCC", clean, StringComparison.Ordinal);
        Assert.Contains(LogSanitizer.Mask, clean, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Link)]
    [InlineData("see " + Link + " there")]
    [InlineData("HTTPS://KORE.AI:443/x?S=1&s=IkpXVCJ9Signature$$")]
    [InlineData("/api/getMediaStream/media/f-1.csv?e=1&n=2&s=IkpXVCJ9Signature$$")]
    [InlineData("query was e=1&n=2&s=IkpXVCJ9Signature$$")]
    [Fault(FaultArea.Secrets, "a signed link in a message", "its query is masked")]
    public void Signed_links_lose_their_query(string text)
    {
        var clean = LogSanitizer.Sanitize(text);
        Assert.DoesNotContain("IkpXVCJ9Signature", clean, StringComparison.Ordinal);
        Assert.Contains(LogSanitizer.Mask, clean, StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_behind_a_lot_of_text_is_masked_or_cut_off()
    {
        for (var before = 0; before < 5000; before += 37)
        {
            var clean = LogSanitizer.Sanitize(new string('x', before) + " " + Jwt);
            Assert.DoesNotContain("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJ", clean, StringComparison.Ordinal);
            Assert.InRange(clean.Length, 1, 501);
        }
    }

    [Fact]
    [Fault(
        FaultArea.Names,
        "control characters and invisible marks in a name or message",
        "shown as blanks or replacement characters; no terminal obeys them")]
    public void No_control_character_and_no_invisible_mark_comes_through()
    {
        foreach (var evil in Enumerable.Range(0, 0x20).Append(0x7F).Concat(Enumerable.Range(0x80, 0x20)).Concat(
            [0x200B, 0x200F, 0x2028, 0x202A, 0x202E, 0x2066, 0x2069, 0xFEFF]))
        {
            var clean = LogSanitizer.Sanitize("a" + (char)evil + "b");
            Assert.Equal(3, clean.Length);
            Assert.NotEqual((char)evil, clean[1]);
            Assert.True(clean[1] is ' ' or '\uFFFD');
        }
    }

    [Fact]
    [Fault(FaultArea.Names, "a message of megabytes", "cut at 500 characters")]
    public void Long_text_is_cut()
    {
        Assert.Equal(501, LogSanitizer.Sanitize(new string('x', 10_000_000)).Length);
        Assert.Equal(new string('x', 500), LogSanitizer.Sanitize(new string('x', 500)));
    }

    [Fact]
    [Fault(FaultArea.Names, "a path of thousands of characters, or with control characters", "its beginning and its end, without them")]
    public void A_long_path_is_shown_by_its_beginning_and_its_end()
    {
        var path = "/start/" + new string('x', 5000) + "/end.zip";
        var shown = LogSanitizer.FilePath(path);
        Assert.Equal(501, shown.Length);
        Assert.StartsWith("/start/", shown, StringComparison.Ordinal);
        Assert.EndsWith("/end.zip", shown, StringComparison.Ordinal);
        Assert.Equal("/a\uFFFD[31mb c.zip", LogSanitizer.FilePath("/a\u001b[31mb\nc.zip"));
        Assert.Equal("/tmp/größe.zip", LogSanitizer.FilePath("/tmp/größe.zip"));
    }

    [Fact]
    [Fault(FaultArea.Names, "an error that is made up of such texts", "no control character in it, and at most 2,000 characters")]
    public void Errors_are_readable_whatever_they_are_made_up_of()
    {
        var text = "begin\u001b[2J " + new string('x', 100_000) + "\u202E end";
        var failure = new KoreException(KoreErrorId.Unexpected, KoreErrorCategory.NotSpecified, text, text);
        foreach (var shown in new[] { failure.Message, failure.RecommendedAction })
        {
            Assert.Equal(2001, shown.Length);
            Assert.StartsWith("begin\uFFFD[2J xx", shown, StringComparison.Ordinal);
            Assert.EndsWith("xx\uFFFD end", shown, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("https://user:Geheim-9@kore.ai:8443/a/b?s=x#f", "https://kore.ai:8443/a/b", "https://kore.ai:8443")]
    [InlineData("http://[::1]:8080/", "http://[::1]:8080/", "http://[::1]:8080")]
    public void An_address_is_shown_without_what_may_be_secret(string address, string shown, string host)
    {
        Assert.Equal(shown, LogSanitizer.Address(new Uri(address)));
        Assert.Equal(host, LogSanitizer.Host(new Uri(address)));
    }
}

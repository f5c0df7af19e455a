using System.Net;
using FsCheck;
using FsCheck.Fluent;
using KoreExport.Html;
using Xunit;

namespace KoreExport.Tests.Html;

public sealed class HtmlTextTests
{
    [Theory]
    [InlineData("<a href=\"x\">'&", "&lt;a href=&quot;x&quot;&gt;&#39;&amp;")]
    [InlineData("a\tb\nc", "a\tb\nc")]
    [InlineData("\u0000\u001b\r\u007f", "&#9216;&#9243;&#9229;&#9249;")]
    [InlineData("\u202e\u200b\ufeff", "&#10216;U+202E&#10217;&#10216;U+200B&#10217;&#10216;U+FEFF&#10217;")]
    [InlineData("ü\U0001F600\u200D", "&#252;&#128512;&#8205;")]
    [InlineData(null, "")]
    public void Text_is_no_markup_and_hides_nothing(string? text, string html) => Assert.Equal(html, HtmlText.Encode(text));

    [Fact]
    public void Any_text_comes_out_as_ascii_without_markup()
    {
        Prop.ForAll<string>(text =>
        {
            var html = HtmlText.Encode(text);
            return html.All(c => c is '\n' or '\t' or (>= ' ' and <= '~')) && html.IndexOfAny(['<', '>', '"', '\'']) < 0;
        }).QuickCheckThrowOnFailure();
        Assert.Equal("a\uFFFDb", WebUtility.HtmlDecode(HtmlText.Encode("a\uD800b")));
    }
}

using KoreExport.Definitions;
using Xunit;

namespace KoreExport.Tests.Definitions;

public sealed class PercentCodeTests
{
    // Taken from node: encodeURIComponent of each text.
    [Theory]
    [InlineData("a b", "a%20b")]
    [InlineData("-_.!~*'()", "-_.!~*'()")]
    [InlineData("ä€😀\n", "%C3%A4%E2%82%AC%F0%9F%98%80%0A")]
    [InlineData("100%;/?:@&=+$,#", "100%25%3B%2F%3F%3A%40%26%3D%2B%24%2C%23")]
    public void Texts_are_encoded_as_the_platform_does(string text, string encoded)
    {
        Assert.True(PercentCode.TryEncode(text, out var result));
        Assert.Equal(encoded, result);
        Assert.True(PercentCode.TryDecodeExactly(encoded, out var decoded));
        Assert.Equal(text, decoded);
    }

    [Theory]
    [InlineData("100%")]
    [InlineData("%zz")]
    [InlineData("%E4")]
    [InlineData("%ED%A0%80")]
    [InlineData("%C0%80")]
    public void What_decodeURIComponent_refuses_is_refused(string text) => Assert.False(PercentCode.TryDecode(text, out _));

    [Theory]
    [InlineData("%c3%a4")]
    [InlineData("a b%20")]
    [InlineData("%41")]
    public void What_would_not_come_back_is_not_decoded(string text) => Assert.False(PercentCode.TryDecodeExactly(text, out _));

    [Fact]
    public void Half_a_surrogate_pair_cannot_be_encoded() => Assert.False(PercentCode.TryEncode("\ud800", out _));
}

using System.Text;
using KoreExport.Definitions;
using Xunit;

namespace KoreExport.Tests.Definitions;

public sealed class JsonTextTests
{
    // Taken from node: JSON.stringify of each text.
    [Theory]
    [InlineData("plain", "\"plain\"")]
    [InlineData("\"\\/", "\"\\\"\\\\/\"")]
    [InlineData("\b\f\n\r\t\u0001\u001f\u007f", "\"\\b\\f\\n\\r\\t\\u0001\\u001f\u007f\"")]
    [InlineData("\u00a0\u2028\ufeffé😀", "\"\u00a0\u2028\ufeffé😀\"")]
    public void Texts_are_written_as_the_platform_does(string text, string token)
    {
        Assert.Equal(token, Encoding.UTF8.GetString(JsonText.Encode(text)));
        Assert.Equal(text, JsonText.Decode(Encoding.UTF8.GetBytes(token)));
        Assert.True(JsonText.TryDecodeExactly(Encoding.UTF8.GetBytes(token), out _));
    }

    // Test runners cannot pass such texts along.
    [Fact]
    public void Half_a_surrogate_pair_is_escaped()
    {
        Texts_are_written_as_the_platform_does("\ud800", "\"\\ud800\"");
        Texts_are_written_as_the_platform_does("\udc00\ud800x", "\"\\udc00\\ud800x\"");
    }

    [Theory]
    [InlineData("\"\\/\"")]
    [InlineData("\"\\u00e9\"")]
    [InlineData("\"\\u000A\"")]
    [InlineData("\"\\ud83d\\ude00\"")]
    public void Other_ways_to_write_a_text_are_told_apart(string token) =>
        Assert.False(JsonText.TryDecodeExactly(Encoding.UTF8.GetBytes(token), out _));
}

using System.Text.Json;
using KoreExport.Http;
using Xunit;

namespace KoreExport.Tests.Http;

public sealed class JsonElementExtensionsTests
{
    [Theory]
    [InlineData("""{"a":"x"}""", "x")]
    [InlineData("""{"a":1.50}""", "1.50")]
    [InlineData("""{"a":null}""", null)]
    [InlineData("""{"a":{}}""", null)]
    [InlineData("{}", null)]
    [InlineData("[]", null)]
    [InlineData("\"a\"", null)]
    public void Text_is_read_where_there_is_some(string json, string? text) => Assert.Equal(text, Parse(json).Text("a"));

    [Theory]
    [InlineData("\"2030-01-02T03:04:05.678Z\"")]
    [InlineData("\"2030-01-02T05:04:05.678+02:00\"")]
    [InlineData("\"2030-01-02T03:04:05.678\"")]
    [InlineData("1893553445678")]
    [InlineData("\"1893553445678\"")]
    public void A_time_of_any_form_is_read_as_utc(string time)
    {
        var read = Parse($$"""{"a":{{time}}}""").Time("a");
        Assert.Equal(new DateTimeOffset(2030, 1, 2, 3, 4, 5, 678, TimeSpan.Zero), read);
        Assert.Equal(TimeSpan.Zero, read!.Value.Offset);
    }

    [Fact]
    public void Lists_and_maps_of_another_type_are_empty()
    {
        var root = Parse("""{"list":{"a":1},"map":[1]}""");
        Assert.Empty(root.Items("list"));
        Assert.Empty(root.Items("nothing"));
        Assert.Empty(root.Fields("map", static value => value.GetRawText()));
        Assert.Empty(Parse("[1]").Items("list"));
    }

    [Fact]
    public void Of_two_fields_of_one_name_the_last_counts_and_secrets_are_left_out()
    {
        var unknown = Parse("""{"_id":"x","more":1,"more":2,"clientSecret":"hush","bad\u001bname":"ok"}""").UnknownFields(["_id"]);
        Assert.Equal(["bad\uFFFDname", "more"], unknown.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(2L, unknown["more"]);
    }

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}

using System.Text;
using System.Text.Json;
using KoreExport.Bots;
using KoreExport.Http;
using KoreExport.Models;
using Xunit;

namespace KoreExport.Tests.Http;

public sealed class SecretRedactorTests
{
    [Theory]
    [InlineData("""{"a":1,"jwtApps":[{"clientSecret":"S3CRET","x":[{"y":"]"}]}],"b":"ä"}""", """{"a":1,"jwtApps":"***","b":"ä"}""")]
    [InlineData("""{"jwtApps":[]}""", """{"jwtApps":0}""")]
    [InlineData("""{"jwtApps":null,"clientSecret":"S3CRET"}""", """{"jwtApps":0,"clientSecret":"***"}""")]
    [InlineData(
        """[{"deep":{"er":[{"CLIENT_SECRET":{"v":"S3CRET"}}]}},{"Password":"S3CRET","isSecured":true}]""",
        """[{"deep":{"er":[{"CLIENT_SECRET":"***"}]}},{"Password":"***","isSecured":true}]""")]
    [InlineData(
        """{"jwt\u0041pps":"S3CRET","privateKey":"S3CRET","name":"a \"secret\" bot"}""",
        """{"jwtApps":"***","privateKey":"***","name":"a \"secret\" bot"}""")]
    public void The_values_of_secret_fields_are_gone_and_the_rest_is_as_it_was(string json, string expected)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        SecretRedactor.Redact(bytes);
        Assert.DoesNotContain("S3CRET", Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
        Assert.True(
            JsonElement.DeepEquals(JsonSerializer.Deserialize<JsonElement>(expected), JsonSerializer.Deserialize<JsonElement>(bytes)));
    }

    [Theory]
    [InlineData("""{"jwtApps":[{"clientSecret":"S3CRET""")]
    [InlineData("""S3CRET""")]
    [InlineData("""{"a":1} S3CRET""")]
    [InlineData("")]
    public void Of_what_is_no_whole_json_nothing_is_left(string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        SecretRedactor.Redact(bytes);
        Assert.All(bytes, static value => Assert.Equal(0, value));
    }

    [Fact]
    public void A_byte_order_mark_is_no_obstacle()
    {
        byte[] bytes = [0xEF, 0xBB, 0xBF, .. """{"clientSecret":"S3CRET"}"""u8];
        SecretRedactor.Redact(bytes);
        Assert.DoesNotContain("S3CRET", Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
        Assert.Equal("***", JsonSerializer.Deserialize<JsonElement>(bytes.AsSpan(3)).GetProperty("clientSecret").GetString());
    }

    [Fact]
    [Fault(
        FaultArea.Secrets,
        "the bots list holds client secrets of every app in clear",
        "removed before the answer is read; in no object, view, log or error")]
    public async Task No_client_secret_of_the_list_can_be_reached_from_anything_that_is_left()
    {
        using var fixture = CoreFixture.WithSandbox(static options => options.BotCount = 120);
        fixture.Sandbox.LinkBots(fixture.Bot, fixture.Sandbox.BotId[1]);
        var bots = await BotListServer.ListAsync(fixture);
        bots.AddRange(await new LinkedBots(new BotClient(fixture.Api), BotId.Parse(fixture.Bot), recurse: true).NextAsync(default) ?? []);
        Assert.Equal(121, bots.Count);

        Assert.DoesNotContain(SandboxSecrets.JwtAppMark, JsonSerializer.Serialize(bots), StringComparison.Ordinal);
        Assert.DoesNotContain(
            fixture.Log.VerboseLines.Concat(fixture.Log.Warnings),
            static line => line.Contains(SandboxSecrets.JwtAppMark, StringComparison.Ordinal));
        object?[] roots = [bots, fixture.Session, fixture.Api, fixture.Log, .. ObjectGraph.Statics(typeof(KoreBot).Assembly)];
        Assert.DoesNotContain(ObjectGraph.Find(SandboxSecrets.JwtAppMark, roots), static path => !IsNetworkBuffer(path));

        // The search finds what there is to find.
        Assert.NotEmpty(ObjectGraph.Find(bots[0].Name, roots));
    }

    // What came over the wire stays in the connection's own buffer until the next answer comes; nobody can clear that.
    private static bool IsNetworkBuffer(string path) =>
        path.StartsWith("KoreSession._http.", StringComparison.Ordinal) || path.Contains("._http.", StringComparison.Ordinal);
}

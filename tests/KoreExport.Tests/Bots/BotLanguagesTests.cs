using KoreExport.Bots;
using KoreExport.Models;
using Xunit;

namespace KoreExport.Tests.Bots;

public sealed class BotLanguagesTests
{
    private const string Bots = """
        {"total":3,"bots":[
          {"_id":"st-1","defaultLanguage":"de","supportedLanguages":["en","de","fr",7,null]},
          {"_id":"st-2","defaultLanguage":"ja"},
          {"_id":"st-3"}]}
        """;

    [Theory]
    [InlineData("st-1", "de en fr")]
    [InlineData("st-2", "ja")]
    [InlineData("st-3", "")]
    [InlineData("st-4", "")]
    public async Task The_default_language_comes_first(string bot, string languages)
    {
        using var server = new SuiteServer([], Bots);
        using var fixture = CoreFixture.Facing(server.Uri);
        Assert.Equal(languages, string.Join(' ', await Languages(fixture).FindAsync(BotId.Parse(bot), default)));
    }

    [Fact]
    public async Task The_list_is_read_once_for_all_bots()
    {
        using var server = new SuiteServer([], Bots);
        using var fixture = CoreFixture.Facing(server.Uri);
        var languages = Languages(fixture);
        await Task.WhenAll(Enumerable.Range(1, 20).Select(number => languages.FindAsync(BotId.Parse($"st-{number}"), default)));
        Assert.Equal(1, server.BotLists);
    }

    [Fact]
    public async Task Where_the_list_is_refused_no_language_is_known()
    {
        using var server = new SuiteServer([]);
        using var fixture = CoreFixture.Facing(server.Uri);
        Assert.Empty(await Languages(fixture).FindAsync(BotId.Parse("st-1"), default));
        Assert.Contains(fixture.Log.VerboseLines, static line => line.Contains("Scope is incorrect", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_list_that_failed_is_read_again_for_the_next_bot()
    {
        using var server = WireServer.Answering(Wire.Error(500, 500, "Oops"), Wire.Answer(200, Bots));
        using var fixture = CoreFixture.Facing(server.Uri, new BenchSession { Retries = 0 });
        var languages = Languages(fixture);
        await fixture.FailsAsync(KoreErrorId.ServerError, () => languages.FindAsync(BotId.Parse("st-2"), default));
        Assert.Equal(["ja"], await languages.FindAsync(BotId.Parse("st-2"), default));
    }

    private static BotLanguages Languages(CoreFixture fixture) => new(new BotClient(fixture.Api));
}

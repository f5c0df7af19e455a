using KoreExport.Bots;
using KoreExport.DirectExports;
using KoreExport.Exports;
using KoreExport.Models;
using Xunit;

namespace KoreExport.Tests.DirectExports;

public sealed class TestSuiteClientTests
{
    private static readonly Dictionary<string, (string Id, string Name)[]> German = new()
    {
        ["en"] = [],
        ["de"] = [("ts-1", "Nachtlauf"), ("ts-2", "Regression")],
    };

    [Fact]
    public async Task Suites_are_listed_to_the_last_page()
    {
        using var fixture = CoreFixture.WithSandbox(static options => options.TestSuiteCount = 120);
        var suites = await ListAsync(fixture, new ExportContext(fixture.Api) { Languages = ["de"] });
        Assert.Equal(120, suites.Select(suite => suite.Id).Distinct().Count());
        Assert.Equal(3, fixture.Count(SandboxRequestKind.ListTestSuites));
        Assert.All(suites, suite => Assert.Equal(("de", "custom"), (suite.Language, suite.Type)));
    }

    [Fact]
    [Fault(
        FaultArea.Talking,
        "a bot whose test suites are in another language than English",
        "listed in the bot's own languages, which the list of bots tells")]
    public async Task Suites_are_listed_in_the_bots_own_language()
    {
        using var server = new SuiteServer(German, """{"total":1,"bots":[{"_id":"st-1","defaultLanguage":"de"}]}""");
        using var fixture = CoreFixture.Facing(server.Uri);
        Assert.Equal(["Nachtlauf", "Regression"], (await ListAsync(fixture, Finding(fixture))).Select(static suite => suite.Name));
        Assert.Equal(["de"], server.Languages);
    }

    [Fact]
    [Fault(
        FaultArea.Talking,
        "a bot of several languages has other test suites in each",
        "all of them, each once; of two of one name the second is told apart by its language")]
    public async Task Suites_of_all_languages_are_listed_each_once()
    {
        using var server = new SuiteServer(new()
        {
            ["de"] = [("ts-1", "Regression"), ("ts-2", "Nachtlauf")],
            ["en"] = [("ts-2", "Nachtlauf"), ("ts-3", "Regression"), ("ts-4", "Nightly")],
        });
        using var fixture = CoreFixture.Facing(server.Uri);
        var suites = await ListAsync(fixture, new ExportContext(fixture.Api) { Languages = ["de", "en"] });
        Assert.Equal(["ts-1", "ts-2", "ts-3", "ts-4"], suites.Select(static suite => suite.Id));
        Assert.Equal(["Regression", "Nachtlauf", "Regression [en]", "Nightly"], suites.Select(static suite => suite.Part));
        Assert.Equal(["de", "de", "en", "en"], suites.Select(static suite => suite.Language));
        Assert.Equal(4, TestSuiteExportDescriptor.Exportable(suites, fixture.Log).Count);
    }

    [Fact]
    [Fault(
        FaultArea.Talking,
        "the languages of a bot are not known, because the app may not list the bots",
        "no language is asked for: the platform chooses")]
    public async Task Where_no_language_is_known_the_platform_chooses()
    {
        using var server = new SuiteServer(new() { [""] = German["de"] });
        using var fixture = CoreFixture.Facing(server.Uri);
        var suites = await ListAsync(fixture, Finding(fixture));
        Assert.All(suites, static suite => Assert.Null(suite.Language));
        Assert.Equal(2, suites.Count);
        Assert.Empty(fixture.Log.Warnings);
    }

    [Fact]
    [Fault(FaultArea.Talking, "and the platform does not choose", "listed in English, with a warning")]
    public async Task Where_the_platform_does_not_choose_English_is_asked_for_with_a_warning()
    {
        using var server = new SuiteServer(German);
        using var fixture = CoreFixture.Facing(server.Uri);
        var context = Finding(fixture);
        Assert.Empty(await ListAsync(fixture, context));
        Assert.Empty(await ListAsync(fixture, context));
        Assert.Contains("-Language", Assert.Single(fixture.Log.Warnings), StringComparison.Ordinal);
        Assert.Equal(["", "en", "", "en"], server.Languages);
        Assert.Equal(1, server.BotLists);
    }

    private static ExportContext Finding(CoreFixture fixture) =>
        new(fixture.Api) { FindLanguages = new BotLanguages(new BotClient(fixture.Api)).FindAsync };

    private static Task<IReadOnlyList<KoreTestSuite>> ListAsync(CoreFixture fixture, ExportContext context) =>
        new TestSuiteClient(fixture.Api).ListAsync(context, BotId.Parse(fixture.Bot), default);
}

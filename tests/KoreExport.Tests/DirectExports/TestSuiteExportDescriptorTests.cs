using KoreExport.DirectExports;
using KoreExport.Exports;
using Xunit;

namespace KoreExport.Tests.DirectExports;

public sealed class TestSuiteExportDescriptorTests
{
    [Fact]
    public async Task Suites_of_any_name_are_saved_under_names_of_our_own()
    {
        using var fixture = DirectExportFixture.OnSandbox(static options => (options.TestSuiteCount, options.BuiltInTestSuite) = (5, true));
        var saved = await fixture.ExportAsync(KoreExportKind.TestSuite);
        Assert.Equal(
            ["Regression", "Nächtlicher Lauf – alle Intents", "予約 テスト", "Orders / returns", "100% & more?"], saved.Select(one => one.Part));
        Assert.All(saved, one =>
        {
            Assert.Matches(@"^testsuite\d\.json$", Path.GetFileName(one.FullName));
            Assert.StartsWith("ts-", one.Id, StringComparison.Ordinal);
            Assert.Equal(fixture.Folder, Path.GetDirectoryName(one.FullName));
            DirectExportFixture.OnlyTheOwnerReads(one.FullName);
        });

        // The link carries no token, and the built-in suite was not even asked for.
        Assert.Equal(5, fixture.Core.Count(SandboxRequestKind.ExportTestSuite));
        Assert.DoesNotContain(fixture.Core.Sandbox.Requests, request => request.Kind == SandboxRequestKind.Download && request.HasAuth);
    }

    [Fact]
    public async Task The_language_goes_with_the_list_and_the_export()
    {
        using var fixture = DirectExportFixture.OnSandbox(static options => options.TestSuiteCount = 1);
        await fixture.ExportAsync(KoreExportKind.TestSuite, fixture.Context with { Languages = ["de"] });
        var asked = fixture.Core.Sandbox.Requests.Where(
            request => request.Kind is SandboxRequestKind.ListTestSuites or SandboxRequestKind.ExportTestSuite);
        Assert.Equal(["de", "de"], asked.Select(request => request.BotLanguage));
    }

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    [Fault(FaultArea.Names, "a test suite named `..`, whose address would be that of another call", "`KoreOptionInvalid`; nothing is sent")]
    public async Task A_suite_whose_name_is_a_path_is_not_asked_for(string name)
    {
        using var fixture = DirectExportFixture.OnSandbox();
        var suite = new KoreTestSuite { BotId = fixture.Core.Bot, Id = "ts-1", Name = name };
        await fixture.Core.FailsAsync(
            KoreErrorId.OptionInvalid, () => ExportDescriptors.TestSuite.SaveAsync(fixture.Context, suite, default));
        Assert.Empty(fixture.Core.Sandbox.Requests);
    }

    [Fact]
    [Fault(FaultArea.Saving, "one of a bot's test suites fails", "one error; the others are saved, and come out")]
    public async Task A_suite_that_is_gone_is_an_error_and_the_others_are_saved()
    {
        using var fixture = DirectExportFixture.OnSandbox();
        var saved = new List<KoreSavedExport>();
        var failed = new List<(string Part, KoreException Failure)>();
        var context = fixture.Context with { Saved = saved.Add, PartFailed = (part, failure) => failed.Add((part, failure)) };
        await SaveWithOneThatIsGoneAsync(fixture, context);
        Assert.Equal(3, saved.Count);
        Assert.Equal(3, fixture.Files.Count());
        var (name, why) = Assert.Single(failed);
        Assert.Equal(("gone", KoreErrorId.TestSuiteNotFound, fixture.Core.Bot), (name, why.ErrorId, why.Target));
    }

    [Fact]
    public async Task Where_nobody_takes_the_failure_it_is_thrown_after_the_last_suite()
    {
        using var fixture = DirectExportFixture.OnSandbox();
        var saved = new List<KoreSavedExport>();
        await fixture.Core.FailsAsync(
            KoreErrorId.TestSuiteNotFound, () => SaveWithOneThatIsGoneAsync(fixture, fixture.Context with { Saved = saved.Add }));
        Assert.Equal(3, saved.Count);
    }

    [Fact]
    public async Task Several_suites_do_not_go_into_one_file()
    {
        using var fixture = DirectExportFixture.OnSandbox();
        await fixture.Core.FailsAsync(
            KoreErrorId.OptionInvalid, () => fixture.ExportAsync(KoreExportKind.TestSuite, fixture.ContextFor("one.json")));
        Assert.Empty(fixture.Files);
    }

    [Fact]
    public async Task An_expired_link_to_a_suite_is_renewed()
    {
        using var fixture = DirectExportFixture.OnSandbox(
            static options => (options.TestSuiteCount, options.LinkLifetime) = (1, TimeSpan.Zero));
        var failure = await fixture.Core.FailsAsync(KoreErrorId.DownloadFailed, () => fixture.ExportAsync(KoreExportKind.TestSuite));
        Assert.Equal(403, failure.StatusCode);
        Assert.True(fixture.Core.Count(SandboxRequestKind.ExportTestSuite) > 1);
        Assert.Empty(fixture.Files);
    }

    private static Task SaveWithOneThatIsGoneAsync(DirectExportFixture fixture, ExportContext context)
    {
        var gone = new KoreTestSuite { BotId = fixture.Core.Bot, Id = "ts-1", Name = "gone" };
        return ExportDescriptors.TestSuite.ExportAsync(context, fixture.Bot, all => [gone, .. all], default);
    }
}

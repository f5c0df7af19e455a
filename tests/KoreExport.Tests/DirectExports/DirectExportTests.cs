using System.Text;
using System.Text.Json;
using KoreExport.DirectExports;
using KoreExport.Downloads;
using KoreExport.Exports;
using KoreExport.Models;
using Xunit;

namespace KoreExport.Tests.DirectExports;

public sealed class DirectExportTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kore-neighbours-");

    private SaveOptions InFolder => new() { Folder = _folder.FullName };

    private ExportContext Context(CoreFixture fixture, SaveOptions? options = null) => new(fixture.Api) { Save = options ?? InFolder };

    private async Task<List<KoreSavedExport>> ExportAsync(CoreFixture fixture, KoreExportKind kind, string? botId = null)
    {
        var saved = new List<KoreSavedExport>();
        await ExportDescriptors.For(kind).ExportAsync(Context(fixture) with { Saved = saved.Add }, BotId.Parse(botId ?? fixture.Bot), default);
        return saved;
    }

    private Task<KoreSavedExport> SaveVariablesAsync(CoreFixture fixture, SaveOptions? options = null) =>
        ExportDescriptors.Variable.SaveAsync(Context(fixture, options), BotId.Parse(fixture.Bot), default);

    private Task SaveSuitesAsync(CoreFixture fixture, Func<IReadOnlyList<KoreTestSuite>, IReadOnlyList<KoreTestSuite>> choose, SaveOptions? options = null) =>
        ExportDescriptors.TestSuite.ExportAsync(Context(fixture, options), BotId.Parse(fixture.Bot), choose, default);

    [Fact]
    public async Task Variables_are_saved_byte_for_byte_and_read()
    {
        using var fixture = CoreFixture.WithSandbox();
        var saved = await SaveVariablesAsync(fixture);
        var variables = await VariableExportDescriptor.GetAsync(Context(fixture), BotId.Parse(fixture.Bot), default);
        Assert.Equal((KoreExportKind.Variable, fixture.Bot, KoreBackupOutcome.Saved), (saved.Kind, saved.BotId, saved.Outcome));
        Assert.Matches($@"^{fixture.Bot}\.variables\.\d{{8}}T\d{{9}}Z\.json$", Path.GetFileName(saved.FullName));
        var bytes = await File.ReadAllBytesAsync(saved.FullName);
        Assert.Equal((bytes.Length, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes))), (saved.Size, saved.Sha256));
        Assert.Equal(saved.Sha256, saved.ContentHash);
        Assert.Equal(variables.Select(variable => variable.Key), JsonSerializer.Deserialize<JsonElement>(bytes).EnumerateArray().Select(item => item.GetProperty("key").GetString()!));
        OnlyTheOwnerReads(saved.FullName);
        Assert.Single(_folder.EnumerateFiles());

        var secured = Assert.Single(variables, variable => variable.IsSecured);
        Assert.Equal(("api_key", "", "env"), (secured.Key, secured.Value, secured.VariableType));
        Assert.Equal("namespace1", Assert.Single(secured.Namespaces));
        Assert.Contains("さようなら", variables.Single(variable => variable.Key == "goodbye").Locales["en"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secured_values_are_warned_of_once()
    {
        using var fixture = CoreFixture.WithSandbox();
        var context = Context(fixture);
        await Task.WhenAll(fixture.Sandbox.BotId.Select(bot => ExportDescriptors.Variable.SaveAsync(context with { Request = new() }, BotId.Parse(bot), default)));
        Assert.Contains("empty values", Assert.Single(fixture.Log.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Suites_of_any_name_are_saved_under_names_of_our_own()
    {
        using var fixture = CoreFixture.WithSandbox(static options => (options.TestSuiteCount, options.BuiltInTestSuite) = (5, true));
        var saved = await ExportAsync(fixture, KoreExportKind.TestSuite);
        Assert.Equal(["Regression", "Nächtlicher Lauf – alle Intents", "予約 テスト", "Orders / returns", "100% & more?"], saved.Select(one => one.Part));
        Assert.All(saved, one =>
        {
            Assert.Matches($@"^{fixture.Bot}\.testsuite\.([A-Za-z0-9_-]+-)?[0-9a-f]{{8}}\.\d{{8}}T\d{{9}}Z\.json$", Path.GetFileName(one.FullName));
            Assert.StartsWith("ts-", one.Id, StringComparison.Ordinal);
            Assert.Equal(_folder.FullName, Path.GetDirectoryName(one.FullName));
            OnlyTheOwnerReads(one.FullName);
        });

        // The link carries no token, and the built-in suite was not even asked for.
        Assert.Equal(5, fixture.Count(SandboxRequestKind.ExportTestSuite));
        Assert.DoesNotContain(fixture.Sandbox.Requests, request => request.Kind == SandboxRequestKind.Download && request.HasAuth);
    }

    [Fact]
    public async Task Suites_are_listed_to_the_last_page()
    {
        using var fixture = CoreFixture.WithSandbox(static options => options.TestSuiteCount = 120);
        var suites = await new TestSuiteClient(fixture.Api).ListAsync(BotId.Parse(fixture.Bot), "de", default);
        Assert.Equal(120, suites.Select(suite => suite.Id).Distinct().Count());
        Assert.Equal(3, fixture.Count(SandboxRequestKind.ListTestSuites));
        Assert.All(suites, suite => Assert.Equal(("de", "custom"), (suite.Language, suite.Type)));
    }

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    [Fault(FaultArea.Names, "a test suite named `..`, whose address would be that of another call", "`KoreOptionInvalid`; nothing is sent")]
    public async Task A_suite_whose_name_is_a_path_is_not_asked_for(string name)
    {
        using var fixture = CoreFixture.WithSandbox();
        var suite = new KoreTestSuite { BotId = fixture.Bot, Id = "ts-1", Name = name };
        await fixture.FailsAsync(KoreErrorId.OptionInvalid, () => ExportDescriptors.TestSuite.SaveAsync(Context(fixture), suite, default));
        Assert.Empty(fixture.Sandbox.Requests);
    }

    [Fact]
    public async Task A_suite_that_is_gone_is_an_error_and_the_others_are_saved()
    {
        using var fixture = CoreFixture.WithSandbox();
        var gone = new KoreTestSuite { BotId = fixture.Bot, Id = "ts-1", Name = "gone" };
        var failure = await fixture.FailsAsync(
            KoreErrorId.TestSuiteNotFound, () => SaveSuitesAsync(fixture, all => [gone, .. all]));
        Assert.Equal(fixture.Bot, failure.Target);
        Assert.Equal(3, _folder.EnumerateFiles().Count());
        await fixture.FailsAsync(KoreErrorId.OptionInvalid, () => SaveSuitesAsync(fixture, static all => all, new SaveOptions { Path = Path.Combine(_folder.FullName, "one.json") }));
    }

    [Fact]
    public async Task An_expired_link_to_a_suite_is_renewed()
    {
        using var fixture = CoreFixture.WithSandbox(static options => (options.TestSuiteCount, options.LinkLifetime) = (1, TimeSpan.Zero));
        var failure = await fixture.FailsAsync(KoreErrorId.DownloadFailed, () => ExportAsync(fixture, KoreExportKind.TestSuite));
        Assert.Equal(403, failure.StatusCode);
        Assert.True(fixture.Count(SandboxRequestKind.ExportTestSuite) > 1);
        Assert.Empty(_folder.EnumerateFiles());
    }

    [Fact]
    public async Task Roles_come_in_a_file_for_each_type()
    {
        using var fixture = CoreFixture.WithSandbox();
        var saved = await ExportAsync(fixture, KoreExportKind.Role);
        Assert.Equal(["admin", "bot"], saved.Select(one => one.Part));
        Assert.All(saved, one => Assert.Matches(@"^roles\.(admin|bot)\.\d{8}T\d{9}Z\.json$", Path.GetFileName(one.FullName)));
        var roles = await RoleExportDescriptor.GetAsync(Context(fixture), KoreRoleType.Bot, default);
        var owner = Assert.Single(roles, role => role.Name == "Bot Owner");
        Assert.Equal(("bot", "YES", "Full control of a bot"), (owner.RoleType, owner.Permissions["Publish"], owner.Description));
    }

    [Fact]
    public async Task A_file_that_is_there_stays_without_force()
    {
        using var fixture = CoreFixture.WithSandbox();
        var path = Path.Combine(_folder.FullName, "v.json");
        await File.WriteAllTextAsync(path, "mine");
        await fixture.FailsAsync(KoreErrorId.FileExists, () => SaveVariablesAsync(fixture, new SaveOptions { Path = path }));
        Assert.Equal("mine", await File.ReadAllTextAsync(path));
        await SaveVariablesAsync(fixture, new SaveOptions { Path = path, Overwrite = true });
        Assert.StartsWith("[", await File.ReadAllTextAsync(path), StringComparison.Ordinal);
        Assert.Single(_folder.EnumerateFiles());
    }

    [Theory]
    [InlineData(KoreExportKind.Variable, true, "'Export Variables'")]
    [InlineData(KoreExportKind.Role, false, "'Profile Management > Role Management'")]
    [Fault(FaultArea.Talking, "the app lacks the scope for variables, test suites or roles", "`KoreScopeMissing`, which names that scope")]
    public async Task A_missing_scope_is_named(KoreExportKind kind, bool adminApp, string scope)
    {
        using var fixture = CoreFixture.WithSandbox(options => options.AdminApp = adminApp);
        var failure = await fixture.FailsAsync(KoreErrorId.ScopeMissing, () => ExportAsync(fixture, kind));
        Assert.Contains(scope, failure.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"status\":\"fine\"}")]
    [InlineData("[{\"key\":\"a\"")]
    [InlineData("")]
    public async Task What_is_no_list_of_variables_is_not_saved(string body)
    {
        using var server = WireServer.Answering($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}");
        using var fixture = CoreFixture.Facing(server.Uri);
        await fixture.FailsAsync(KoreErrorId.ResponseInvalid, () => ExportAsync(fixture, KoreExportKind.Variable, "st-1"));
        Assert.Empty(_folder.EnumerateFiles());
    }

    [Fact]
    public async Task An_earlier_file_can_be_kept_in_place_of_the_new_one()
    {
        using var fixture = CoreFixture.WithSandbox();
        var first = await SaveVariablesAsync(fixture);
        fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        var context = Context(fixture) with { BeforeCommit = (saved, _) => Task.FromResult(saved.ContentHash == first.ContentHash ? first : null) };
        Assert.Same(first, await ExportDescriptors.Variable.SaveAsync(context, BotId.Parse(fixture.Bot), default));
        Assert.Single(_folder.EnumerateFiles());
        fixture.Sandbox.TouchBot(fixture.Bot, SandboxContent.Variables);
        await ExportDescriptors.Variable.SaveAsync(context, BotId.Parse(fixture.Bot), default);
        Assert.Equal(2, _folder.EnumerateFiles().Count());
    }

    [Theory]
    [InlineData("Regression", "Regression-f9f0955e")]
    [InlineData("../../etc/passwd", "etc-passwd-")]
    [InlineData("..\\..\\x:y*?\0\u202E", "x-y-")]
    [InlineData("予約", "")]
    [InlineData("CON", "CON-")]
    [Fault(FaultArea.Names, "a test suite's name holds slashes, dots, control characters or nothing but other scripts", "plain letters and digits of it remain, with a piece of its hash")]
    public void A_suites_name_never_becomes_a_path(string name, string start)
    {
        var file = SuiteFileName.For(name);
        Assert.StartsWith(start, file, StringComparison.Ordinal);
        Assert.Matches(@"\A([A-Za-z0-9_-]{1,40}-)?[0-9a-f]{8}\z", file);
        Assert.NotEqual(file, SuiteFileName.For(name + "!"));
        Assert.InRange(SuiteFileName.For(new string('x', 5000)).Length, 8, 49);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static void OnlyTheOwnerReads(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }
    }
}

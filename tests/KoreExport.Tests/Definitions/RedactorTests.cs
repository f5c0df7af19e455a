using System.Text;
using System.Text.Json.Nodes;
using KoreExport.Definitions;
using KoreExport.Html;
using KoreExport.Reports;
using KoreExport.Tests.Sandbox;
using Xunit;

namespace KoreExport.Tests.Definitions;

public sealed class RedactorTests : IDisposable
{
    private static readonly string[] Secrets =
    [
        "engine-secret-1",
        "model-secret-1",
        "idp-secret-1",
        "idp-secret-2",
        "header-secret-1",
        "sample-secret-1",
        "query-secret-1",
        "payload-secret-1",
        "variable-secret-1",
        "variable-secret-2",
        "script-secret-1",
        "SG.abcdefghijklmnopqrst.abcdefghijklmnopqrst",
        "AKIAABCDEFGHIJKLMNOP",
        "userinfo-secret-1",
        "my-own-kind-77",
    ];

    private readonly DefinitionFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(KoreTreeLayout.Component)]
    [InlineData(KoreTreeLayout.File)]
    public void No_secret_is_in_a_redacted_tree_and_all_else_is(KoreTreeLayout layout)
    {
        var zip = _folder.Export("bot.zip", BotWithSecrets());

        var tree = _folder.Expand(zip, change: options =>
            options with
            {
                Redact = true,
                Layout = layout,
                SecretPatterns = [@"my-own-kind-\d+"],
            });

        var text = string.Concat(DefinitionFolder.Files(tree.Path).Values);
        Assert.True(tree.Redacted);
        Assert.All(Secrets, secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
        Assert.All(Secrets, secret => Assert.DoesNotContain(Uri.EscapeDataString(secret), text, StringComparison.Ordinal));
        Assert.All(["https://example.com", "api.example.com", "pay my bill", "translator", "Pay Bill"], known =>
            Assert.Contains(known, text, StringComparison.Ordinal));
    }

    [Fact]
    public void The_secrets_are_in_a_tree_that_is_not_redacted()
    {
        var tree = _folder.Expand(_folder.Export("bot.zip", BotWithSecrets()));

        var text = string.Concat(DefinitionFolder.Files(tree.Path).Values);
        Assert.All(Secrets, secret => Assert.Contains(secret, text, StringComparison.Ordinal));
    }

    [Fact]
    public void A_changed_secret_shows_and_an_unchanged_one_gives_the_same_tree()
    {
        var one = _folder.Expand(_folder.Export("1.zip", BotWithSecrets()), "one", Redacted).Path;
        var two = _folder.Expand(_folder.Export("2.zip", BotWithSecrets()), "two", Redacted).Path;
        Assert.Equal(DefinitionFolder.Files(one), DefinitionFolder.Files(two));

        var bot = BotWithSecrets();
        bot["translationEngines"]![0]!["apiKey"] = "engine-secret-9";
        var changed = _folder.Expand(_folder.Export("3.zip", bot), "two", Redacted);

        Assert.Equal(["translationEngines/translator.json"], changed.Modified);
        var difference = Assert.Single(DefinitionFolder.Compare(one, changed.Path));
        Assert.Equal("apiKey", difference.Property);
        Assert.Empty(DefinitionFolder.Compare(_folder.Export("4.zip", BotWithSecrets()), one));

        static ExpandOptions Redacted(ExpandOptions options) => options with { Redact = true };
    }

    [Fact]
    public void No_secret_is_in_a_difference()
    {
        var changed = BotWithSecrets().ToJsonString();
        foreach (var secret in Secrets)
        {
            changed = changed.Replace(secret, secret + "changed", StringComparison.Ordinal);
        }

        var differences = ExportComparer
            .Compare(
                new CompareOptions
                {
                    ReferencePath = _folder.Export("1.zip", BotWithSecrets()),
                    DifferencePath = _folder.Export("2.zip", JsonNode.Parse(changed)!),
                    SecretPatterns = [@"my-own-kind-\d+\w*"],
                },
                CancellationToken.None)
            .ToList();

        Assert.Equal(9, differences.Count);
        var text = string.Concat(
            differences.Select(static difference => difference.Before + difference.After + difference.Name + difference.Path));
        Assert.All(Secrets, secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_secret_that_the_sandbox_plants_is_in_a_redacted_tree_a_difference_or_a_page(bool isRedacted)
    {
        var (before, after) = await PlantedAsync();
        if (isRedacted)
        {
            before = _folder.Expand(before, "old", static options => options with { Redact = true }).Path;
            after = _folder.Expand(after, "new", static options => options with { Redact = true }).Path;
            AssertNoMark(string.Concat(DefinitionFolder.Files(before).Values));
            AssertNoMark(string.Concat(DefinitionFolder.Files(after).Values));
        }

        var differences = DefinitionFolder.Compare(before, after);

        // Each secret is another one, and its place shows that.
        Assert.Equal(
            [
                "Added LanguageModel", "Removed LanguageModel", "apiKey", "clientSecret", "path", "response", "script", "text",
                "value", "value", "value", "value", "value",
            ],
            differences
                .Select(static one => one.Property?.Split('.')[^1] ?? $"{one.Change} {one.Component}")
                .Order(StringComparer.Ordinal));
        AssertNoMark(string.Join('\n', differences.SelectMany(static difference =>
            typeof(KoreDifference).GetProperties().Select(property => property.GetValue(difference)).Append(difference.ToString()))));
        Assert.All(differences, static difference => Assert.NotEqual(difference.Before, difference.After));
        AssertNoMark(Page(differences));
        AssertNoMark(Page(DefinitionFolder.Compare(DefinitionOf(before), after)));

        // A bot that is all new, or gone, is told with all its components.
        var empty = _folder.Zip("empty.zip", ("botDefinition.json", "{}"u8.ToArray()));
        var all = DefinitionFolder.Compare(empty, after).Concat(DefinitionFolder.Compare(after, empty)).ToList();
        Assert.True(all.Count > 20);
        AssertNoMark(Page(all));

        string DefinitionOf(string path) => isRedacted ? path : _folder.Expand(path, "clear").Path;
    }

    // Two exports of a bot that has one secret of each kind; in the second each is another one.
    private async Task<(string Before, string After)> PlantedAsync()
    {
        using var sandbox = new SandboxFixture(static options => options.PlantSecrets = true);
        var before = Path.Combine(_folder.Root, "planted.zip");
        await File.WriteAllBytesAsync(before, (await SandboxFixture.DownloadAsync(await sandbox.LinkAsync(sandbox.Bot))).Bytes);
        var text = string.Concat(DefinitionFolder.Files(_folder.Expand(before, "planted").Path).Values);
        Assert.All(SandboxSecrets.BotMarks, mark => Assert.Contains(mark, text, StringComparison.Ordinal));
        var after = DefinitionFolder.Entries(before).Select(static entry => (entry.Key, Changed(entry.Value))).ToArray();
        return (before, _folder.Zip("changed.zip", after));
    }

    private static byte[] Changed(byte[] content)
    {
        var text = Encoding.Latin1.GetString(content);
        return Encoding.Latin1.GetBytes(SandboxSecrets.BotMarks.Aggregate(text, static (rest, mark) =>
            rest.Replace(mark, mark + "0", StringComparison.Ordinal)));
    }

    private static string Page(IReadOnlyList<KoreDifference> differences)
    {
        using var page = new StringWriter();
        new HtmlReportWriter().Write(new HtmlReport { Title = "Planted", Differences = differences }, page, CancellationToken.None);
        Assert.Contains("redacted-", page.ToString(), StringComparison.Ordinal);
        return page.ToString();
    }

    private static void AssertNoMark(string text) =>
        Assert.All(SandboxSecrets.BotMarks, mark => Assert.DoesNotContain(mark, text, StringComparison.OrdinalIgnoreCase));

    [Fact]
    public void Another_key_gives_other_masks()
    {
        var rules = new SecretRules([]);
        string[] masks =
        [
            new Redactor(rules, null, "a").Mask("x"),
            new Redactor(rules, null, "b").Mask("x"),
            new Redactor(rules, "k", "a").Mask("x"),
        ];

        Assert.Equal(3, masks.Distinct().Count());
        Assert.All(masks, static mask => Assert.True(Redactor.IsMask(mask)));
    }

    private static JsonObject BotWithSecrets()
    {
        var bot = SampleBot.Definition();
        bot["dialogComponents"]![1]!["script"] = Uri.EscapeDataString(
                "var apiKey = \"script-secret-1\";\n"
                    + "var k = 'SG.abcdefghijklmnopqrst.abcdefghijklmnopqrst' + 'AKIAABCDEFGHIJKLMNOP';\n"
                    + "var u = 'https://me:userinfo-secret-1@example.com/';\n// my-own-kind-77")
            .Replace("%27", "'", StringComparison.Ordinal);
        return bot;
    }
}

using System.Text.Json.Nodes;
using KoreExport.Definitions;
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

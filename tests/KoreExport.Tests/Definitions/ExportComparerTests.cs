using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Xunit;

namespace KoreExport.Tests.Definitions;

public sealed partial class ExportComparerTests : IDisposable
{
    private readonly DefinitionFolder _folder = new();
    private readonly string _before;

    public ExportComparerTests() => _before = _folder.Export("before.zip", SampleBot.Definition());

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_changes_by_itself_is_left_out_unless_it_is_asked_for()
    {
        var after = _folder.Export("after.zip", ExportExpanderTests.NextNight(SampleBot.Definition()));

        Assert.Empty(DefinitionFolder.Compare(_before, after));
        Assert.Contains(DefinitionFolder.Compare(_before, after, includeVolatile: true), static difference =>
            difference.Property == "encryptedHash");
    }

    [Fact]
    public void A_new_id_shows_where_it_is_asked_for_and_not_once_more_where_others_name_it()
    {
        var text = SampleBot.Definition().ToJsonString().Replace("\"dc-3\"", "\"dc-99\"", StringComparison.Ordinal);
        Assert.True(text.Split("\"dc-99\"").Length > 2);
        var after = JsonNode.Parse(text)!;
        after["_id"] = "st-copy";
        after["smallTalk"]![0]!["groups"]![0]!["nodes"]![0]!["botUtterances"]![0]!["_id"] = "renewed";

        var differences = DefinitionFolder.Compare(_before, _folder.Export("after.zip", after), includeVolatile: true);

        Assert.Equal(
            ["Bot _id", "DialogComponent _id", "SmallTalk _id"],
            differences.Select(static difference => $"{difference.Component} {difference.Property!.Split('.')[^1]}").Order());
        Assert.Contains(differences, static difference => difference is { Before: "dc-3", After: "dc-99" });
    }

    [Fact]
    public void An_imported_copy_with_new_ids_everywhere_is_equal()
    {
        var text = SampleBot.Definition().ToJsonString();
        var copy = JsonNode.Parse(Id().Replace(text, static id => "\"" + id.Groups[1].Value + "-copy-" + id.Groups[2].Value + "\""))!;
        copy["dialogComponents"] = new JsonArray([
            .. copy["dialogComponents"]!.AsArray().Reverse().Select(static component => component!.DeepClone()),
        ]);
        Assert.Equal("dc-copy-3", (string?)copy["sentences"]![0]!["taskId"]);

        Assert.Empty(DefinitionFolder.Compare(_before, _folder.Export("copy.zip", copy)));
    }

    [Fact]
    public void A_rename_is_one_change()
    {
        var text = SampleBot.Definition()
            .ToJsonString()
            .Replace("Pay Bill", "Settle Bill", StringComparison.Ordinal)
            .Replace("pay bill", "settle bill", StringComparison.Ordinal);

        var difference = Assert.Single(DefinitionFolder.Compare(_before, _folder.Export("after.zip", JsonNode.Parse(text)!)));

        Assert.Equal(
            (KoreChangeKind.Renamed, "Dialog", "Settle Bill", "dialog-pay"),
            (difference.Change, difference.Component, difference.Name, difference.RefId));
        Assert.Equal(("Pay Bill", "Settle Bill"), (difference.Before, difference.After));
    }

    [Fact]
    public void Differences_are_typed_and_decoded()
    {
        var bot = SampleBot.Definition();
        bot["dialogComponents"]![1]!["script"] = "var%20a%20%3D%209%3B";
        bot["dialogComponents"]![0]!["message"]![0]!["localeData"]!["en"]!["text"] = "Thanks%20%C3%BC";
        bot["dialogs"]![0]!["nodes"]!.AsArray().RemoveAt(2);
        bot["dialogs"]!.AsArray().RemoveAt(1);
        bot["sentences"]!
            .AsArray()
            .Add(JsonNode.Parse("""{ "_id": "s3", "taskId": "dc-3", "sentence": "bill", "taskName": "Pay Bill", "language": "en" }"""));
        bot["knowledgeTasks"]![0]!["faqs"]!["faqs"]![1]!["answer"]![0]!["text"] = "The bank";
        bot["localeData"]!["en"]!["synonyms"]!["pay"] = JsonNode.Parse("""["pay", "transfer", "settle"]""");

        var differences = DefinitionFolder.Compare(_before, _folder.Export("after.zip", bot));

        Assert.Equal(
            [
                "Added Language en: synonyms.pay.1 [] ->transfer",
                "Added Sentence bill: [en]",
                "Modified DialogComponent compute: script [] var a = 1;\nvar b = 2;\nvar c = 3;->var a = 9;",
                "Modified DialogComponent thanks: message.0.localeData.en.text [en] Thank you ü->Thanks ü",
                "Modified Faq Who are you?: answer.0.text [] A bank->The bank",
                "Removed Dialog Help: []",
                "Removed Dialog Pay Bill: nodes.nd-2 []",
            ],
            differences
                .Select(Line)
                .Order(StringComparer.Ordinal)
                .Select(static line =>
                    line.Replace("Language en: synonyms.pay.1 [en]", "Language en: synonyms.pay.1 []", StringComparison.Ordinal)));
        Assert.All(differences, static difference => Assert.Equal("st-00000000-0000-0000-0000-000000000001", difference.BotId));

        static string Line(KoreDifference difference) =>
            $"{difference.Change} {difference.Component} {difference.Name}: "
            + (difference.Property is null ? "" : difference.Property + " ")
            + $"[{difference.Language}]"
            + (
                difference.Before is null || difference.After is null
                    ? difference.After is { Length: < 20 }
                        ? $" ->{difference.After}"
                        : ""
                    : $" {difference.Before}->{difference.After}");
    }

    [Fact]
    public void A_node_in_another_place_was_moved()
    {
        var bot = SampleBot.Definition();
        var nodes = bot["dialogs"]![0]!["nodes"]!.AsArray();
        var last = nodes[2]!.DeepClone();
        nodes.RemoveAt(2);
        nodes.Insert(0, last);

        var difference = Assert.Single(DefinitionFolder.Compare(_before, _folder.Export("after.zip", bot)));

        Assert.Equal((KoreChangeKind.Moved, "nodes.nd-2"), (difference.Change, difference.Property));
    }

    [Fact]
    public void A_component_whose_refId_is_new_is_recognised_by_its_name()
    {
        var text = SampleBot.Definition().ToJsonString().Replace("component-script", "component-made-anew", StringComparison.Ordinal);

        Assert.Empty(DefinitionFolder.Compare(_before, _folder.Export("after.zip", JsonNode.Parse(text)!)));
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Archives_and_trees_compare_in_any_mix(bool beforeIsTree, bool afterIsTree)
    {
        var bot = SampleBot.Definition();
        bot["forms"] = JsonNode.Parse("""[{"refId":"f","name":"New"}]""");
        var after = _folder.Export("after.zip", bot);
        var one = beforeIsTree ? _folder.Expand(_before, "one").Path : _before;
        var other = afterIsTree ? _folder.Expand(after, "two").Path : after;

        var difference = Assert.Single(DefinitionFolder.Compare(one, other));

        Assert.Equal((KoreChangeKind.Added, "Form", "New"), (difference.Change, difference.Component, difference.Name));
        Assert.Empty(DefinitionFolder.Compare(other, other));
    }

    [Fact]
    public void Variables_are_compared_one_by_one_and_their_secrets_are_masked()
    {
        var configuration = SampleBot.Configuration();
        configuration["envVariables"]![0]!["value"] = "https://example.org";
        configuration["envVariables"]![1]!["value"] = "variable-secret-9";

        var differences = DefinitionFolder.Compare(_before, _folder.Export("after.zip", SampleBot.Definition(), configuration));

        Assert.Equal(["url", "pin"], differences.Select(static difference => difference.Name));
        Assert.Equal(("https://example.com", "https://example.org"), (differences[0].Before, differences[0].After));
        Assert.StartsWith("redacted-", differences[1].Before, StringComparison.Ordinal);
        Assert.NotEqual(differences[1].Before, differences[1].After);
    }

    [Fact]
    public void Utterances_compare_alike_as_CSV_and_as_JSON()
    {
        var csv = Write(
            "a.csv",
            "taskName,sentence,type,language\r\n\"Pay\",\"pay \"\"now\"\",\nplease\",DialogIntent,en\r\nHelp,help,DialogIntent,en\r\n");
        var json = Write(
            "a.json",
            """[{"taskName":"Help","sentence":"help","type":"DialogIntent","entities":[],"language":"en"},"""
                + """{"taskName":"Pay","sentence":"pay \"now\",\nplease","type":"DialogIntent","entities":[],"language":"en"}]""");
        var less = Write("b.csv", "taskName,sentence,type,language\r\nHelp,help,DialogIntent,en\r\n");

        Assert.Empty(DefinitionFolder.Compare(csv, json));
        var difference = Assert.Single(DefinitionFolder.Compare(json, less));
        Assert.Equal(
            (KoreChangeKind.Removed, "Utterance", "pay \"now\",\nplease"),
            (difference.Change, difference.Component, difference.Name));
    }

    [Fact]
    public void A_theme_with_a_new_id_is_the_same_to_the_scenes_that_name_it()
    {
        Assert.Empty(DefinitionFolder.Compare(Themed("wth-1", "1.zip"), Themed("wth-2", "2.zip")));
        Assert.Equal(
            ["Scene widgetThemeId", "WidgetTheme "],
            DefinitionFolder
                .Compare(Themed("wth-1", "3.zip"), Themed("wth-2", "4.zip", "Dark"))
                .Select(static difference => $"{difference.Component} {difference.Property}")
                .Distinct()
                .Order());

        string Themed(string id, string file, string theme = "Light")
        {
            var bot = SampleBot.Definition();
            bot["widgetThemes"] = JsonNode.Parse($$"""[{ "_id": "{{id}}", "theme": "{{theme}}" }]""");
            bot["scenes"]![0]!["widgetThemeId"] = id;
            return _folder.Export(file, bot);
        }
    }

    [Fact]
    public void A_dashboard_whose_widgets_have_new_ids_is_the_same()
    {
        Assert.Empty(DefinitionFolder.Compare(Dashboard("wg-1", "1.zip"), Dashboard("wg-2", "2.zip")));
        var difference = Assert.Single(DefinitionFolder.Compare(Dashboard("wg-1", "3.zip"), Dashboard("wg-2", "4.zip", "elsewhere")));
        Assert.Equal("properties.0.id", difference.Property);

        string Dashboard(string id, string file, string? shown = null)
        {
            var bot = SampleBot.Definition();
            bot["customDashboards"] = JsonNode.Parse(
                $$"""[{ "refId": "d", "widgets": [{ "_id": "{{id}}", "name": "w" }], "properties": { "0": { "id": "{{shown ?? id}}" } } }]""");
            return _folder.Export(file, bot);
        }
    }

    [Fact]
    public void Only_the_languages_that_are_enabled_count_when_the_platform_adds_others()
    {
        var bot = SampleBot.Definition();
        bot["localeData"]!["ja"] = JsonNode.Parse("""{ "name": "Bank" }""");
        Assert.Empty(DefinitionFolder.Compare(_before, _folder.Export("1.zip", bot)));

        bot["supportedLanguages"]!.AsArray().Add("ja");
        Assert.Contains(DefinitionFolder.Compare(_before, _folder.Export("2.zip", bot)), static difference =>
            difference is { Change: KoreChangeKind.Added, Component: "Language" });
    }

    [Fact]
    public void A_path_that_is_no_export_is_an_error()
    {
        Assert.Equal(
            KoreErrorId.PathNotFound,
            Assert.Throws<KoreException>(() => DefinitionFolder.Compare(_before, Path.Combine(_folder.Root, "gone"))).ErrorId);
        Assert.Equal(KoreErrorId.TreeInvalid, Assert.Throws<KoreException>(() => DefinitionFolder.Compare(_before, _folder.Root)).ErrorId);
    }

    private string Write(string name, string content)
    {
        var path = Path.Combine(_folder.Root, name);
        File.WriteAllText(path, content);
        return path;
    }

    [GeneratedRegex("\"(st|dg|dc|sn|snc|smg|mt)-([0-9a-f-]+)\"")]
    private static partial Regex Id();
}

using System.Text;
using FsCheck;
using FsCheck.Fluent;
using KoreExport.Definitions;
using Xunit;

namespace KoreExport.Tests.Definitions;

/// <summary>Whatever an export holds: expanded and merged it is the same to the byte, under names that every system takes.</summary>
public sealed class ExportMergerRoundTripTests : IDisposable
{
    private const int Runs = 300;
    private readonly DefinitionFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [RealExportFact]
    public void A_real_export_comes_back_to_the_byte()
    {
        var tree = _folder.Expand(RealExportFactAttribute.File);

        Assert.Equal("st-75abd7c4-65a9-5b7d-9c8f-a27ba4a97ef5", tree.BotId);
        AssertSame(DefinitionFolder.Entries(RealExportFactAttribute.File), _folder.Merge(tree.Path));
    }

    [Theory]
    [InlineData("botDefinition.json")]
    [InlineData("appDefinition.json")]
    public void An_export_comes_back_to_the_byte(string definition)
    {
        var zip = _folder.Export("bot.zip", SampleBot.Definition(), definition: definition);

        var tree = _folder.Expand(zip);

        AssertSame(DefinitionFolder.Entries(zip), _folder.Merge(tree.Path));
    }

    [Fact]
    public void Any_JSON_comes_back_to_the_byte_under_names_that_every_system_takes()
    {
        var definitions = from seed in Gen.Choose(1, 1_000_000) from size in Gen.Choose(1, 9) select (Seed: seed, Size: size);
        Prop.ForAll(Arb.From(definitions, static run => run.Size > 1 ? [(run.Seed, run.Size - 1)] : []), ComesBack)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(Runs).WithQuietOnSuccess(true));
    }

    [Theory]
    [InlineData("{ \"\uFEFFdialogs\": [ { \"\uFEFFrefId\": \"\uFEFFa\" } ], \"dialogs\": [ { \"\uFEFF\": 1 } ] }")]
    [InlineData("{ \"localeData\": { \"\uFEFFen\": { \"name\": \"a\" }, \"en\": {} }, \"botEvents\": { \"\uFEFF\": { \"x\": 1 } } }")]
    [InlineData("{ \"dialogs\": [ { \"name\": \"\uFEFFx\" }, { \"name\": \"x\" } ], \"sentences\": [ { \"taskName\": \"\uFEFF\" } ] }")]
    [InlineData("{ \"unknown\": { \"\uFEFF$file\": \"a\", \"\uFEFF$name:x\": 1 }, \"\uFEFFunknown\": [ { \"\uFEFF\": {} } ] }")]
    [InlineData("{ \"dialogComponents\": [ { \"type\": \"uxmap\", \"text\": \"\uFEFFa\\nb\", \"script\": \"%EF%BB%BFa%0Ab\" } ] }")]
    [InlineData("\"\uFEFF\"")]
    public void A_byte_order_mark_inside_names_and_texts_is_text(string json)
    {
        var content = Encoding.UTF8.GetBytes(json);
        var zip = _folder.Zip("bot.zip", ("botDefinition.json", content));

        Assert.Equal(content, _folder.Merge(_folder.Expand(zip).Path)["botDefinition.json"]);
    }

    [Theory]
    [InlineData("{ \"a\":1,\n\"dialogs\" : [ ] }\n")]
    [InlineData("{\"dialogs\":[{\"name\":\"a\"},{\"name\":\"b\"}]}")]
    [InlineData("{\r\n  \"dialogs\": [\r\n    {\r\n      \"name\": \"a\"\r\n    }\r\n  ]\r\n}\r\n")]
    [InlineData("{\n\t\"x\": {}\n}")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData(" { } ")]
    public void Another_layout_than_the_platforms_is_kept(string json)
    {
        var content = Encoding.UTF8.GetBytes(json);
        var zip = _folder.Zip("bot.zip", ("botDefinition.json", content));

        Assert.Equal(content, _folder.Merge(_folder.Expand(zip).Path)["botDefinition.json"]);
    }

    [Fact]
    public void A_definition_edited_by_hand_is_still_expanded_and_stays_so_laid_out_where_nothing_else_changes()
    {
        var text = Encoding
            .UTF8.GetString(DefinitionFolder.Bytes(SampleBot.Definition()))
            .Replace("\"lname\": \"help\",", "\"lname\":   \"help\" ,", StringComparison.Ordinal);
        var zip = _folder.Zip("bot.zip", ("botDefinition.json", Encoding.UTF8.GetBytes(text + "\n\n")));

        var tree = _folder.Expand(zip);

        Assert.True(File.Exists(Path.Combine(tree.Path, "dialogs", "Help.json")));
        Assert.Equal(text + "\n\n", Encoding.UTF8.GetString(_folder.Merge(tree.Path)["botDefinition.json"]));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(5000)]
    public void JSON_that_is_nested_deeply_comes_back(int depth)
    {
        var json = Encoding.UTF8.GetBytes(
            "{\n    \"x\": " + string.Concat(Enumerable.Repeat("[", depth)) + string.Concat(Enumerable.Repeat("]", depth)) + "\n}");
        var zip = _folder.Zip("bot.zip", ("botDefinition.json", json));

        Assert.Equal(json, _folder.Merge(_folder.Expand(zip).Path)["botDefinition.json"]);
    }

    [Fact]
    public void Entries_with_any_names_come_back()
    {
        string[] names =
        [
            "icon.png",
            "ICON.png",
            "../evil.js",
            "/root.js",
            "a\\b.js",
            "C:\\x.js",
            "con.txt",
            "bot.json",
            "volatile.json",
            "kore-export.json",
            "dialogs/x.json",
            "dir/",
            "dir/file",
            "dir",
            new string('l', 300) + ".js",
            "ü.js",
            "u\u0308.js",
            "same.js",
            "SAME.js",
            "trailing. ",
            "",
        ];
        var entries = names
            .Where(static name => name.Length > 0)
            .Select(static name => (name, Encoding.UTF8.GetBytes(name.EndsWith('/') ? "" : name)))
            .ToArray();
        var zip = _folder.Zip("bot.zip", [("botDefinition.json", DefinitionFolder.Bytes(SampleBot.Definition())), .. entries]);

        var tree = _folder.Expand(zip);

        AssertSame(DefinitionFolder.Entries(zip), _folder.Merge(tree.Path));
        AssertNames(tree.Path);
    }

    [Theory]
    [InlineData("utterances.csv", "taskName,sentence,type,language\r\nPay,pay me,DialogIntent,en\r\n")]
    [InlineData("variables.json", "[{\"key\":\"a\"}]")]
    [InlineData("botDefinition.json", "{\n    \"dialogs\": [\n        {\n            \"name\": \"a\"\n        }\n    ]\n}")]
    public void A_single_file_comes_back_as_a_file(string name, string content)
    {
        var source = Path.Combine(_folder.Root, name);
        File.WriteAllText(source, content);
        var tree = _folder.Expand(source, change: static options => options with { BotId = "st-1" });
        var merged = Path.Combine(_folder.Root, "merged");

        ExportMerger.Merge(tree.Path, merged, force: false, CancellationToken.None);

        Assert.Equal(content, File.ReadAllText(merged));
    }

    [Fact]
    public void The_files_can_be_left_as_they_are()
    {
        var zip = _folder.Export("bot.zip", SampleBot.Definition());

        var tree = _folder.Expand(zip, change: static options => options with { Layout = KoreTreeLayout.File });

        Assert.Equal(
            [".gitattributes", "botDefinition.json", "config.json", "icon.png", "kore-export.json"],
            DefinitionFolder.Files(tree.Path).Keys);
        AssertSame(DefinitionFolder.Entries(zip), _folder.Merge(tree.Path));
    }

    private void ComesBack((int Seed, int Size) run)
    {
        var content = new RandomDefinition(run.Seed, run.Size).Create();
        var zip = _folder.Zip("any.zip", ("botDefinition.json", content));
        var tree = _folder.Expand(zip, "any", static options => options with { BotId = "any" });
        Assert.Equal(content, _folder.Merge(tree.Path)["botDefinition.json"]);
        AssertNames(tree.Path);
        Assert.Empty(DefinitionFolder.Compare(zip, tree.Path, includeVolatile: true));
        Directory.Delete(tree.Path, recursive: true);
    }

    private static void AssertSame(Dictionary<string, byte[]> expected, Dictionary<string, byte[]> actual)
    {
        Assert.Equal(expected.Keys, actual.Keys);
        Assert.All(expected, entry => Assert.Equal(entry.Value, actual[entry.Key]));
    }

    private static void AssertNames(string tree)
    {
        var files = DefinitionFolder.Files(tree).Keys.ToList();
        Assert.All(files, static file => Assert.True(KoreExport.Files.ArchiveEntryPath.IsSafe(file)));
        Assert.All(files, file => Assert.True(Path.GetFileName(tree).Length + 1 + file.Length <= 140, file));
        Assert.Equal(files.Count, files.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }
}

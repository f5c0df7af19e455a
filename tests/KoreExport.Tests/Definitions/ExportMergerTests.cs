using System.Text;
using System.Text.Json.Nodes;
using KoreExport.Definitions;
using Xunit;

namespace KoreExport.Tests.Definitions;

public sealed class ExportMergerTests : IDisposable
{
    private readonly DefinitionFolder _folder = new();
    private readonly JsonObject _bot = SampleBot.Definition();
    private readonly string _tree;

    public ExportMergerTests() => _tree = _folder.Expand(_folder.Export("bot.zip", _bot)).Path;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_an_editor_changed_is_in_the_export_and_nothing_else()
    {
        Edit("dialogComponents/compute.script.js", static text => text.Replace("= 2", "= 'ä'", StringComparison.Ordinal));
        Edit("dialogComponents/thanks.json", static text => text.Replace("Thank you", "Thanks 100%", StringComparison.Ordinal));
        Edit("sentences/Pay-Bill.json", static text => text.Replace("settle", "please settle", StringComparison.Ordinal));
        _bot["dialogComponents"]![1]!["script"] = "var%20a%20%3D%201%3B%0Avar%20b%20%3D%20'%C3%A4'%3B%0Avar%20c%20%3D%203%3B";
        _bot["dialogComponents"]![0]!["message"]![0]!["localeData"]!["en"]!["text"] = "Thanks%20100%25%20%C3%BC";
        _bot["sentences"]![1]!["sentence"] = "please settle";

        Assert.Equal(Text(DefinitionFolder.Bytes(_bot)), Text(_folder.Merge(_tree)["botDefinition.json"]));
    }

    [Fact]
    public void An_editors_layout_byte_order_mark_and_missing_final_new_line_do_not_matter()
    {
        Edit("dialogs/Help.json", static text =>
            "\uFEFF" + text.Replace("\n", "\r\n", StringComparison.Ordinal).Replace("    ", "\t", StringComparison.Ordinal));
        Edit("dialogComponents/compute.script.js", static text => "\uFEFF" + text.TrimEnd('\n'));

        Assert.Equal(Text(DefinitionFolder.Bytes(_bot)), Text(_folder.Merge(_tree)["botDefinition.json"]));
    }

    [Fact]
    public void A_component_can_be_taken_out_and_put_in()
    {
        File.Delete(Path.Combine(_tree, "dialogs", "Help.json"));
        File.WriteAllText(Path.Combine(_tree, "dialogs", "New.json"), "{ \"refId\": \"new\" }");
        Edit("kore-export.json", static text => text.Replace("dialogs/Help.json", "dialogs/New.json", StringComparison.Ordinal));
        _bot["dialogs"]!.AsArray().RemoveAt(1);
        _bot["dialogs"]!.AsArray().Add(new JsonObject { ["refId"] = "new" });

        Assert.Equal(Text(DefinitionFolder.Bytes(_bot)), Text(_folder.Merge(_tree)["botDefinition.json"]));
    }

    [Fact]
    public void A_file_that_the_manifest_does_not_list_is_said()
    {
        File.WriteAllText(Path.Combine(_tree, "dialogs", "New.json"), "{}");

        Assert.Equal(["dialogs/New.json"], ExportMerger.Unlisted(_tree));
        Assert.Equal(Text(DefinitionFolder.Bytes(_bot)), Text(_folder.Merge(_tree)["botDefinition.json"]));
    }

    [Theory]
    [InlineData("dialogs/Help.json")]
    [InlineData("dialogComponents/compute.script.js")]
    [InlineData("faqs/en/Who-are-you.json")]
    [InlineData("sentences/Pay-Bill.json")]
    [InlineData("patterns.json")]
    [InlineData("volatile.json")]
    [InlineData("config.json")]
    [InlineData("icon.png")]
    public void A_missing_part_is_named(string file)
    {
        File.Delete(Path.Combine(_tree, file));

        AssertNamed(file, "missing");
    }

    [Theory]
    [InlineData("dialogs/Help.json")]
    [InlineData("dialogComponents/compute.script.js")]
    [InlineData("config.json")]
    [InlineData("kore-export.json")]
    public void Conflict_markers_are_named(string file)
    {
        Edit(file, static text => $"<<<<<<< HEAD\n{text}=======\n{text}>>>>>>> other\n");

        AssertNamed(file, "conflict markers");
    }

    [Theory]
    [InlineData("dialogComponents/compute.json", "{ \"$file\": \"../../etc/passwd\" }", "leads out")]
    [InlineData("dialogComponents/compute.json", "{ \"script\": \"var%2\" }", "percent-code")]
    [InlineData("dialogComponents/compute.json", "{ \"script\": \"%E4\" }", "percent-code")]
    [InlineData("dialogComponents/compute.json", "{ \"x\": { \"$volatile\": \"gone\" } }", "no value")]
    [InlineData("dialogComponents/compute.json", "{ \"x\": { \"$nonsense\": 1 } }", "unknown")]
    [InlineData("dialogComponents/compute.json", "{ \"x\": { \"$id\": \"gone\" } }", "no id")]
    [InlineData("dialogComponents/compute.json", "{ \"$file\": \"dialogComponents/compute.json\" }", "circle")]
    [InlineData("dialogComponents/compute.json", "{ \"x\": }", "line 1")]
    [InlineData("sentences/Pay-Bill.json", "{}", "array")]
    public void What_cannot_be_merged_is_named(string file, string content, string why)
    {
        File.WriteAllText(Path.Combine(_tree, file), content);

        AssertNamed(why == "leads out" ? "passwd" : file, why);
    }

    [Fact]
    public void Text_that_is_no_UTF8_is_named()
    {
        File.WriteAllBytes(Path.Combine(_tree, "dialogComponents", "compute.script.js"), [0xFF, 0xFE, (byte)'v', 0]);

        AssertNamed("dialogComponents/compute.script.js", "UTF-8");
    }

    [Fact]
    public void A_redacted_tree_says_that_it_cannot_be_merged()
    {
        var tree = _folder.Expand(_folder.Export("secret.zip", _bot), "redacted", static options => options with { Redact = true }).Path;

        Assert.Equal(KoreErrorId.TreeRedacted, Assert.Throws<KoreException>(() => _folder.Merge(tree)).ErrorId);
    }

    [Fact]
    public void A_place_that_cannot_be_written_to_is_named()
    {
        var zip = _folder.Export("bot.zip", SampleBot.Definition());
        var tree = _folder.Expand(zip).Path;
        var below = Path.Combine(zip, "folder", "merged.zip");
        var refused = Assert.Throws<KoreException>(() => ExportMerger.Merge(tree, below, force: false, CancellationToken.None));
        Assert.Equal(KoreErrorId.FileWriteFailed, refused.ErrorId);
        Assert.Contains(below, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_tree_gives_the_same_archive_and_a_file_that_is_there_stays()
    {
        var one = Path.Combine(_folder.Root, "one.zip");
        var two = Path.Combine(_folder.Root, "two.zip");
        ExportMerger.Merge(_tree, one, force: false, CancellationToken.None);
        ExportMerger.Merge(_tree, two, force: false, CancellationToken.None);
        Assert.Equal(File.ReadAllBytes(one), File.ReadAllBytes(two));

        Assert.Equal(
            KoreErrorId.FileExists,
            Assert.Throws<KoreException>(() => ExportMerger.Merge(_tree, one, force: false, CancellationToken.None)).ErrorId);
        File.Delete(Path.Combine(_tree, "patterns.json"));
        Assert.Throws<KoreException>(() => ExportMerger.Merge(_tree, one, force: true, CancellationToken.None));
        Assert.Equal(File.ReadAllBytes(two), File.ReadAllBytes(one));
        Assert.Empty(Directory.GetFiles(_folder.Root, "*.partial"));
    }

    private void Edit(string file, Func<string, string> change)
    {
        var path = Path.Combine(_tree, file);
        var before = File.ReadAllText(path);
        File.WriteAllText(path, change(before));
        Assert.NotEqual(before, File.ReadAllText(path));
    }

    private void AssertNamed(string file, string why)
    {
        var error = Assert.Throws<KoreException>(() => _folder.Merge(_tree));
        Assert.Equal(KoreErrorId.TreeInvalid, error.ErrorId);
        Assert.Contains(file, error.Message.Replace('\\', '/'), StringComparison.Ordinal);
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }

    private static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes);
}

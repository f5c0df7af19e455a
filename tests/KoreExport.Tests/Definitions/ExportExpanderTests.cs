using System.Text;
using System.Text.Json.Nodes;
using KoreExport.Definitions;
using KoreExport.Files;
using KoreExport.Tests.Files;
using Xunit;

namespace KoreExport.Tests.Definitions;

public sealed class ExportExpanderTests : IDisposable
{
    private readonly DefinitionFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_component_has_a_file_and_code_and_texts_are_readable()
    {
        var tree = _folder.Expand(_folder.Export("bot.zip", SampleBot.Definition())).Path;

        Assert.Equal("var a = 1;\nvar b = 2;\nvar c = 3;\n", Read(tree, "dialogComponents/compute.script.js"));
        Assert.Equal("print('Danke');\nprint('!');\n", Read(tree, "dialogComponents/thanks.message.de.js"));
        Assert.Equal("<b>Always</b>\nreally\n", Read(tree, "faqs/en/When-are-you-open.answer.md"));
        Assert.Contains("\"$encoded\": \"Thank you ü\"", Read(tree, "dialogComponents/thanks.json"), StringComparison.Ordinal);
        Assert.Contains("\"name\": \"Pay Bill\"", Read(tree, "dialogs/Pay-Bill.json"), StringComparison.Ordinal);
        Assert.Contains("\"sentence\": \"settle\"", Read(tree, "sentences/Pay-Bill.json"), StringComparison.Ordinal);
        Assert.Contains("2.50", Read(tree, "other/newInTheNextVersion.json"), StringComparison.Ordinal);
        Assert.Equal([0x89, (byte)'P', 0, 1, 2], File.ReadAllBytes(Path.Combine(tree, "icon.png")));
        Assert.True(File.Exists(Path.Combine(tree, "config.json")));
    }

    [Fact]
    public void Two_exports_of_an_unchanged_bot_give_the_same_tree_but_for_what_changes_by_itself()
    {
        var first = _folder.Expand(_folder.Export("1.zip", SampleBot.Definition()), "one");
        var again = _folder.Expand(_folder.Export("2.zip", SampleBot.Definition()), "two");
        Assert.Equal(DefinitionFolder.Files(first.Path), DefinitionFolder.Files(again.Path));

        var volatileOnly = _folder.Expand(_folder.Export("3.zip", NextNight(SampleBot.Definition())), "one");

        Assert.Equal(["volatile.json"], volatileOnly.Modified);
        Assert.Empty(volatileOnly.Added.Concat(volatileOnly.Removed));
    }

    [UnixFact]
    public void A_tree_is_for_its_owner_alone()
    {
        const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var first = _folder.Expand(_folder.Export("1.zip", SampleBot.Definition()), "new/trees").Path;
        AssertModes(Path.GetDirectoryName(first)!);

        var bot = SampleBot.Definition();
        bot["forms"] = JsonNode.Parse("[{ \"refId\": \"f\", \"name\": \"New\" }]");
        bot["dialogs"]![0]!["localeData"]!["en"]!["shortDesc"] = "changed";
        Assert.NotEmpty(_folder.Expand(_folder.Export("2.zip", bot), "new/trees").Modified);
        AssertModes(first);

        var merged = Path.Combine(_folder.Root, "merged.zip");
        ExportMerger.Merge(first, merged, force: false, CancellationToken.None);
        Assert.Equal(OwnerFile, Mode(merged));

        static void AssertModes(string folder)
        {
            Assert.Equal(OwnerFile | UnixFileMode.UserExecute, Mode(folder));
            Assert.All(Directory.GetFiles(folder, "*", SearchOption.AllDirectories), static file => Assert.Equal(OwnerFile, Mode(file)));
            Assert.All(Directory.GetDirectories(folder, "*", SearchOption.AllDirectories), static inner =>
                Assert.Equal(OwnerFile | UnixFileMode.UserExecute, Mode(inner)));
        }

        static UnixFileMode Mode(string path) =>
            OperatingSystem.IsWindows() ? throw new PlatformNotSupportedException() : File.GetUnixFileMode(path);
    }

    [Fact]
    public void One_changed_script_is_one_changed_line()
    {
        var before = DefinitionFolder.Files(_folder.Expand(_folder.Export("1.zip", SampleBot.Definition())).Path);
        var bot = SampleBot.Definition();
        bot["dialogComponents"]![1]!["script"] = "var%20a%20%3D%201%3B%0Avar%20b%20%3D%2022%3B%0Avar%20c%20%3D%203%3B";

        var tree = _folder.Expand(_folder.Export("2.zip", bot));

        Assert.Equal(["dialogComponents/compute.script.js"], tree.Modified);
        var lines = Read(tree.Path, tree.Modified[0])
            .Split('\n')
            .Zip(before[tree.Modified[0]].Split('\n'))
            .Where(static pair => pair.First != pair.Second);
        Assert.Equal([("var b = 22;", "var b = 2;")], lines);
    }

    [Fact]
    public void What_is_gone_from_the_bot_is_gone_from_the_tree_and_files_of_others_stay()
    {
        var tree = _folder.Expand(_folder.Export("1.zip", SampleBot.Definition())).Path;
        File.WriteAllText(Path.Combine(tree, "README.md"), "mine");
        File.WriteAllText(Path.Combine(tree, "dialogs", "notes.txt"), "mine too");
        var bot = SampleBot.Definition();
        bot["dialogs"]!.AsArray().RemoveAt(1);
        bot["dialogComponents"]!.AsArray().RemoveAt(1);
        bot.Remove("knowledgeTasks");

        var second = _folder.Expand(_folder.Export("2.zip", bot));

        Assert.Equal(
            [
                "dialogComponents/compute.json",
                "dialogComponents/compute.script.js",
                "dialogs/Help.json",
                "faqs/en/When-are-you-open.answer.md",
                "faqs/en/When-are-you-open.json",
                "faqs/en/Who-are-you.json",
                "knowledgeTasks/Bank.json",
            ],
            second.Removed.Order(StringComparer.Ordinal));
        Assert.False(Directory.Exists(Path.Combine(tree, "faqs")));
        Assert.Equal("mine", Read(tree, "README.md"));
        Assert.Equal("mine too", Read(tree, "dialogs/notes.txt"));
    }

    [Fact]
    public void A_file_of_somebody_else_is_not_replaced_unasked()
    {
        var bot = SampleBot.Definition();
        var tree = _folder.Expand(_folder.Export("1.zip", bot)).Path;
        File.WriteAllText(Path.Combine(tree, "dialogs", "New.json"), "mine");
        bot["dialogs"]!.AsArray().Add(JsonNode.Parse("""{ "refId": "new", "lname": "New" }"""));
        var zip = _folder.Export("2.zip", bot);
        var before = DefinitionFolder.Files(_folder.Root);

        var error = Assert.Throws<KoreException>(() => _folder.Expand(zip));

        Assert.Equal(KoreErrorId.FileExists, error.ErrorId);
        Assert.Equal(before, DefinitionFolder.Files(_folder.Root));
        Assert.Contains(
            "New",
            Read(_folder.Expand(zip, change: static options => options with { Force = true }).Path, "dialogs/New.json"),
            StringComparison.Ordinal);
    }

    [Fact]
    [Fault(
        FaultArea.Saving,
        "Expand-KoreExport into a folder that holds files of others, or the tree of another bot",
        "KoreFileExists; the folder is left alone")]
    public void A_folder_of_somebody_else_or_of_another_bot_is_left_alone()
    {
        var zip = _folder.Export("bot.zip", SampleBot.Definition());
        Directory.CreateDirectory(Path.Combine(_folder.Root, "trees", "Bank"));
        File.WriteAllText(Path.Combine(_folder.Root, "trees", "Bank", "x"), "mine");
        Assert.Equal(KoreErrorId.FileExists, Assert.Throws<KoreException>(() => _folder.Expand(zip, change: ByName)).ErrorId);

        File.Delete(Path.Combine(_folder.Root, "trees", "Bank", "x"));
        _folder.Expand(zip, change: ByName);
        var other = SampleBot.Definition();
        other["_id"] = "st-00000000-0000-0000-0000-000000000002";
        var error = Assert.Throws<KoreException>(() => _folder.Expand(_folder.Export("other.zip", other), change: ByName));

        Assert.Contains("another bot", error.Message, StringComparison.Ordinal);

        static ExpandOptions ByName(ExpandOptions options) => options with { IsFolderNamedByName = true };
    }

    [Fact]
    public void Names_do_not_depend_on_the_order_of_components()
    {
        var bot = SampleBot.Definition();
        bot["forms"] = JsonNode.Parse(
            """[{"refId":"1","name":"Ask"},{"refId":"2","name":"ask"},{"refId":"3","name":"a?sk"},"""
                + """{"refId":"4","name":"con"},{"refId":"5","name":"😀"}]""");
        var one = _folder.Expand(_folder.Export("1.zip", bot), "one").Path;
        bot["forms"] = new JsonArray([.. bot["forms"]!.AsArray().Reverse().Select(static form => form!.DeepClone())]);

        var other = _folder.Expand(_folder.Export("2.zip", bot), "two").Path;

        var names = Directory.GetFiles(Path.Combine(one, "forms")).Select(Path.GetFileName).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(names, Directory.GetFiles(Path.Combine(other, "forms")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(["Ask~6b86b273.json", "_.json", "a-sk.json", "ask~d4735e3a.json", "con_.json"], names);
    }

    [Theory]
    [InlineData("<html><body>Bad gateway</body></html>", KoreErrorId.FileCorrupt)]
    [InlineData("", KoreErrorId.FileCorrupt)]
    public void An_error_page_under_the_name_of_an_archive_is_refused(string content, string errorId)
    {
        var path = Path.Combine(_folder.Root, "fullexport.zip");
        File.WriteAllText(path, content);

        Assert.Equal(errorId, Assert.Throws<KoreException>(() => _folder.Expand(path)).ErrorId);
        Assert.False(Directory.Exists(Path.Combine(_folder.Root, "trees")));
    }

    [Theory]
    [InlineData("{\"a\":}")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{\"a\":01}")]
    [InlineData("{\"a\":\"\\x\"}")]
    [InlineData("{\"a\":\"\n\"}")]
    [InlineData("{} {}")]
    [InlineData("[1}")]
    [InlineData("{'a':1}")]
    [InlineData("nul")]
    [InlineData("")]
    public void A_definition_that_is_no_JSON_is_refused(string json)
    {
        var zip = _folder.Zip("bot.zip", ("botDefinition.json", Encoding.UTF8.GetBytes(json)));

        var error = Assert.Throws<KoreException>(() => _folder.Expand(zip));

        Assert.Equal(KoreErrorId.FileCorrupt, error.ErrorId);
        Assert.Equal([zip], Directory.GetFileSystemEntries(_folder.Root));
    }

    [Fact]
    public void An_archive_without_a_definition_or_with_damage_is_refused()
    {
        var none = _folder.Zip("none.zip", ("config.json", "{}"u8.ToArray()));
        Assert.Contains("botDefinition.json", Assert.Throws<KoreException>(() => _folder.Expand(none)).Message, StringComparison.Ordinal);

        var zip = _folder.Export("bot.zip", SampleBot.Definition());
        var bytes = File.ReadAllBytes(zip);
        bytes[200] ^= 0x55;
        File.WriteAllBytes(zip, bytes);
        Assert.Equal(KoreErrorId.FileCorrupt, Assert.Throws<KoreException>(() => _folder.Expand(zip)).ErrorId);
        Assert.Equal(
            KoreErrorId.PathNotFound,
            Assert.Throws<KoreException>(() => _folder.Expand(Path.Combine(_folder.Root, "gone.zip"))).ErrorId);
    }

    [Theory]
    [MemberData(nameof(ArchiveEntryPathTests.Unsafe), MemberType = typeof(ArchiveEntryPathTests))]
    [Fault(
        FaultArea.Saving,
        "Expand-KoreExport of an entry that leads out of its folder (zip-slip), is absolute, a device of Windows or no name of a file",
        "a file in the tree under a name that every system takes; merging gives the entry its own name back")]
    public void An_entry_with_any_name_stays_in_the_tree(string name)
    {
        var zip = _folder.Zip("bot.zip", ("botDefinition.json", DefinitionFolder.Bytes(SampleBot.Definition())), (name, [1, 2, 3]));
        var tree = _folder.Expand(zip).Path;
        Assert.Equal([tree], Directory.GetFileSystemEntries(Path.GetDirectoryName(tree)!));
        Assert.Equal(2, Directory.GetFileSystemEntries(_folder.Root).Length);
        Assert.All(DefinitionFolder.Files(tree).Keys, static file => Assert.True(ArchiveEntryPath.IsSafe(file)));
        Assert.Equal([1, 2, 3], _folder.Merge(tree)[name]);
    }

    [Theory]
    [InlineData("icon.png", "Icon.PNG")]
    [InlineData("folder/a.txt", "FOLDER/A.txt")]
    [InlineData("Ü.txt", "ü.txt")]
    [InlineData("a", "a/b.txt")]
    [InlineData("a/b.txt", "a")]
    [InlineData("a/b", "A/B/c.txt")]
    [Fault(
        FaultArea.Saving,
        "Expand-KoreExport of entries whose names differ only in case, or of which one is a file and one a folder",
        "a file for each, wherever the tree is read")]
    public void Entries_that_some_systems_take_for_one_have_a_file_each(string one, string other)
    {
        var definition = ("botDefinition.json", DefinitionFolder.Bytes(SampleBot.Definition()));
        var tree = _folder.Expand(_folder.Zip("bot.zip", definition, (one, "1"u8.ToArray()), (other, "2"u8.ToArray()))).Path;
        var files = DefinitionFolder.Files(tree).Keys.ToList();
        Assert.Equal(files.Count, files.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        var merged = _folder.Merge(tree);
        Assert.Equal(("1", "2"), (Encoding.UTF8.GetString(merged[one]), Encoding.UTF8.GetString(merged[other])));
    }

    [Theory]
    [InlineData("link")]
    [InlineData("link/")]
    [Fault(FaultArea.Saving, "Expand-KoreExport of an entry that is a symbolic link", "KoreArchiveUnsafe; nothing is expanded")]
    public void A_symbolic_link_is_refused(string name)
    {
        var link = new ZipItem(name, name == "link" ? "/etc/passwd"u8.ToArray() : []) { Method = 0, ExternalAttributes = 0xA1FF0000 };
        Refuses(ZipMaker.MakeExport(link), "is a symbolic link");
    }

    [Fact]
    [Fault(
        FaultArea.Saving,
        "Expand-KoreExport of an archive that unpacks to far more than its size",
        "KoreArchiveUnsafe; nothing is expanded")]
    public void A_bomb_is_refused() => Refuses(ZipMaker.MakeBomb(), "unpacks to");

    [Fact]
    public void An_expansion_that_was_killed_is_not_believed_and_is_repaired_by_the_next()
    {
        var zip = _folder.Export("bot.zip", SampleBot.Definition());
        var whole = DefinitionFolder.Files(_folder.Expand(zip).Path);
        var tree = Path.Combine(_folder.Root, "trees", "st-00000000-0000-0000-0000-000000000001");

        // As TreeSwap leaves it between two moves.
        File.WriteAllLines(Path.Combine(tree, "kore-export.unfinished"), [.. whole.Keys, "dialogs/Half.json"]);
        File.WriteAllText(Path.Combine(tree, "dialogs", "Half.json"), "{}");
        File.Delete(Path.Combine(tree, "kore-export.json"));
        Assert.Equal(KoreErrorId.TreeInvalid, Assert.Throws<KoreException>(() => _folder.Merge(tree)).ErrorId);

        _folder.Expand(zip);

        Assert.Equal(whole, DefinitionFolder.Files(tree));
    }

    [Fact]
    public void A_failure_on_the_way_leaves_the_tree_before_as_it_was()
    {
        var tree = _folder.Expand(_folder.Export("1.zip", SampleBot.Definition())).Path;
        var bot = SampleBot.Definition();
        bot["dialogComponents"]![1]!["script"] = "changed";
        bot["dialogs"]!.AsArray().RemoveAt(1);
        bot["forms"] = JsonNode.Parse("""[{"refId":"1","name":"New"}]""");

        // A folder where the new file is to be: found only when files are moved.
        Directory.CreateDirectory(Path.Combine(tree, "forms", "New.json", "x"));
        var zip = _folder.Export("2.zip", bot);
        var before = DefinitionFolder.Files(_folder.Root);

        var error = Assert.Throws<KoreException>(() => _folder.Expand(zip));

        Assert.Equal(KoreErrorId.FileWriteFailed, error.ErrorId);
        Assert.Equal(before, DefinitionFolder.Files(_folder.Root));
        Assert.Equal([tree], Directory.GetFileSystemEntries(Path.Combine(_folder.Root, "trees")));
    }

    [Fact]
    public void A_cancelled_expansion_leaves_nothing_behind()
    {
        var zip = _folder.Export("bot.zip", SampleBot.Definition());

        Assert.ThrowsAny<OperationCanceledException>(() =>
            ExportExpander.Expand(
                new ExpandOptions { SourcePath = zip, Destination = Path.Combine(_folder.Root, "trees") },
                new CancellationToken(canceled: true)));

        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(_folder.Root, "trees")));
    }

    /// <summary>What the next export of an unchanged bot looks like after a publish.</summary>
    internal static JsonObject NextNight(JsonObject bot)
    {
        bot["encryptedHash"] = "00000000000000000000000000000002";
        bot["dialogs"] = new JsonArray([.. bot["dialogs"]!.AsArray().Reverse().Select(static dialog => dialog!.DeepClone())]);
        bot["patterns"] = new JsonArray([.. bot["patterns"]!.AsArray().Reverse().Select(static pattern => pattern!.DeepClone())]);
        bot["smallTalk"]![0]!["groups"]![0]!["groupId"] = "smg-2";
        bot["smallTalk"]![0]!["groups"]![0]!["nodes"]![0]!["botUtterances"]![0]!["_id"] = "mt-2";
        bot["botEvents"]!["TASK_FAILURE_EVENT"]!["msg"]![0]!["lMod"] = "Tue";
        bot["localeData"]!["en"]!["nlMeta"]!["mlUtterances"] = 3;
        bot["scenes"] = JsonNode.Parse(
            bot["scenes"]!
                .ToJsonString()
                .Replace("sn-1", "sn-2", StringComparison.Ordinal)
                .Replace("snc-1", "snc-2", StringComparison.Ordinal));
        bot["sceneComponents"] = JsonNode.Parse(
            bot["sceneComponents"]!
                .ToJsonString()
                .Replace("sn-1", "sn-2", StringComparison.Ordinal)
                .Replace("snc-1", "snc-2", StringComparison.Ordinal));
        bot["exportOptions"]!["tasks"] = JsonNode.Parse("""["alerts", "botTask"]""");
        bot["exportOptions"]!["subTasks"]!["dialogs"] = JsonNode.Parse("""["dg-1", "dg-2"]""");
        return bot;
    }

    private void Refuses(byte[] zip, string why)
    {
        var path = Path.Combine(_folder.Root, "bot.zip");
        File.WriteAllBytes(path, zip);
        var refused = Assert.Throws<KoreException>(() => _folder.Expand(path));
        Assert.Equal(KoreErrorId.ArchiveUnsafe, refused.ErrorId);
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
        Assert.Equal([path], Directory.GetFiles(_folder.Root, "*", SearchOption.AllDirectories));
    }

    private static string Read(string tree, string file) => File.ReadAllText(Path.Combine(tree, file));
}

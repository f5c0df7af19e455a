using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KoreExport.Sandbox.Http;
using Xunit;

namespace KoreExport.Tests.Sandbox;

public sealed partial class ContentImportTests
{
    [Fact]
    public async Task A_new_bot_has_new_ids_the_same_ref_ids_and_nothing_else_that_differs()
    {
        using var import = new ImportFixture(o => o.PlantSecrets = true);
        var zip = await import.ExportAsync();
        var status = await import.ImportAsync(await import.UploadPartsAsync(zip));
        var copy = await import.ExportAsync((string)status["streamId"]!);
        AssertCopy(zip, copy);
        Assert.Equal(SandboxFixture.Entries(zip)["config.json"], SandboxFixture.Entries(copy)["config.json"]);
        Assert.Equal(SandboxFixture.Entries(zip)["icon.png"], SandboxFixture.Entries(copy)["icon.png"]);
    }

    [RealExportFact]
    public async Task A_real_export_goes_in_and_out_with_nothing_but_the_volatile_different()
    {
        using var import = new ImportFixture();
        import.Sandbox.Server.SetBotContent(import.Bot, RealExportFactAttribute.File);
        var zip = await import.ExportAsync();
        var entries = SandboxFixture.Entries(await File.ReadAllBytesAsync(RealExportFactAttribute.File));
        var given = JsonNode.Parse(entries["botDefinition.json"])!.AsObject();
        Assert.Equal(Encoding.UTF8.GetString(entries["botDefinition.json"]), Encoding.UTF8.GetString(JsFormat.Pretty(given)));
        Assert.Equal(entries["config.json"], SandboxFixture.Entries(zip)["config.json"]);
        Assert.Equal(entries["icon.png"], SandboxFixture.Entries(zip)["icon.png"]);
        AssertSame(given, SandboxFixture.Definition(zip), ["exportOptions", "_id"], ids: (string)given["_id"]!, import.Bot);
        var status = await import.ImportAsync(await import.UploadPartsAsync(zip));
        AssertCopy(zip, await import.ExportAsync((string)status["streamId"]!));
        status = await import.ImportAsync(await import.UploadPartsAsync(zip), import.Sandbox.Server.BotId[1]);
        Assert.Equal("success", (string)status["status"]!);
    }

    [Fact]
    public async Task A_full_import_deletes_what_the_file_lacks_and_keeps_the_channels_and_the_published_version()
    {
        using var import = new ImportFixture();
        var target = import.Sandbox.Server.BotId[1];
        var published = await import.ExportAsync(target, "published");
        var body = await import.UploadChangedAsync(await import.ExportAsync(), definition =>
        {
            definition["dialogs"]!.AsArray().RemoveAt(0);
            definition["channels"] = new JsonArray();
        });
        await import.ImportAsync(body, target);
        var after = await import.DefinitionAsync(target);
        Assert.Equal(19, after["dialogs"]!.AsArray().Count);
        Assert.Equal(target, (string)after["_id"]!);
        Assert.Single(after["channels"]!.AsArray());
        Assert.Equal(SandboxFixture.Entries(published), SandboxFixture.Entries(await import.ExportAsync(target, "published")));
    }

    [Fact]
    public async Task A_damaged_bot_is_whole_again_after_a_full_import_of_its_backup()
    {
        using var import = new ImportFixture();
        var backup = await import.ExportAsync();
        var damaged = await import.UploadChangedAsync(backup, definition => definition["dialogs"] = new JsonArray());
        await import.ImportAsync(damaged, import.Bot);
        Assert.Empty((await import.DefinitionAsync())["dialogs"]!.AsArray());
        await import.ImportAsync(await import.UploadPartsAsync(backup), import.Bot);
        AssertCopy(backup, await import.ExportAsync());
    }

    [Fact]
    public async Task An_incremental_import_of_tasks_replaces_adds_and_leaves_by_ref_id()
    {
        using var import = new ImportFixture();
        var before = await import.DefinitionAsync();
        var body = await import.UploadChangedAsync(await import.ExportAsync(), definition =>
        {
            var dialogs = definition["dialogs"]!.AsArray();
            while (dialogs.Count > 2)
            {
                dialogs.RemoveAt(2);
            }

            dialogs[0]!["lname"] = "changed";
            dialogs[1]!["refId"] = "a-new-one";
            definition["color"] = "#111111";
            definition["sentences"] = new JsonArray();
        });
        body["importOptions"] = JsonNode.Parse("""{"tasks":["botTask"],"nlpData":[],"settings":[]}""");
        await import.ImportAsync(body, import.Bot);
        var after = await import.DefinitionAsync();
        var dialogs = after["dialogs"]!.AsArray();
        Assert.Equal(21, dialogs.Count);
        Assert.Equal("changed", (string)dialogs[0]!["lname"]!);
        Assert.Equal("a-new-one", (string)dialogs[^1]!["refId"]!);
        Assert.Equal(before["dialogs"]![1]!["lname"]!.ToJsonString(), dialogs[1]!["lname"]!.ToJsonString());
        Assert.NotEqual((string)before["dialogs"]![0]!["_id"]!, (string)dialogs[0]!["_id"]!);
        Assert.Equal((string)before["color"]!, (string)after["color"]!);
        Assert.Equal(before["sentences"]!.AsArray().Count, after["sentences"]!.AsArray().Count);

        // Every reference still leads somewhere.
        var components = after["dialogComponents"]!.AsArray().Select(component => (string)component!["_id"]!).ToHashSet();
        var nodes = dialogs.SelectMany(dialog => dialog!["nodes"]!.AsArray());
        Assert.All(nodes, node => Assert.Contains((string)node!["componentId"]!, components));
        Assert.All(after["sentences"]!.AsArray(), sentence => Assert.Contains((string)sentence!["taskId"]!, components));
    }

    [Theory]
    [InlineData(false, 241)]
    [InlineData(true, 1)]
    public async Task Utterances_are_added_or_replaced(bool replace, int expected)
    {
        using var import = new ImportFixture();
        var body = await import.UploadChangedAsync(await import.ExportAsync(), definition =>
        {
            var sentences = definition["sentences"]!.AsArray();
            while (sentences.Count > 1)
            {
                sentences.RemoveAt(1);
            }

            sentences[0]!["sentence"] = "something new";
        });
        body["importOptions"] = new JsonObject
        {
            ["nlpData"] = new JsonArray("utterances"),
            ["options"] = new JsonObject { ["utterances"] = new JsonObject { ["append"] = !replace, ["replace"] = replace } },
        };
        await import.ImportAsync(body, import.Bot);
        var after = await import.DefinitionAsync();
        Assert.Equal(expected, after["sentences"]!.AsArray().Count);
        Assert.Equal(20, after["dialogs"]!.AsArray().Count);
        var utterances = await SandboxFixture.DownloadAsync(await import.Sandbox.MlLinkAsync("json"));
        Assert.Equal(expected, utterances.Array.Count);
        Assert.Contains(utterances.Array, row => (string)row!["sentence"]! == "something new");
    }

    [Fact]
    public async Task Variables_are_imported_by_key_except_those_that_are_ignored()
    {
        using var import = new ImportFixture();
        var body = await import.UploadChangedAsync(await import.ExportAsync(), definition =>
        {
            definition["contentVariables"]![0]!["localeData"]!["en"]!["value"] = "Hi";
            definition["contentVariables"]![1]!["localeData"]!["en"]!["value"] = "Hi";
        });
        body["importOptions"] = JsonNode.Parse("""{"settings":["botVariables"],"options":{"botVariables":{"ignore":["greeting1"]}}}""");
        await import.ImportAsync(body, import.Bot);
        var variables = (await import.DefinitionAsync())["contentVariables"]!.AsArray();
        Assert.Equal(["Hi", "Hello"], variables.Select(variable => (string)variable!["localeData"]!["en"]!["value"]!));
    }

    [Theory]
    [InlineData("""{"nlpData":["synonyms"],"customDashboard":true}""", true)]
    [InlineData("""{"nlpData":["patterns"],"customDashboard":false}""", false)]
    public async Task Synonyms_and_dashboards_are_imported_where_they_are_asked_for(string options, bool imported)
    {
        using var import = new ImportFixture();
        var body = await import.UploadChangedAsync(await import.ExportAsync(), definition =>
        {
            definition["localeData"]!["en"]!["synonyms"] = new JsonObject { ["card"] = new JsonArray("plastic") };
            definition["customDashboards"] = new JsonArray(new JsonObject { ["refId"] = "r", ["name"] = "Sales" });
        });
        body["importOptions"] = JsonNode.Parse(options);
        await import.ImportAsync(body, import.Bot);
        var after = await import.DefinitionAsync();
        Assert.Equal(imported, after["localeData"]!["en"]!["synonyms"] is not null);
        Assert.Equal(imported ? 1 : 0, after["customDashboards"]!.AsArray().Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_import_fails_where_a_dependent_task_is_missing(bool incremental)
    {
        using var import = new ImportFixture();
        var before = SandboxFixture.Entries(await import.ExportAsync());
        var body = await import.UploadChangedAsync(
            await import.ExportAsync(), definition => definition["dialogs"]![0]!["nodes"]![1]!["flowTaskId"] = "nowhere");
        if (incremental)
        {
            body["importOptions"] = JsonNode.Parse("""{"tasks":["botTask"]}""");
        }

        var status = await import.ImportAsync(body, import.Bot);
        Assert.Equal("failed", (string)status["status"]!);
        Assert.Equal(before, SandboxFixture.Entries(await import.ExportAsync()));
    }

    // The same but for ids: every id is another one, and the same ids are the same again.
    private static void AssertCopy(byte[] original, byte[] copy)
    {
        var (before, after) = (SandboxFixture.Definition(original), SandboxFixture.Definition(copy));
        var (oldIds, newIds) = (Ids(before).ToList(), Ids(after).ToList());
        Assert.Equal(oldIds.Count, newIds.Count);
        var map = oldIds.Zip(newIds).Distinct().ToDictionary(pair => pair.First, pair => pair.Second);
        Assert.All(map.Where(pair => pair.Key != (string)before["_id"]!), pair => Assert.NotEqual(pair.Key, pair.Value));
        var text = IdPattern().Replace(before.ToJsonString(), id => map.GetValueOrDefault(id.Value, id.Value));
        Assert.Equal(text, after.ToJsonString());
    }

    private static void AssertSame(JsonObject expected, JsonObject actual, string[] except, string ids, string becomes)
    {
        foreach (var member in except)
        {
            expected.Remove(member);
            actual.Remove(member);
        }

        Assert.Equal(expected.ToJsonString().Replace(ids, becomes), actual.ToJsonString());
    }

    private static IEnumerable<string> Ids(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => member.Key is "_id" or "groupId" && member.Value is JsonValue value
            ? [value.GetValue<string>()]
            : Ids(member.Value)),
        JsonArray items => items.SelectMany(Ids),
        _ => [],
    };

    [GeneratedRegex("[a-z]+-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{24}")]
    private static partial Regex IdPattern();
}

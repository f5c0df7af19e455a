using System.Text.Json.Nodes;
using Xunit;

namespace KoreExport.Tests.Sandbox;

public sealed class ContentSelectionTests
{
    private const string Settings = """{"exportType":"latest","exportOptions":{"settings":["botSettings","botVariables","ivrSettings"]}}""";

    [Fact]
    public async Task A_full_export_echoes_what_the_platforms_own_page_selects()
    {
        using var sandbox = new SandboxFixture();
        var definition = await ExportAsync(sandbox, """{"exportType":"latest"}""");
        var echo = definition["exportOptions"]!;
        Assert.Equal(["botTask", "knowledgeGraph", "smallTalk", "forms"], Texts(echo["tasks"]!));
        Assert.Equal(Texts(definition["dialogs"]!, "_id"), Texts(echo["subTasks"]!["dialogs"]!));
        Assert.InRange(definition.Count, 80, 90);
    }

    [Fact]
    public async Task A_selection_is_echoed_with_the_lists_it_left_out()
    {
        using var sandbox = new SandboxFixture();
        var definition = await ExportAsync(sandbox, """{"exportType":"latest","exportOptions":{"tasks":["smallTalk","botTsk"]}}""");
        Assert.NotEmpty(definition["smallTalk"]!.AsArray());
        Assert.Empty(definition["sentences"]!.AsArray());
        Assert.Equal(
            """{"tasks":["smallTalk","botTsk"],"nlpData":[],"settings":[],"subTasks":{"dialogs":[],"alerts":[],"actions":[],"forms":[]},"IncludeDependentTasks":true}""",
            definition["exportOptions"]!.ToJsonString());
    }

    [Fact]
    public async Task Settings_that_were_not_selected_are_not_there()
    {
        using var sandbox = new SandboxFixture();
        var full = await ExportAsync(sandbox, """{"exportType":"latest"}""");
        var tasks = await ExportAsync(sandbox, """{"exportType":"latest","exportOptions":{"tasks":["botTask"]}}""");
        Assert.InRange(full.Count - tasks.Count, 25, 45);
        Assert.All(["botEvents", "ivrSettings", "translationEngines", "patterns"], key => Assert.False(tasks.ContainsKey(key), key));
        Assert.Equal(full["dialogs"]!.ToJsonString(), tasks["dialogs"]!.ToJsonString());
    }

    [Fact]
    public async Task Without_bot_tasks_dialogs_are_skeletons_and_components_whole()
    {
        using var sandbox = new SandboxFixture();
        var full = await ExportAsync(sandbox, """{"exportType":"latest"}""");
        var settings = await ExportAsync(sandbox, Settings);
        Assert.Equal(Texts(full["dialogs"]!, "_id"), Texts(settings["dialogs"]!, "_id"));
        Assert.All(settings["dialogs"]!.AsArray(), dialog => Assert.Equal(6, dialog!.AsObject().Count));
        Assert.Equal(full["dialogComponents"]!.ToJsonString(), settings["dialogComponents"]!.ToJsonString());
        Assert.Equal(full["botEvents"]!.ToJsonString(), settings["botEvents"]!.ToJsonString());
    }

    [Fact]
    public async Task Every_selection_has_a_hash_of_its_own_which_stays()
    {
        using var sandbox = new SandboxFixture();
        var hashes = new List<string>();
        foreach (var body in new[]
        {
            """{"exportType":"latest"}""", Settings, """{"exportType":"latest","exportOptions":{"tasks":["botTask"]}}""",
            """{"exportType":"latest","exportOptions":{"nlpData":["utterances"]}}""",
        })
        {
            hashes.Add((string)(await ExportAsync(sandbox, body))["encryptedHash"]!);
            Assert.Equal(hashes[^1], (string)(await ExportAsync(sandbox, body))["encryptedHash"]!);
        }

        Assert.All(hashes, hash => Assert.Matches("^[0-9a-f]{32}$", hash));
        Assert.Equal(4, hashes.Distinct().Count());
    }

    [Fact]
    public async Task Single_dialogs_are_asked_for_by_name_and_echoed_by_id()
    {
        using var sandbox = new SandboxFixture();
        var definition = await ExportAsync(
            sandbox,
            """{"exportType":"latest","exportOptions":{"tasks":["botTask"]},"subTasks":{"dialogs":["Check Card"]},"IncludeDependentTasks":false}""");
        var dialog = Assert.Single(definition["dialogs"]!.AsArray())!;
        Assert.Equal("Check Card", (string)dialog["localeData"]!["en"]!["name"]!);
        Assert.Equal([(string)dialog["_id"]!], Texts(definition["exportOptions"]!["subTasks"]!["dialogs"]!));
        Assert.False((bool)definition["exportOptions"]!["IncludeDependentTasks"]!);
    }

    private static async Task<JsonObject> ExportAsync(SandboxFixture sandbox, string body) =>
        SandboxFixture.Definition((await SandboxFixture.DownloadAsync(await sandbox.LinkAsync(body: body))).Bytes);

    private static IEnumerable<string> Texts(JsonNode list) => list.AsArray().Select(item => (string)item!);

    private static IEnumerable<string> Texts(JsonNode list, string member) => list.AsArray().Select(item => (string)item![member]!);
}

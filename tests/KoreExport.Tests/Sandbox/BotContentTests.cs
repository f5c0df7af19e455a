using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace KoreExport.Tests.Sandbox;

public sealed class BotContentTests
{
    [Fact]
    public async Task A_definition_is_pretty_printed_and_has_the_keys_real_ones_have()
    {
        using var sandbox = new SandboxFixture();
        var entries = SandboxFixture.Entries((await SandboxFixture.DownloadAsync(await sandbox.LinkAsync())).Bytes);
        var text = Encoding.UTF8.GetString(entries["botDefinition.json"]);
        Assert.StartsWith("{\n  \"_id\": \"" + sandbox.Bot, text);
        Assert.DoesNotContain('\r', text);
        var definition = JsonNode.Parse(text)!.AsObject();
        Assert.All(
            [
                "dialogs", "dialogComponents", "knowledgeTasks", "smallTalk", "sentences", "patterns", "localeData", "contentVariables",
                "exportOptions", "encryptedHash",
            ],
            key => Assert.True(definition.ContainsKey(key), key));
        Assert.NotEmpty(definition["dialogs"]!.AsArray());

        var config = JsonNode.Parse(entries["config.json"])!.AsObject();
        Assert.Equal(["name", "envVariables"], config.Select(member => member.Key));
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], entries["icon.png"][..4]);
    }

    [Fact]
    public async Task Two_bots_are_not_the_same()
    {
        using var sandbox = new SandboxFixture();
        var first = SandboxFixture.Entries((await SandboxFixture.DownloadAsync(await sandbox.LinkAsync())).Bytes);
        var second = SandboxFixture.Entries((await SandboxFixture.DownloadAsync(await sandbox.LinkAsync(sandbox.Server.BotId[1]))).Bytes);
        Assert.NotEqual(first["botDefinition.json"], second["botDefinition.json"]);
    }

    [Fact]
    public async Task A_selection_leaves_the_rest_out_and_is_echoed()
    {
        using var sandbox = new SandboxFixture();
        var link = await sandbox.LinkAsync(body: """{"exportType":"latest","exportOptions":{"tasks":["smallTalk","botTsk"]}}""");
        var definition = JsonNode.Parse(SandboxFixture.Entries((await SandboxFixture.DownloadAsync(link)).Bytes)["botDefinition.json"])!;
        Assert.NotEmpty(definition["smallTalk"]!.AsArray());
        Assert.Empty(definition["dialogs"]!.AsArray());
        Assert.Empty(definition["sentences"]!.AsArray());
        Assert.Equal("""{"tasks":["smallTalk","botTsk"]}""", definition["exportOptions"]!.ToJsonString());
    }
}

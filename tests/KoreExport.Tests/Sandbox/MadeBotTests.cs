using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace KoreExport.Tests.Sandbox;

public sealed class MadeBotTests
{
    [Fact]
    public async Task A_definition_is_pretty_printed_and_has_the_keys_real_ones_have()
    {
        using var sandbox = new SandboxFixture();
        var entries = SandboxFixture.Entries((await SandboxFixture.DownloadAsync(await sandbox.LinkAsync())).Bytes);
        var text = Encoding.UTF8.GetString(entries["botDefinition.json"]);
        Assert.StartsWith("{\n    \"_id\": \"" + sandbox.Bot, text);
        Assert.EndsWith("\n}", text);
        Assert.DoesNotContain('\r', text);
        var definition = JsonNode.Parse(text)!.AsObject();
        Assert.All(
            [
                "dialogs", "dialogComponents", "knowledgeTasks", "smallTalk", "sentences", "patterns", "localeData", "contentVariables",
                "exportOptions", "encryptedHash",
            ],
            key => Assert.True(definition.ContainsKey(key), key));
        Assert.Matches("^[0-9a-f]{32}$", (string)definition["encryptedHash"]!);
        Assert.All(definition["dialogs"]!.AsArray(), dialog =>
        {
            Assert.False(dialog!.AsObject().ContainsKey("name"));
            Assert.Equal((string)dialog["lname"]!, ((string)dialog["localeData"]!["en"]!["name"]!).ToLowerInvariant());
        });
        var components = definition["dialogComponents"]!.AsArray().Select(component => (string)component!["_id"]!).ToHashSet();
        var used = definition["dialogs"]!.AsArray().SelectMany(dialog => dialog!["nodes"]!.AsArray()).ToList();
        Assert.NotEmpty(used);
        Assert.All(used, node => Assert.Contains((string)node!["componentId"]!, components));

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
}

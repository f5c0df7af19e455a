using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace KoreExport.Tests.Sandbox;

public sealed class ContentTests
{
    [Fact]
    public async Task A_bot_export_is_a_streamed_zip_of_three_deflated_files()
    {
        using var sandbox = new SandboxAtHand();
        var zip = (await SandboxAtHand.DownloadAsync(await sandbox.LinkAsync())).Bytes;
        Assert.Equal(["botDefinition.json", "config.json", "icon.png"], Entries(zip).Select(e => e.Key));
        Assert.InRange(zip.Length, 10_000, 100_000);

        // Bytes 6 and 8 of a local header: bit 3 says that the lengths follow the entry, 8 is deflate.
        Assert.Equal(8, zip[6] & 8);
        Assert.Equal(8, zip[8]);
    }

    [Fact]
    public async Task A_definition_is_pretty_printed_and_has_the_keys_real_ones_have()
    {
        using var sandbox = new SandboxAtHand();
        var entries = Entries((await SandboxAtHand.DownloadAsync(await sandbox.LinkAsync())).Bytes);
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
    public async Task Two_exports_of_an_unchanged_bot_have_the_same_entries_in_different_zips()
    {
        using var sandbox = new SandboxAtHand();
        var first = (await SandboxAtHand.DownloadAsync(await sandbox.LinkAsync())).Bytes;
        var second = (await SandboxAtHand.DownloadAsync(await sandbox.LinkAsync())).Bytes;
        Assert.NotEqual(first, second);
        Assert.Equal(Entries(first), Entries(second));
    }

    [Fact]
    public async Task Two_bots_are_not_the_same()
    {
        using var sandbox = new SandboxAtHand();
        var first = Entries((await SandboxAtHand.DownloadAsync(await sandbox.LinkAsync())).Bytes);
        var second = Entries((await SandboxAtHand.DownloadAsync(await sandbox.LinkAsync(sandbox.Server.BotId[1]))).Bytes);
        Assert.NotEqual(first["botDefinition.json"], second["botDefinition.json"]);
    }

    [Fact]
    public async Task A_selection_leaves_the_rest_out_and_is_echoed()
    {
        using var sandbox = new SandboxAtHand();
        var link = await sandbox.LinkAsync(body: """{"exportType":"latest","exportOptions":{"tasks":["smallTalk","botTsk"]}}""");
        var definition = JsonNode.Parse(Entries((await SandboxAtHand.DownloadAsync(link)).Bytes)["botDefinition.json"])!;
        Assert.NotEmpty(definition["smallTalk"]!.AsArray());
        Assert.Empty(definition["dialogs"]!.AsArray());
        Assert.Empty(definition["sentences"]!.AsArray());
        Assert.Equal("""{"tasks":["smallTalk","botTsk"]}""", definition["exportOptions"]!.ToJsonString());
    }

    [Fact]
    public async Task A_bot_export_can_be_large()
    {
        using var sandbox = new SandboxAtHand(o => o.BotExportBytes = 3_000_000);
        var zip = (await SandboxAtHand.DownloadAsync(await sandbox.LinkAsync())).Bytes;
        Assert.InRange(zip.Length, 2_900_000, 3_300_000);
        Assert.True(Entries(zip).ContainsKey("botFunctions.js"));
    }

    [Fact]
    public async Task A_zip_can_have_an_entry_with_any_name()
    {
        using var sandbox = new SandboxAtHand();
        sandbox.Faults.Download.ExtraEntryName = "../outside.txt";
        Assert.True(Entries((await SandboxAtHand.DownloadAsync(await sandbox.LinkAsync())).Bytes).ContainsKey("../outside.txt"));
    }

    [Fact]
    public async Task A_real_file_can_be_served()
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, "anything");
            using var sandbox = new SandboxAtHand(o =>
            {
                o.BotExportFile = path;
                o.UtteranceFile = path;
            });
            Assert.Equal("anything", (await SandboxAtHand.DownloadAsync(await sandbox.LinkAsync())).Text);
            Assert.Equal("anything", (await SandboxAtHand.DownloadAsync(await sandbox.MlLinkAsync("csv"))).Text);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_file_that_does_not_exist_is_refused_at_the_start() =>
        Assert.Throws<FileNotFoundException>(() => new SandboxAtHand(o => o.BotExportFile = "no such file.zip"));

    [Fact]
    public async Task Utterances_as_json_are_an_array_of_the_known_members()
    {
        using var sandbox = new SandboxAtHand();
        var reply = await SandboxAtHand.DownloadAsync(await sandbox.MlLinkAsync("json"));
        Assert.Equal("application/json", reply.Headers["Content-Type"]);
        var rows = JsonNode.Parse(reply.Bytes)!.AsArray();
        Assert.Equal(400, rows.Count);
        Assert.All(rows, row => Assert.Equal(
            ["taskName", "sentence", "type", "entities", "language"], row!.AsObject().Select(member => member.Key)));
    }

    [Fact]
    public async Task Utterances_as_csv_have_the_documented_header()
    {
        using var sandbox = new SandboxAtHand(o => o.UtteranceCount = 7);
        var reply = await SandboxAtHand.DownloadAsync(await sandbox.MlLinkAsync("csv"));
        Assert.Equal("text/csv", reply.Headers["Content-Type"]);
        Assert.StartsWith("taskName,sentence,type,language\r\n", reply.Text);
        Assert.Equal(8, reply.Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
    }

    internal static Dictionary<string, byte[]> Entries(byte[] zip)
    {
        using var archive = new ZipArchive(new MemoryStream(zip));
        return archive.Entries.ToDictionary(e => e.FullName, e =>
        {
            using var stream = e.Open();
            using var copy = new MemoryStream();
            stream.CopyTo(copy);
            return copy.ToArray();
        });
    }
}

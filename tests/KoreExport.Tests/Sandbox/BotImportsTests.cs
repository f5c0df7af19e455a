using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace KoreExport.Tests.Sandbox;

public sealed class BotImportsTests
{
    [Fact]
    public async Task A_start_and_a_status_have_exactly_the_known_members()
    {
        using var import = new ImportFixture();
        string[] known = ["_id", "streamRefId", "status", "statusLogs", "requestType", "createdBy", "createdOn", "__v"];
        var zip = await import.ExportAsync();
        var started = await import.StartAsync(await import.UploadPartsAsync(zip), import.Bot);
        Assert.Equal(known, started.Json.Select(member => member.Key));
        Assert.Equal((string)SandboxFixture.Definition(zip)["refId"]!, (string)started.Json["streamRefId"]!);
        Assert.Equal(["importRequest"], ImportFixture.Steps(started.Json));

        var id = (string)started.Json["_id"]!;
        import.Sandbox.Pass(TimeSpan.FromSeconds(9.9));
        var running = (await import.StatusAsync(id)).Json;
        Assert.Equal("pending", (string)running["status"]!);
        Assert.InRange(ImportFixture.Steps(running).Count(), 2, 10);

        import.Sandbox.Pass(TimeSpan.FromSeconds(0.1));
        var done = (await import.StatusAsync(id)).Json;
        Assert.Equal([.. known, "streamId"], done.Select(member => member.Key));
        Assert.Equal("importBot", ImportFixture.Steps(done).Last());
    }

    [Fact]
    public async Task Nothing_changes_before_an_import_is_done()
    {
        using var import = new ImportFixture();
        var body = await import.UploadChangedAsync(await import.ExportAsync(), definition => definition["color"] = "#111111");
        await import.StartAsync(body, import.Bot);
        await import.StartAsync(body);
        import.Sandbox.Pass(TimeSpan.FromSeconds(9));
        Assert.Equal(3, import.Sandbox.Server.BotId.Count);
        await import.Sandbox.StartAsync();
        import.Sandbox.FinishJobs();
        var link = (string)(await import.Sandbox.StatusAsync()).Json["downloadURL"]!;
        Assert.Equal("#009dab", (string)SandboxFixture.Definition((await SandboxFixture.DownloadAsync(link)).Bytes)["color"]!);
        Assert.Equal(4, import.Sandbox.Server.BotId.Count);
        Assert.Equal("#111111", (string)(await import.DefinitionAsync())["color"]!);
    }

    [Fact]
    public async Task A_new_bot_is_in_the_list_under_its_name_and_can_be_made_of_a_zip()
    {
        using var import = new ImportFixture();
        var zip = await import.UploadAsync(await import.ExportAsync(), "export.zip");
        var status = await import.ImportAsync(new JsonObject
        {
            ["uploadMode"] = "ZIP", ["zipInfo"] = zip, ["name"] = "Drill", ["purpose"] = "employee",
        });
        var id = (string)status["streamId"]!;
        var bots = (await import.Sandbox.SendAsync(HttpMethod.Get, "/api/public/bots")).Json["bots"]!.AsArray();
        Assert.Equal((id, "Drill", "configured"), ((string)bots[^1]!["_id"]!, (string)bots[^1]!["name"]!, (string)bots[^1]!["status"]!));
        var definition = await import.DefinitionAsync(id);
        Assert.Equal("Drill", (string)definition["localeData"]!["en"]!["name"]!);
        Assert.Equal("employee", (string)definition["purpose"]!);
        Assert.Equal(id, import.Sandbox.Server.BotId[^1]);
    }

    [Fact]
    public async Task Bodies_are_checked_before_bots_and_bots_before_files()
    {
        using var import = new ImportFixture();
        (await import.StartAsync([], "st-nobody")).IsError(412, 412, "Validation errors/ Invalid arguments");
        (await import.StartAsync(new JsonObject { ["botDefinition"] = "x", ["configInfo"] = "x" }, "st-nobody"))
            .IsError(400, 400, "Invalid StreamId");
        (await import.StartAsync(new JsonObject { ["botDefinition"] = "x", ["configInfo"] = "x" }, import.Bot))
            .IsError(400, 400, "Invalid file id");
        (await import.StartAsync(new JsonObject { ["uploadMode"] = "ZIP" })).IsError(412, 412, "Validation errors/ Invalid arguments");
        (await import.StartAsync(new JsonObject { ["uploadMode"] = "ZIP", ["zipInfo"] = "x" })).IsError(400, 400, "Invalid file id");
    }

    [Theory]
    [InlineData(false, 400)]
    [InlineData(true, 422)]
    public async Task A_universal_bot_of_the_old_kind_is_refused(bool existing, int status)
    {
        using var import = new ImportFixture();
        var body = await import.UploadChangedAsync(await import.ExportAsync(), definition =>
        {
            definition["type"] = "universalbot";
            definition["universalBotVersion"] = 1;
        });
        (await import.StartAsync(body, existing ? import.Bot : null)).IsError(
            status,
            status,
            "The file contains the definition of the Universal Bots built using an older version. "
                + "This version is no longer supported and the file cannot be imported.");
    }

    [Theory]
    [InlineData("config.json", 500 * 1024)]
    [InlineData("icon.png", 80 * 1024)]
    public async Task A_part_that_is_too_large_is_refused(string part, int largest)
    {
        using var import = new ImportFixture();
        var body = await import.UploadPartsAsync(await import.ExportAsync());
        var member = part == "icon.png" ? "icon" : "configInfo";
        var text = "{}" + new string(' ', largest - 2);
        body[member] = await import.UploadAsync(Encoding.ASCII.GetBytes(text), part);
        Assert.Equal(200, (await import.StartAsync(body)).Status);
        body[member] = await import.UploadAsync(Encoding.ASCII.GetBytes(text + " "), part);
        Assert.Equal(400, (await import.StartAsync(body)).Status);
    }

    [Fact]
    public async Task What_is_no_bot_fails_and_leaves_the_bot_as_it_was()
    {
        using var import = new ImportFixture();
        var before = SandboxFixture.Entries(await import.ExportAsync());
        var body = await import.UploadPartsAsync(await import.ExportAsync());
        body["botDefinition"] = await import.UploadAsync("<html>"u8.ToArray());
        var status = await import.ImportAsync(body, import.Bot);
        Assert.Equal("failed", (string)status["status"]!);
        Assert.False(status.ContainsKey("streamId"));

        // The first line still says success.
        Assert.Equal("success", (string)status["statusLogs"]![0]!["status"]!);
        Assert.Equal("failed", (string)status["statusLogs"]!.AsArray()[^1]!["status"]!);
        Assert.Equal(before, SandboxFixture.Entries(await import.ExportAsync()));
    }

    [Fact]
    public async Task Imports_are_for_admin_apps()
    {
        using var builder = new ImportFixture(o => o.AdminApp = false);
        (await builder.StartAsync([])).IsError(401, 4002, "Permission denied. Scope is incorrect!");
        using var admin = new ImportFixture(o => o.AdminApp = true);
        (await admin.StartAsync([])).IsError(412, 412, "Validation errors/ Invalid arguments");
    }

    [Fact]
    public async Task Imports_count_per_bot_and_statuses_per_request()
    {
        using var import = new ImportFixture(o => o.RateLimitPerMinute = 2);
        var body = new JsonObject { ["botDefinition"] = "x", ["configInfo"] = "x" };
        for (var call = 0; call < 2; call++)
        {
            Assert.Equal(400, (await import.StartAsync(body, import.Bot)).Status);
            Assert.Equal(400, (await import.StatusAsync("bir-1")).Status);
        }

        Assert.Equal(429, (await import.StartAsync(body, import.Bot)).Status);
        Assert.Equal(429, (await import.StatusAsync("bir-1")).Status);
        Assert.Equal(400, (await import.StartAsync(body, import.Sandbox.Server.BotId[1])).Status);
        Assert.Equal(400, (await import.StatusAsync("bir-2")).Status);
    }
}

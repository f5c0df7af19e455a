using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace KoreExport.Tests.Sandbox;

public sealed class UtteranceImportsTests
{
    private const string Csv = "taskName,sentence,type,language\r\nCheck Card,\"one, \"\"two\"\"\",DialogIntent,en\r\n"
        + "Check Card,three,DialogIntent,en\r\nCheck Card,three,DialogIntent,en\r\n";

    private const string Json = """
        [{"taskName":"Check Card","sentence":"one, \"two\"","type":"DialogIntent","entities":[],"language":"en"},
        {"taskName":"Check Card","sentence":"three","type":"DialogIntent","language":"en"}]
        """;

    [Theory]
    [InlineData(Csv)]
    [InlineData(Json)]
    public async Task Utterances_are_added_whatever_their_file_is_called(string file)
    {
        using var import = new ImportFixture();
        var started = await StartAsync(import, await import.UploadAsync(Encoding.UTF8.GetBytes(file), "x.csv"));
        Assert.Equal(200, started.Status);
        Assert.Equal(
            ["_id", "streamId", "status", "requestType", "createdBy", "createdOn", "__v"], started.Json.Select(member => member.Key));
        Assert.Equal(("pending", "MLimport"), ((string)started.Json["status"]!, (string)started.Json["requestType"]!));
        var id = (string)started.Json["_id"]!;
        Assert.Equal("pending", (string)(await StatusAsync(import, id)).Json["status"]!);
        import.Sandbox.FinishJobs();
        var done = (await StatusAsync(import, id)).Json;
        Assert.Equal(("success", "MLimport"), ((string)done["status"]!, (string)done["requestType"]!));
        Assert.Equal("File imported completed. 2 utterances copied successfully", (string)done["message"]!);

        var rows = (await SandboxFixture.DownloadAsync(await import.Sandbox.MlLinkAsync("json"))).Array;
        Assert.Equal(402, rows.Count);
        Assert.Equal("one, \"two\"", (string)rows[^2]!["sentence"]!);
        Assert.Equal(242, (await import.DefinitionAsync())["sentences"]!.AsArray().Count);
    }

    [Theory]
    [InlineData(",jkkjkjkj\r\n", "CSV format is incorrect")]
    [InlineData("[{\"sentence\":\"x\"}]", "JSON format is incorrect")]
    public async Task A_file_that_cannot_be_read_is_refused_at_the_start(string file, string words)
    {
        using var import = new ImportFixture();
        (await StartAsync(import, await import.UploadAsync(Encoding.UTF8.GetBytes(file), "x.csv"))).IsError(400, 400, words);
    }

    [Fact]
    public async Task The_usual_refusals_are_those_of_a_builder_app()
    {
        using var import = new ImportFixture();
        var id = await import.UploadAsync(Encoding.UTF8.GetBytes(Csv), "x.csv");
        (await StartAsync(import, id, "st-nobody")).IsError(401, 4002, "Invalid SDK credentials");
        (await StartAsync(import, id, token: "")).IsError(401, 4002, "Invalid SDK credentials");
        (await StartAsync(import, id, token: import.Sandbox.Token() + "1")).IsError(401, 4002, "Invalid SDK credentials");
        (await StartAsync(import, "nothing")).IsError(400, 400, "Invalid file id");
        (await StatusAsync(import, "bir-nothing")).IsError(400, 400, "Invalid request ID");
        Assert.Equal(405, (await import.Sandbox.SendAsync(HttpMethod.Get, import.Sandbox.Path("mlimport"))).Status);
        Assert.Equal(405, (await import.Sandbox.SendAsync(HttpMethod.Post, import.Sandbox.Path("mlimport/status/bir-1"))).Status);
        using var admin = new ImportFixture(o => o.AdminApp = true);
        (await StartAsync(admin, id)).IsError(401, 4002, "Permission denied. Scope is incorrect!");
    }

    [Fact]
    public async Task Half_of_them_can_get_there()
    {
        using var import = new ImportFixture();
        import.Faults.HalfDoneCount = 1;
        var started = await StartAsync(import, await import.UploadAsync(Encoding.UTF8.GetBytes(Json), "x.json"));
        import.Sandbox.FinishJobs();
        Assert.Equal("failure", (string)(await StatusAsync(import, (string)started.Json["_id"]!)).Json["status"]!);
        Assert.Equal(401, (await SandboxFixture.DownloadAsync(await import.Sandbox.MlLinkAsync("json"))).Array.Count);
    }

    private static Task<Reply> StartAsync(ImportFixture import, string fileId, string? bot = null, string? token = null) =>
        import.Sandbox.SendAsync(
            HttpMethod.Post,
            import.Sandbox.Path("mlimport", bot),
            new JsonObject { ["fileName"] = "Import_MLUtterances50.json", ["fileId"] = fileId }.ToJsonString(),
            token);

    private static Task<Reply> StatusAsync(ImportFixture import, string id) =>
        import.Sandbox.SendAsync(HttpMethod.Get, import.Sandbox.Path("mlimport/status/" + id));
}

using System.Text.Json.Nodes;
using Xunit;

namespace KoreExport.Tests.Sandbox.Scenarios;

/// <summary>The vendor's own scenarios of an import into a new bot: 21, and 6 of its status.</summary>
public sealed class NewBotImportScenarios
{
    [Theory]
    [InlineData("botDefinition.json", "json")]
    [InlineData("config.json", "json")]
    [InlineData("temp.js", "js")]
    public async Task A_file_is_uploaded(string name, string extension)
    {
        using var import = new ImportFixture();
        var reply = await import.SendUploadAsync("{}"u8.ToArray(), name, extension);
        Assert.Equal(200, reply.Status);
        Assert.Matches("^[0-9a-f]{24}$", (string)reply.Json["fileId"]!);
    }

    [Theory]
    [InlineData("botDefinition", "configInfo", "botFunctions", "icon", "name", "purpose", "color")]
    [InlineData("botDefinition", "configInfo", "icon", "name", "purpose", "color")]
    public async Task An_import_with_all_that_is_required_is_pending(params string[] members)
    {
        using var import = new ImportFixture();
        var body = await BodyAsync(import, members);
        var reply = await import.StartAsync(body);
        Assert.Equal(200, reply.Status);
        Assert.Equal("pending", (string)reply.Json["status"]!);
        Assert.Equal("success", (string)reply.Json["statusLogs"]![0]!["status"]!);
        Assert.Equal("PublicConsumerbot", (string)reply.Json["statusLogs"]![0]!["taskName"]!);
        Assert.Equal("Botimport", (string)reply.Json["requestType"]!);
    }

    [Theory]
    [InlineData("botDefinition", "botFunctions", "icon", "name")]
    [InlineData("configInfo", "botFunctions", "icon", "name")]
    [InlineData("botDefinition", "configInfo", "botFunctions", "name")]
    [InlineData("botDefinition")]
    [InlineData("configInfo")]
    [InlineData("icon")]
    [InlineData("botFunctions")]
    public async Task An_import_without_a_required_part_is_refused(params string[] members)
    {
        using var import = new ImportFixture();
        (await import.StartAsync(await BodyAsync(import, members))).IsError(412, 412, "Validation errors/ Invalid arguments");
    }

    [Theory]
    [InlineData("botDefinition")]
    [InlineData("configInfo")]
    [InlineData("icon")]
    [InlineData("botFunctions")]
    public async Task An_unknown_file_is_refused(string member)
    {
        using var import = new ImportFixture();
        var body = await BodyAsync(import, "botDefinition", "configInfo", "botFunctions", "icon", "name");
        body[member] = member == "botFunctions" ? new JsonArray("BotFunctionFIleID") : "korewerd";
        (await import.StartAsync(body)).IsError(400, 400, "Invalid file id");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_no_token_is_refused_whatever_else_is_wrong(bool badFiles)
    {
        using var import = new ImportFixture();
        var body = badFiles
            ? new JsonObject { ["botDefinition"] = "x", ["configInfo"] = "x", ["icon"] = "abcd", ["botFunctions"] = new JsonArray("x") }
            : await BodyAsync(import, "botDefinition", "configInfo", "icon");
        (await import.StartAsync(body, token: "JWTToken")).IsError(401, 4002, "Invalid JWT token");
    }

    [Fact]
    public async Task A_missing_token_is_refused()
    {
        using var import = new ImportFixture();
        var body = await BodyAsync(import, "botDefinition", "configInfo", "icon");
        (await import.StartAsync(body, token: "")).IsError(401, 4002, "Invalid SDK credentials");
    }

    [Fact]
    public async Task A_missing_scope_is_refused()
    {
        using var import = new ImportFixture();
        var body = await BodyAsync(import, "botDefinition", "configInfo", "icon");
        (await import.StartAsync(body, token: import.ScopelessToken())).IsError(401, 4002, "Permission denied. Scope is incorrect!");
    }

    [Fact]
    public async Task A_wrong_method_is_refused()
    {
        using var import = new ImportFixture();
        (await import.Sandbox.SendAsync(HttpMethod.Get, "/api/public/bot/import")).IsError(405, 405, "Method Not Allowed");
    }

    [Fact]
    public async Task The_status_of_a_request_has_its_id_and_the_new_bot()
    {
        using var import = new ImportFixture();
        var status = await import.ImportAsync(await BodyAsync(import, "botDefinition", "configInfo", "icon"));
        Assert.Equal("success", (string)status["status"]!);
        Assert.StartsWith("bir-", (string)status["_id"]!);
        Assert.Contains((string)status["streamId"]!, import.Sandbox.Server.BotId);
    }

    [Fact]
    public async Task The_status_of_an_unknown_request_is_refused()
    {
        using var import = new ImportFixture();
        (await import.StatusAsync("bir-nothing")).IsError(400, 400, "Invalid request ID");
    }

    [Fact]
    public async Task A_status_is_refused_without_a_token_and_with_an_altered_one()
    {
        using var import = new ImportFixture();
        (await import.StatusAsync("bir-nothing", token: "")).IsError(401, 4002, "Invalid SDK credentials");
        (await import.StatusAsync("bir-nothing", token: import.Sandbox.Token() + "1234")).IsError(401, 4002, "Invalid SDK credentials");
    }

    [Fact]
    public async Task A_status_is_refused_without_the_scope()
    {
        using var import = new ImportFixture();
        (await import.StatusAsync("bir-nothing", import.ScopelessToken())).IsError(401, 4002, "Permission denied. Scope is incorrect!");
    }

    [Fact]
    public async Task A_status_with_a_wrong_method_is_refused()
    {
        using var import = new ImportFixture();
        (await import.Sandbox.SendAsync(HttpMethod.Post, "/api/public/bot/import/status/bir-nothing"))
            .IsError(405, 405, "Method Not Allowed");
    }

    private static async Task<JsonObject> BodyAsync(ImportFixture import, params string[] members)
    {
        var body = await import.UploadPartsAsync(await import.ExportAsync());
        body["botFunctions"] = new JsonArray(await import.UploadAsync("function x() {}"u8.ToArray(), "temp.js"));
        body["name"] = "PublicConsumerbot";
        body["purpose"] = "customer";
        body["color"] = "#009dab";
        foreach (var member in body.Select(member => member.Key).Except(members).ToList())
        {
            body.Remove(member);
        }

        return body;
    }
}

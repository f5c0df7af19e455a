using System.Text.Json.Nodes;
using Xunit;

namespace KoreExport.Tests.Sandbox;

public sealed class VariableImportTests
{
    private const string Two = """
        [{"key":"größe","value":"XS","hint":"","variableType":"env","scope":"prePopulated"},
        {"key":"Lang","variableType":"locale","scope":"prePopulated","localeData":{"en":{"value":"english prompt","hint":""}}}]
        """;

    [Theory]
    [InlineData("/api/1.1/public/builder/bot/{0}/variables/")]
    [InlineData("/api/public/builder/stream/{0}/variables/")]
    public async Task Variables_are_updated_and_added_by_key(string path)
    {
        using var import = new ImportFixture();
        path = string.Format(null, path, import.Bot);
        var reply = await import.Sandbox.SendAsync(HttpMethod.Post, path + "import", Two);
        Assert.Equal(200, reply.Status);
        Assert.Equal("""{"message":"2 Variables imported/updated successfully."}""", reply.Text);
        var variables = (await import.Sandbox.SendAsync(HttpMethod.Post, path + "export")).Array;
        Assert.Equal("XS", (string)Find(variables, "größe")["value"]!);
        Assert.Equal("english prompt", (string)Find(variables, "Lang")["localeData"]!["en"]!["value"]!);
        Assert.Contains("zone=Europe/Vienna", (string)Find(variables, "host_url")["value"]!);
        Assert.Contains((await import.DefinitionAsync())["contentVariables"]!.AsArray(), variable => (string)variable!["key"]! == "Lang");
    }

    [Fact]
    public async Task Putting_an_export_back_blanks_what_is_secured()
    {
        using var import = new ImportFixture();
        var path = $"/api/1.1/public/builder/bot/{import.Bot}/variables/";
        await import.Sandbox.SendAsync(HttpMethod.Post, path + "import", "[]");
        Assert.NotEqual("", await SecuredAsync(import));
        var exported = await import.Sandbox.SendAsync(HttpMethod.Post, path + "export");
        await import.Sandbox.SendAsync(HttpMethod.Post, path + "import", exported.Text);
        Assert.Equal("", await SecuredAsync(import));
        Assert.Equal(exported.Text, (await import.Sandbox.SendAsync(HttpMethod.Post, path + "export")).Text);
    }

    [Fact]
    public async Task The_usual_refusals_are_those_of_a_builder_app()
    {
        using var import = new ImportFixture();
        var path = $"/api/public/builder/stream/{import.Bot}/variables/import";
        (await import.Sandbox.SendAsync(HttpMethod.Post, path, "{}")).IsError(500, 500, "Internal Server Error");
        (await import.Sandbox.SendAsync(HttpMethod.Post, path, Two, "")).IsError(401, 4002, "Invalid SDK credentials");
        (await import.Sandbox.SendAsync(HttpMethod.Post, path, Two, import.Sandbox.Token() + "1"))
            .IsError(401, 4002, "Invalid SDK credentials");
        (await import.Sandbox.SendAsync(HttpMethod.Get, path)).IsError(405, 405, "Method Not Allowed");
        (await import.Sandbox.SendAsync(HttpMethod.Post, path.Replace(import.Bot, "st-nobody"), Two))
            .IsError(401, 4002, "Invalid SDK credentials");
        using var admin = new ImportFixture(o => o.AdminApp = true);
        (await admin.Sandbox.SendAsync(HttpMethod.Post, $"/api/public/builder/stream/{admin.Bot}/variables/import", Two))
            .IsError(401, 4002, "Permission denied. Scope is incorrect!");
    }

    private static async Task<string> SecuredAsync(ImportFixture import)
    {
        var config = JsonNode.Parse(SandboxFixture.Entries(await import.ExportAsync())["config.json"])!;
        return (string)Find(config["envVariables"]!.AsArray(), "api_key")["value"]!;
    }

    private static JsonNode Find(JsonArray variables, string key) => variables.Single(variable => (string)variable!["key"]! == key)!;
}

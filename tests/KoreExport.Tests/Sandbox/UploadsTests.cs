using System.Text;
using Xunit;

namespace KoreExport.Tests.Sandbox;

public sealed class UploadsTests
{
    [Theory]
    [InlineData("botDefinition.json", "json")]
    [InlineData("x.js", "json")]
    [InlineData("x.csv", "csv")]
    [InlineData("x.json", "JSON")]
    [InlineData("export.zip", "zip")]
    public async Task Any_extension_is_taken(string name, string extension)
    {
        using var import = new ImportFixture();
        var reply = await import.SendUploadAsync(Encoding.ASCII.GetBytes("a\r\n--b"), name, extension);
        Assert.Equal(200, reply.Status);
        Assert.Equal(["fileId", "hash", "fileName"], reply.Json.Select(member => member.Key));
        Assert.Matches("^[0-9a-f]{40}$", (string)reply.Json["hash"]!);
        Assert.StartsWith("f-", (string)reply.Json["fileName"]!);
    }

    [Fact]
    public async Task The_log_holds_names_and_sizes_and_no_content()
    {
        using var import = new ImportFixture();
        await import.SendUploadAsync("a secret"u8.ToArray(), "config.json");
        var request = import.Sandbox.Server.Requests[^1];
        Assert.Equal(SandboxRequestKind.UploadFile, request.Kind);
        Assert.Equal("file=config.json (8 bytes); fileContext=bulkImport; fileExtension=json", request.Body);
    }

    [Fact]
    public async Task A_form_that_lacks_something_is_refused()
    {
        using var import = new ImportFixture();
        Assert.Equal(412, (await import.SendUploadAsync([], "x.json", context: "other")).Status);
        Assert.Equal(412, (await import.Sandbox.SendAsync(HttpMethod.Post, "/api/public/uploadfile", "{}")).Status);
        Assert.Equal(405, (await import.Sandbox.SendAsync(HttpMethod.Get, "/api/public/uploadfile")).Status);
    }

    [Fact]
    public async Task No_scope_is_wanted_but_a_token_is()
    {
        using var import = new ImportFixture();
        var reply = await import.Sandbox.SendAsync(HttpMethod.Post, "/api/public/uploadfile", "{}", import.ScopelessToken());
        Assert.Equal(412, reply.Status);
        (await import.Sandbox.SendAsync(HttpMethod.Post, "/api/public/uploadfile", "{}", "")).IsError(401, 4002, "Invalid SDK credentials");
    }
}

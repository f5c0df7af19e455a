using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace KoreExport.Tests.Sandbox;

/// <summary>What imports take: uploads, starts and statuses on top of a sandbox.</summary>
internal sealed class ImportFixture : IDisposable
{
    public ImportFixture(Action<KoreSandboxOptions>? set = null) => Sandbox = new SandboxFixture(set);

    public SandboxFixture Sandbox { get; }

    public string Bot => Sandbox.Bot;

    public SandboxImportFaults Faults => Sandbox.Faults.Import;

    public string ScopelessToken() =>
        RawToken.Hmac(Sandbox.Server.ScopelessClientSecret, Sandbox.Claims(Sandbox.Server.ScopelessClientId));

    public async Task<Reply> SendUploadAsync(byte[] content, string name, string extension = "json", string context = "bulkImport")
    {
        using var request = Sandbox.Request(HttpMethod.Post, "/api/public/uploadfile");
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(content), "file", name },
            { new StringContent(context), "fileContext" },
            { new StringContent(extension), "fileExtension" },
        };
        request.Content = form;
        using var response = await SandboxFixture.SendAsync(request);
        return await Reply.ReadAsync(response);
    }

    /// <summary>Uploads a file.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> UploadAsync(byte[] content, string name = "botDefinition.json")
    {
        var reply = await SendUploadAsync(content, name, Path.GetExtension(name).TrimStart('.'));
        Assert.Equal(200, reply.Status);
        return (string)reply.Json["fileId"]!;
    }

    /// <summary>Uploads what a bot export holds.</summary>
    /// <returns>The body of an import into a new bot; for an existing one <c>icon</c> may be removed.</returns>
    public async Task<JsonObject> UploadPartsAsync(byte[] zip)
    {
        var body = new JsonObject();
        foreach (var entry in SandboxFixture.Entries(zip))
        {
            var id = await UploadAsync(entry.Value, entry.Key);
            body[entry.Key switch { "config.json" => "configInfo", "icon.png" => "icon", _ => "botDefinition" }] = id;
        }

        return body;
    }

    public async Task<byte[]> ExportAsync(string? bot = null, string type = "latest") =>
        (await SandboxFixture.DownloadAsync(await Sandbox.LinkAsync(bot, $$"""{"exportType":"{{type}}"}"""))).Bytes;

    public async Task<JsonObject> DefinitionAsync(string? bot = null, string type = "latest") =>
        SandboxFixture.Definition(await ExportAsync(bot, type));

    public Task<Reply> StartAsync(JsonObject body, string? bot = null, string? token = null) =>
        Sandbox.SendAsync(
            HttpMethod.Post, bot is null ? "/api/public/bot/import" : Sandbox.Path("import", bot), body.ToJsonString(), token);

    public Task<Reply> StatusAsync(string id, string? token = null) =>
        Sandbox.SendAsync(HttpMethod.Get, "/api/public/bot/import/status/" + id, token: token);

    /// <summary>Imports to the end.</summary>
    /// <returns>The last status.</returns>
    public async Task<JsonObject> ImportAsync(JsonObject body, string? bot = null)
    {
        var started = await StartAsync(body, bot);
        Assert.Equal(200, started.Status);
        Sandbox.FinishJobs();
        return (await StatusAsync((string)started.Json["_id"]!)).Json;
    }

    /// <summary>Changes a definition and uploads it with the parts that belong to it.</summary>
    public async Task<JsonObject> UploadChangedAsync(byte[] zip, Action<JsonObject> change)
    {
        var body = await UploadPartsAsync(zip);
        var definition = SandboxFixture.Definition(zip);
        change(definition);
        body["botDefinition"] = await UploadAsync(Encoding.UTF8.GetBytes(definition.ToJsonString()));
        return body;
    }

    public static IEnumerable<string> Steps(JsonObject status) =>
        status["statusLogs"]!.AsArray().Select(line => (string)line!["taskType"]!);

    public void Dispose() => Sandbox.Dispose();
}

using System.Globalization;
using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace KoreExport.Tests.Sandbox;

/// <summary>A sandbox whose clock stands still until a test moves it, with a plain HttpClient in front of it.</summary>
internal sealed class SandboxFixture : IDisposable
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });

    private DateTimeOffset _now = new(2030, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    public SandboxFixture(Action<KoreSandboxOptions>? set = null)
    {
        var options = new KoreSandboxOptions { JobDuration = TimeSpan.FromSeconds(10), UtcNow = () => _now };
        set?.Invoke(options);
        Server = KoreSandboxServer.Start(options);
    }

    public KoreSandboxServer Server { get; }

    public string Bot => Server.BotId[0];

    public SandboxFaults Faults => Server.Faults;

    public void Pass(TimeSpan time) => _now += time;

    public void FinishJobs() => Pass(TimeSpan.FromSeconds(10));

    public Dictionary<string, object?> Claims(string? clientId = null) => new()
    {
        ["appId"] = clientId ?? Server.ClientId,
        ["sub"] = "1234567890",
        ["exp"] = (_now + TimeSpan.FromMinutes(10)).ToUnixTimeSeconds(),
        ["jti"] = Guid.NewGuid().ToString(),
    };

    public string Token() => RawToken.Hmac(Server.ClientSecret, Claims());

    public string Path(string call, string? bot = null) => $"/api/public/bot/{bot ?? Bot}/{call}";

    /// <summary>Sends a call with a good token, or with the one given; "" sends none.</summary>
    public async Task<Reply> SendAsync(HttpMethod method, string path, string? body = null, string? token = null)
    {
        using var request = Request(method, path, body, token);
        using var response = await Http.SendAsync(request);
        return await Reply.ReadAsync(response);
    }

    /// <summary>Sends a call with the headers the neighbours want.</summary>
    public async Task<Reply> SendWithLanguageAsync(HttpMethod method, string path, string? without = null)
    {
        using var request = Request(method, path);
        foreach (var (name, value) in new[]
        {
            ("bot-language", "en"), ("app-language", "en"), ("client-app", "unified"), ("state", "configured"),
        })
        {
            if (name != without)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        using var response = await Http.SendAsync(request);
        return await Reply.ReadAsync(response);
    }

    public HttpRequestMessage Request(HttpMethod method, string path, string? body = null, string? token = null)
    {
        var request = new HttpRequestMessage(method, new Uri(Server.HostUri, path));
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        if (token != "")
        {
            request.Headers.TryAddWithoutValidation("auth", token ?? Token());
        }

        return request;
    }

    public static Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) =>
        Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

    public Task<Reply> StartAsync(string? bot = null, string body = """{"exportType":"latest"}""", string? token = null) =>
        SendAsync(HttpMethod.Post, Path("export", bot), body, token);

    public Task<Reply> StatusAsync(string? bot = null, string? token = null) =>
        SendAsync(HttpMethod.Get, Path("export/status", bot), token: token);

    public Task<Reply> StartMlAsync(string type = "csv", string? bot = null) =>
        SendAsync(HttpMethod.Post, Path($"mlexport?state=configured&type={type}", bot));

    public Task<Reply> MlStatusAsync(string? bot = null) => SendAsync(HttpMethod.Get, Path("mlexport/status", bot));

    /// <summary>Exports a bot up to its link.</summary>
    public async Task<string> LinkAsync(string? bot = null, string body = """{"exportType":"latest"}""")
    {
        await StartAsync(bot, body);
        FinishJobs();
        return (string)(await StatusAsync(bot)).Json["downloadURL"]!;
    }

    public async Task<string> MlLinkAsync(string type)
    {
        await StartMlAsync(type);
        FinishJobs();
        return (string)(await MlStatusAsync()).Json["downloadUrl"]!;
    }

    /// <summary>The size the status of a finished bot export announces, which is text.</summary>
    public async Task<int> FileSizeAsync() => int.Parse((string)(await StatusAsync()).Json["fileSize"]!, CultureInfo.InvariantCulture);

    public static async Task<Reply> DownloadAsync(string link, string? range = null, string? ifRange = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, link);
        if (range is not null)
        {
            request.Headers.Range = RangeHeaderValue.Parse(range);
        }

        if (ifRange is not null)
        {
            request.Headers.IfRange = RangeConditionHeaderValue.Parse(ifRange);
        }

        using var response = await Http.SendAsync(request);
        return await Reply.ReadAsync(response);
    }

    /// <summary>The files in a zip.</summary>
    public static Dictionary<string, byte[]> Entries(byte[] zip)
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

    /// <summary>The definition in a bot export, whichever name it has.</summary>
    public static JsonObject Definition(byte[] zip) =>
        JsonNode.Parse(Entries(zip).Single(entry => entry.Key is "botDefinition.json" or "appDefinition.json").Value)!.AsObject();

    /// <summary>Waits until the sandbox has seen so many requests; how long that takes does not matter.</summary>
    public async Task SeenAsync(int count)
    {
        while (Server.Requests.Count < count)
        {
            await Task.Delay(5);
        }
    }

    public void Dispose() => Server.Dispose();
}

/// <summary>An answer, read to its end.</summary>
internal sealed record Reply(int Status, byte[] Bytes, Dictionary<string, string> Headers)
{
    public string Text => Encoding.UTF8.GetString(Bytes);

    public JsonArray Array => JsonNode.Parse(Bytes)!.AsArray();

    public JsonObject Json => JsonNode.Parse(Bytes)!.AsObject();

    public static async Task<Reply> ReadAsync(HttpResponseMessage response)
    {
        var headers = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(h => h.Key, h => string.Join(",", h.Value), StringComparer.OrdinalIgnoreCase);
        return new Reply((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(), headers);
    }

    public void IsError(int status, int code, string message)
    {
        Assert.Equal(status, Status);
        var error = Assert.Single(Json["errors"]!.AsArray())!;
        Assert.Equal(message, (string)error["msg"]!);
        Assert.Equal(code, (int)error["code"]!);
        Assert.Single(Json);
    }
}

using System.Net;
using Xunit;

namespace KoreExport.Tests.Errors;

/// <summary>Servers that try to make us show what we sent them.</summary>
public sealed class KoreExceptionSecretTests
{
    public static TheoryData<string> Echoes => [.. Answers.Keys];

    private static readonly Dictionary<string, Func<string, string>> Answers = new()
    {
        ["header name"] = token => $"HTTP/1.1 200 OK\r\nauth : {token}\r\n\r\n",
        ["header line"] = token => $"HTTP/1.1 200 OK\r\n{token}\r\n\r\n",
        ["status code"] = token => $"HTTP/1.1 {token}\r\n\r\n",
        ["status line"] = token => $"{token}\r\n\r\n",
        ["reason phrase"] = token => $"HTTP/1.1 500 {token}\r\nContent-Length: 0\r\n\r\n",
        ["content length"] = token => $"HTTP/1.1 200 OK\r\nContent-Length: {token}\r\n\r\n",
        ["chunk size"] = token => $"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{token}\r\n",
        ["redirect query"] = token => $"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: https://evil.example/?token={token}\r\n\r\n",
        ["redirect path"] = token => $"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: https://evil.example/{token}\r\n\r\n",
        ["Retry-After"] = token => $"HTTP/1.1 429 Slow\r\nContent-Length: 0\r\nRetry-After: {token}\r\n\r\n",
        ["words of a 401"] = token => Wire.Error(401, 4002, "bad token " + token),
        ["words of a 500"] = token => Wire.Error(500, 500, "could not read " + token),
        ["body of a 400"] = token => Wire.Answer(400, token),
        ["body of a 200"] = token => Wire.Answer(200, token),
        ["fields"] = token => Wire.Answer(200, $$"""{"_id":"{{token}}","status":"failed","message":"{{token}}","statusLogs":["{{token}}"],"more":{"auth":"{{token}}","{{token}}":1} }"""),
    };

    [Theory]
    [MemberData(nameof(Echoes))]
    [Fault(
        FaultArea.Secrets,
        "a server repeats the token anywhere in an answer, well-formed or not",
        "no token in the error, in any error inside it, or in the log")]
    public async Task No_server_gets_the_token_shown(string where)
    {
        var answer = Answers[where];
        using var server = WireServer.Start(async wire =>
        {
            var request = await wire.ReadRequestAsync();
            await wire.SendAsync(answer(request.Auth!));
        });
        using var fixture = CoreFixture.Facing(server.Uri, new BenchSession { Retries = 1 });
        foreach (var call in new Func<Task<KoreExportJob>>[] { () => fixture.StatusAsync(), () => fixture.StartBotAsync() })
        {
            try
            {
                Assert.DoesNotContain(
                    "eyJhbGci", System.Text.Json.JsonSerializer.Serialize<object>(await call()), StringComparison.Ordinal);
            }
            catch (KoreException failure)
            {
                fixture.HoldsNoSecret(failure);
            }
        }

        Assert.NotEmpty(server.Requests);
        Assert.DoesNotContain(fixture.Log.VerboseLines, line => line.Contains("eyJhbGci", StringComparison.Ordinal));
    }

    [Fact]
    [Fault(FaultArea.Secrets, "every fault of the API in turn", "no secret, token or proxy password in any error or log line")]
    public async Task No_fault_brings_a_secret_to_light()
    {
        const string ProxyPassword = "Proxy-Geheim-9";
        using var proxy = new TinyProxy("me", ProxyPassword);
        using var fixture = CoreFixture.WithSandbox(change: (sandbox, session) => session with
        {
            Proxy = proxy.Uri,
            ProxyCredential = new NetworkCredential("me", ProxyPassword),
            EncryptionKey = sandbox.EncryptionKey,
            Retries = 1,
        });
        var api = fixture.Faults.Api;
        var faults = new Dictionary<string, Action>
        {
            ["500"] = () => api.ServerErrorCount = 9,
            ["limit"] = () => api.RateLimitCount = 9,
            ["reset"] = () => api.ResetCount = 9,
            ["redirect"] = () => api.RedirectCount = 9,
            ["html"] = () => api.HtmlCount = 9,
            ["empty"] = () => api.EmptyBodyCount = 9,
            ["truncated"] = () => api.TruncatedJsonCount = 9,
            ["shape"] = () => api.WrongShapeCount = 9,
            ["huge"] = () => api.HugeBodyCount = 2,
            ["clock"] = () => api.ClockSkew = TimeSpan.FromMinutes(20),
        };
        foreach (var (name, set) in faults)
        {
            set();
            var failure = await Assert.ThrowsAsync<KoreException>(() => fixture.StatusAsync());
            fixture.HoldsNoSecret(
                failure, ProxyPassword, Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes("me:" + ProxyPassword)));
            Assert.True(failure.Message.Length > 0, name);
            Reset(api);
        }

        Assert.True(fixture.Log.VerboseLines.Count >= faults.Count);
        Assert.All(fixture.Sandbox.Requests, request => Assert.True(request.TokenEncrypted));
    }

    [Fact]
    [Fault(FaultArea.Secrets, "a signed link comes with a status", "nothing that is logged while waiting holds it")]
    public async Task Waiting_logs_no_link()
    {
        using var fixture = CoreFixture.WithSandbox();
        fixture.Faults.Job.FirstStatus500 = 1;
        fixture.Faults.Job.SuccessWithoutLinkCount = 1;
        var done = await fixture.WaitAsync(await fixture.StartBotAsync());
        var signature = done.GetDownloadUrl()!.Split("s=")[1];
        Assert.True(signature.Length > 8);
        Assert.NotEmpty(fixture.Log.VerboseLines);
        Assert.DoesNotContain(
            fixture.Log.VerboseLines,
            line => line.Contains(signature, StringComparison.Ordinal) || line.Contains("getMediaStream", StringComparison.Ordinal));
        Assert.All(done.AdditionalProperties.Values.Where(value => value is not null), value =>
            Assert.DoesNotContain(signature, System.Text.Json.JsonSerializer.Serialize(value), StringComparison.Ordinal));
    }

    private static void Reset(SandboxApiFaults api)
    {
        api.ServerErrorCount = api.RateLimitCount = api.ResetCount = api.RedirectCount = api.HtmlCount = 0;
        api.EmptyBodyCount = api.TruncatedJsonCount = api.WrongShapeCount = api.HugeBodyCount = 0;
        api.ClockSkew = TimeSpan.Zero;
    }
}

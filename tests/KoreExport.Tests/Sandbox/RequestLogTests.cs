using System.Text.Json;
using Xunit;

namespace KoreExport.Tests.Sandbox;

public sealed class RequestLogTests
{
    [Fact]
    public async Task A_request_is_logged_with_what_a_test_asserts_on()
    {
        using var sandbox = new SandboxFixture();
        var claims = sandbox.Claims();
        using var request = sandbox.Request(
            HttpMethod.Post, sandbox.Path("export"), """{"exportType":"latest"}""", RawToken.Hmac(sandbox.Server.ClientSecret, claims));
        request.Headers.UserAgent.ParseAdd("KoreExport/1.0");
        request.Headers.Accept.ParseAdd("application/json");
        using var response = await SandboxFixture.SendAsync(request);

        var logged = Assert.Single(sandbox.Server.Requests);
        Assert.Equal(1, logged.Sequence);
        Assert.Equal(new DateTimeOffset(2030, 1, 2, 3, 4, 5, 678, TimeSpan.Zero), logged.Time);
        Assert.Equal(sandbox.Server.HostUri.Port, logged.Port);
        Assert.Equal("POST", logged.Method);
        Assert.Equal(sandbox.Path("export"), logged.Path);
        Assert.Equal(SandboxRequestKind.StartBotExport, logged.Kind);
        Assert.Equal(sandbox.Bot, logged.BotId);
        Assert.Equal(200, logged.StatusCode);
        Assert.True(logged.HasAuth);
        Assert.Equal(sandbox.Server.ClientId, logged.ClientId);
        Assert.Equal("1234567890", logged.Subject);
        Assert.Equal((string)claims["jti"]!, logged.JwtId);
        Assert.Equal("HS256", logged.TokenAlgorithm);
        Assert.Equal((long)claims["exp"]!, logged.TokenExpiresAt!.Value.ToUnixTimeSeconds());
        Assert.Equal("KoreExport/1.0", logged.UserAgent);
        Assert.Equal("application/json", logged.Accept);
        Assert.StartsWith("application/json", logged.ContentType);
        Assert.Equal("""{"exportType":"latest"}""", logged.Body);
    }

    [Fact]
    public async Task A_download_is_logged_with_its_bot_and_range()
    {
        using var sandbox = new SandboxFixture();
        await SandboxFixture.DownloadAsync(await sandbox.LinkAsync(), "bytes=1-2", "\"x\"");
        var logged = sandbox.Server.Requests[^1];
        Assert.Equal(SandboxRequestKind.Download, logged.Kind);
        Assert.Equal(sandbox.Server.DownloadHostUri.Port, logged.Port);
        Assert.Equal(sandbox.Bot, logged.BotId);
        Assert.Equal("bytes=1-2", logged.Range);
        Assert.Equal("\"x\"", logged.IfRange);
        Assert.False(logged.HasAuth);
    }

    [Fact]
    public async Task A_token_that_strays_to_the_download_host_is_noticed()
    {
        using var sandbox = new SandboxFixture();
        using var request = new HttpRequestMessage(HttpMethod.Get, await sandbox.LinkAsync());
        request.Headers.TryAddWithoutValidation("auth", sandbox.Token());
        using var response = await SandboxFixture.SendAsync(request);
        Assert.True(sandbox.Server.Requests[^1].HasAuth);
    }

    [Fact]
    public async Task The_log_holds_no_secret()
    {
        using var sandbox = new SandboxFixture();
        var token = sandbox.Token();
        await sandbox.StartAsync(token: token);
        var encrypted = RawToken.Encrypt(sandbox.Token(), sandbox.Server.EncryptionKey);
        await sandbox.StatusAsync(token: encrypted);
        var link = await sandbox.LinkAsync();
        await SandboxFixture.DownloadAsync(link);

        var log = JsonSerializer.Serialize(sandbox.Server.Requests) + string.Join('\n', sandbox.Server.Requests);
        Assert.DoesNotContain(sandbox.Server.ClientSecret, log);
        Assert.All(token.Split('.').Concat(encrypted.Split('.')), part => Assert.DoesNotContain(part, log));
        Assert.DoesNotContain(link[(link.IndexOf("&s=", StringComparison.Ordinal) + 3)..], log);
        Assert.Contains("&s=***", sandbox.Server.Requests[^1].Path);
    }

    [Fact]
    public async Task A_snapshot_does_not_change_and_the_log_can_be_cleared()
    {
        using var sandbox = new SandboxFixture();
        await sandbox.StartAsync();
        var before = sandbox.Server.Requests;
        sandbox.Server.ClearRequests();
        await sandbox.StatusAsync();
        Assert.Equal(1, Assert.Single(before).Sequence);
        Assert.Equal(2, Assert.Single(sandbox.Server.Requests).Sequence);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public async Task The_log_keeps_the_newest_requests(int limit)
    {
        using var sandbox = new SandboxFixture(o => o.RequestLogLimit = limit);
        for (var i = 0; i < 8; i++)
        {
            await sandbox.StartAsync();
        }

        Assert.Equal(Enumerable.Range(9 - limit, limit), sandbox.Server.Requests.Select(request => request.Sequence));
    }
}

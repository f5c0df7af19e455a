using Xunit;

namespace KoreExport.Tests.Sandbox.Scenarios;

/// <summary>The vendor's own scenarios of publishing and its status: 13.</summary>
public sealed class PublishScenarios
{
    private const string Body = """{"versionComment":"new update"}""";

    [Fact]
    public async Task A_bot_is_published()
    {
        using var sandbox = new SandboxFixture();
        var reply = await sandbox.SendAsync(HttpMethod.Post, sandbox.Path("publish"), Body);
        Assert.Equal(200, reply.Status);
        Assert.All(reply.Array, item => Assert.Equal("dialog", (string)item!["resourceType"]!));
        Assert.Equal(200, (await sandbox.SendAsync(HttpMethod.Get, sandbox.Path("publish/status"))).Status);
    }

    [Theory]
    [InlineData("POST", "publish")]
    [InlineData("GET", "publish/status")]
    public async Task An_unknown_bot_is_refused(string method, string call)
    {
        using var sandbox = new SandboxFixture();
        (await SendAsync(sandbox, method, sandbox.Path(call, "st-nobody"))).IsError(400, 400, "Invalid StreamId");
    }

    [Theory]
    [InlineData("POST", "publish")]
    [InlineData("GET", "publish/status")]
    public async Task An_altered_and_a_missing_token_are_refused(string method, string call)
    {
        using var sandbox = new SandboxFixture();
        (await SendAsync(sandbox, method, sandbox.Path(call), sandbox.Token() + "1234")).IsError(401, 4002, "Invalid SDK credentials");
        (await SendAsync(sandbox, method, sandbox.Path(call), "")).IsError(401, 4002, "Invalid SDK credentials");
    }

    [Theory]
    [InlineData("POST", "publish")]
    [InlineData("GET", "publish/status")]
    public async Task A_missing_scope_is_refused(string method, string call)
    {
        using var sandbox = new SandboxFixture();
        var token = RawToken.Hmac(sandbox.Server.ScopelessClientSecret, sandbox.Claims(sandbox.Server.ScopelessClientId));
        (await SendAsync(sandbox, method, sandbox.Path(call), token)).IsError(401, 4002, "Permission denied. Scope is incorrect!");
    }

    [Theory]
    [InlineData("GET", "publish")]
    [InlineData("PUT", "publish/status")]
    public async Task A_wrong_method_is_refused(string method, string call)
    {
        using var sandbox = new SandboxFixture();
        (await SendAsync(sandbox, method, sandbox.Path(call))).IsError(405, 405, "Method Not Allowed");
    }

    [Fact]
    public async Task A_missing_body_is_refused()
    {
        using var sandbox = new SandboxFixture();
        (await sandbox.SendAsync(HttpMethod.Post, sandbox.Path("publish"))).IsError(412, 412, "Validation errors/ Invalid arguments");
    }

    private static Task<Reply> SendAsync(SandboxFixture sandbox, string method, string path, string? token = null) =>
        sandbox.SendAsync(new HttpMethod(method), path, method == "GET" ? null : Body, token);
}

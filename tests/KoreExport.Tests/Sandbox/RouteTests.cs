using Xunit;

namespace KoreExport.Tests.Sandbox;

public sealed class RouteTests
{
    [Theory]
    [InlineData("POST", "/api/public/bots")]
    [InlineData("POST", "/api/public/roles/export?roleType=bot")]
    [InlineData("POST", "/api/1.1/public/bot/st-a/universalbot/link")]
    [InlineData("GET", "/api/1.1/public/builder/bot/st-a/variables/export")]
    [InlineData("POST", "/api/public/bot/st-a/testsuite")]
    [InlineData("GET", "/api/public/bot/st-a/testsuite/Regression/export")]
    public async Task A_wrong_method_is_refused(string method, string path)
    {
        using var sandbox = new SandboxFixture();
        (await sandbox.SendAsync(new HttpMethod(method), path, token: "")).IsError(405, 405, "Method Not Allowed");
    }

    [Theory]
    [InlineData("GET", "/api/1.1/public/bot/{0}/universalbot/link", 400, 400, "Invalid StreamId")]
    [InlineData("POST", "/api/1.1/public/builder/bot/{0}/variables/export", 401, 4002, "Invalid SDK credentials")]
    [InlineData("GET", "/api/public/bot/{0}/testsuite", 401, 4002, "Invalid SDK credentials")]
    [InlineData("POST", "/api/public/bot/{0}/testsuite/Regression/export", 401, 4002, "Invalid SDK credentials")]
    public async Task Token_scope_and_bot_are_checked(string method, string path, int status, int code, string unknownBot)
    {
        using var sandbox = new SandboxFixture();
        var known = string.Format(null, path, sandbox.Bot);
        (await sandbox.SendAsync(new HttpMethod(method), known, token: "")).IsError(401, 4002, "Invalid SDK credentials");
        var scopeless = RawToken.Hmac(sandbox.Server.ScopelessClientSecret, sandbox.Claims(sandbox.Server.ScopelessClientId));
        (await sandbox.SendAsync(new HttpMethod(method), known, token: scopeless))
            .IsError(401, 4002, "Permission denied. Scope is incorrect!");
        (await sandbox.SendWithLanguageAsync(new HttpMethod(method), string.Format(null, path, "st-nobody")))
            .IsError(status, code, unknownBot);
    }

    [Theory]
    [InlineData("GET", "/api//public/bots")]
    [InlineData("POST", "/api//public/bot/{0}/mlexport?type=csv")]
    [InlineData("POST", "/api//1.1/public/builder/bot/{0}/variables/export")]
    public async Task A_base_address_may_end_in_a_slash(string method, string path)
    {
        using var sandbox = new SandboxFixture();
        Assert.Equal(200, (await sandbox.SendAsync(new HttpMethod(method), string.Format(null, path, sandbox.Bot))).Status);
    }

    [Theory]
    [InlineData("GET", "export")]
    [InlineData("PUT", "export")]
    [InlineData("POST", "export/status")]
    [InlineData("DELETE", "mlexport?type=csv")]
    [InlineData("POST", "mlexport/status")]
    public async Task A_wrong_method_is_refused_before_the_token_is_looked_at(string method, string call)
    {
        using var sandbox = new SandboxFixture();
        (await sandbox.SendAsync(new HttpMethod(method), sandbox.Path(call), token: "")).IsError(405, 405, "Method Not Allowed");
        (await sandbox.SendAsync(new HttpMethod(method), sandbox.Path(call))).IsError(405, 405, "Method Not Allowed");
    }

    [Fact]
    public async Task An_unknown_path_is_not_found()
    {
        using var sandbox = new SandboxFixture();
        (await sandbox.SendAsync(HttpMethod.Get, "/api/public/nothing")).IsError(404, 404, "Not Found");
    }
}

using Xunit;

namespace KoreExport.Tests.Sandbox;

public sealed class VariableExportTests
{
    [Theory]
    [InlineData("bot")]
    [InlineData("stream")]
    public async Task Variables_have_the_documented_members_and_no_secured_value(string word)
    {
        using var sandbox = new SandboxFixture();
        var variables = (await sandbox.SendAsync(HttpMethod.Post, $"/api/1.1/public/builder/{word}/{sandbox.Bot}/variables/export")).Array;
        var environment = variables.First(variable => (string)variable!["variableType"]! == "env")!.AsObject();
        Assert.Equal(
            ["key", "value", "hint", "variableType", "scope", "group", "propagateValue", "vNameSpace", "isSecured"],
            environment.Select(member => member.Key));
        Assert.Equal(["name", "refId"], environment["vNameSpace"]![0]!.AsObject().Select(member => member.Key));
        var locale = variables.First(variable => (string)variable!["variableType"]! == "locale")!;
        Assert.Equal("", (string)locale["audioTag"]!);
        Assert.Equal(["audioTag", "hint", "value"], Assert.Single(locale["localeData"]!.AsObject()).Value!.AsObject().Select(m => m.Key));
        var secured = Assert.Single(variables, variable => (bool)variable!["isSecured"]!);
        Assert.Equal("", (string)secured!["value"]!);
    }

    [Fact]
    public async Task Variables_are_for_builder_apps()
    {
        using var admin = new SandboxFixture(o => o.AdminApp = true);
        (await admin.SendAsync(HttpMethod.Post, $"/api/1.1/public/builder/bot/{admin.Bot}/variables/export"))
            .IsError(401, 4002, "Permission denied. Scope is incorrect!");
        using var builder = new SandboxFixture(o => o.AdminApp = false);
        Assert.Equal(
            200, (await builder.SendAsync(HttpMethod.Post, $"/api/1.1/public/builder/bot/{builder.Bot}/variables/export")).Status);
    }
}

using Xunit;

namespace KoreExport.Tests.Sandbox;

public sealed class RoleExportTests
{
    [Theory]
    [InlineData("admin")]
    [InlineData("bot")]
    public async Task Roles_have_the_documented_members(string type)
    {
        using var sandbox = new SandboxFixture();
        var roles = (await sandbox.SendAsync(HttpMethod.Get, "/api/public/roles/export?roleType=" + type)).Array;
        Assert.NotEmpty(roles);
        Assert.All(roles, role =>
        {
            Assert.Equal(["roleType", "_id", "role", "rDesc", "permissions", "refId"], role!.AsObject().Select(member => member.Key));
            Assert.Equal(type, (string)role!["roleType"]!);
            Assert.All(role["permissions"]!.AsObject(), permission => Assert.Equal("YES", (string)permission.Value!));
        });
    }

    [Theory]
    [InlineData("")]
    [InlineData("?roleType=Admin")]
    [InlineData("?roleType=other")]
    public async Task Another_type_of_role_is_refused(string query)
    {
        using var sandbox = new SandboxFixture();
        Assert.Equal(400, (await sandbox.SendAsync(HttpMethod.Get, "/api/public/roles/export" + query)).Status);
    }
}

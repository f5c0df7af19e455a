using KoreExport.DirectExports;
using Xunit;

namespace KoreExport.Tests.DirectExports;

public sealed class RoleExportDescriptorTests
{
    [Fact]
    public async Task Roles_come_in_a_file_for_each_type()
    {
        using var fixture = DirectExportFixture.OnSandbox();
        var saved = await fixture.ExportAsync(KoreExportKind.Role);
        Assert.Equal(["admin", "bot"], saved.Select(one => one.Part));
        Assert.All(saved, one => Assert.Matches(@"^roles\d\.json$", Path.GetFileName(one.FullName)));
        var roles = await RoleExportDescriptor.GetAsync(fixture.Context, KoreRoleType.Bot, default);
        var owner = Assert.Single(roles, role => role.Name == "Bot Owner");
        Assert.Equal(("bot", "YES", "Full control of a bot"), (owner.RoleType, owner.Permissions["Publish"], owner.Description));
    }
}

using Xunit;

namespace KoreExport.Tests.Sandbox;

public sealed class LinkStoreTests
{
    [Fact]
    public async Task A_link_that_was_forgotten_still_says_that_it_has_expired()
    {
        using var sandbox = new SandboxFixture();
        var link = await sandbox.LinkAsync();
        sandbox.Pass(TimeSpan.FromHours(1));
        await sandbox.LinkAsync();
        (await SandboxFixture.DownloadAsync(link)).IsError(403, 403, "Link has expired");
    }

    [Fact]
    public async Task Every_status_answer_has_a_fresh_link_to_the_same_file()
    {
        using var sandbox = new SandboxFixture();
        var first = await sandbox.LinkAsync();
        var second = (string)(await sandbox.StatusAsync()).Json["downloadURL"]!;
        Assert.NotEqual(first, second);
        Assert.Equal(first.Split('?')[0], second.Split('?')[0]);
    }
}

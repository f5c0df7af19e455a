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

    [Theory]
    [InlineData(1, "Kundenservice%20%C3%96sterreich.zip")]
    [InlineData(2, "Kundenservice%2520%25C3%2596sterreich.zip")]
    public async Task A_link_ends_in_the_name_of_the_file_encoded_once_or_twice(int times, string name)
    {
        using var sandbox = new SandboxFixture();
        sandbox.Faults.Download.FileNameEncodings = times;
        var link = await sandbox.LinkAsync(sandbox.Server.BotId[1]);
        Assert.EndsWith("$$&clientfilename=" + name, link);
        Assert.Equal(200, (await SandboxFixture.DownloadAsync(link)).Status);

        // It belongs to what is signed.
        Assert.Equal(403, (await SandboxFixture.DownloadAsync(link + "x")).Status);
    }

    [Fact]
    public async Task A_link_can_be_without_the_name_of_the_file()
    {
        using var sandbox = new SandboxFixture();
        sandbox.Faults.Download.FileNameEncodings = 0;
        Assert.EndsWith("$$", await sandbox.LinkAsync());
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

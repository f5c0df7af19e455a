using Xunit;

namespace KoreExport.Tests.Sandbox;

public sealed class FileStoreTests
{
    [Fact]
    public async Task A_file_that_was_forgotten_is_made_again_the_same()
    {
        using var sandbox = new SandboxFixture();
        var first = await SandboxFixture.DownloadAsync(await sandbox.LinkAsync());
        GC.Collect();
        sandbox.Pass(TimeSpan.FromHours(1));

        // Another link sweeps the first one away.
        await sandbox.LinkAsync(sandbox.Server.BotId[1]);
        GC.Collect();
        var again = await SandboxFixture.DownloadAsync((string)(await sandbox.StatusAsync()).Json["downloadURL"]!);
        Assert.Equal(first.Bytes, again.Bytes);
        Assert.Equal(first.Headers["ETag"], again.Headers["ETag"]);
    }

    [Fact]
    public async Task What_a_file_is_like_is_decided_when_its_job_starts()
    {
        using var sandbox = new SandboxFixture();
        sandbox.Faults.Download.ExtraEntryName = "early.txt";
        await sandbox.StartAsync();
        await sandbox.StatusAsync();
        sandbox.Faults.Download.ExtraEntryName = "late.txt";
        sandbox.FinishJobs();
        var file = await SandboxFixture.DownloadAsync((string)(await sandbox.StatusAsync()).Json["downloadURL"]!);
        Assert.Contains("early.txt", SandboxFixture.Entries(file.Bytes).Keys);
        Assert.DoesNotContain("late.txt", SandboxFixture.Entries(file.Bytes).Keys);
    }

    [Fact]
    public async Task Hundreds_of_exports_and_downloads_at_once_are_served()
    {
        using var sandbox = new SandboxFixture(o => o.BotCount = 400);
        var bots = sandbox.Server.BotId;
        await Task.WhenAll(bots.Select(bot => sandbox.StartAsync(bot)));
        sandbox.FinishJobs();
        var files = await Task.WhenAll(bots.Select(async bot =>
        {
            var status = (await sandbox.StatusAsync(bot)).Json;
            var file = await SandboxFixture.DownloadAsync((string)status["downloadURL"]!);
            Assert.Equal((string)status["fileSize"]!, $"{file.Bytes.Length}");
            return SandboxFixture.Entries(file.Bytes)["botDefinition.json"];
        }));
        Assert.Equal(400, files.Select(Convert.ToBase64String).Distinct().Count());
    }

    [Fact]
    public async Task A_real_file_can_be_served()
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, "anything");
            using var sandbox = new SandboxFixture(o =>
            {
                o.BotExportFile = path;
                o.UtteranceFile = path;
            });
            Assert.Equal("anything", (await SandboxFixture.DownloadAsync(await sandbox.LinkAsync())).Text);
            Assert.Equal("anything", (await SandboxFixture.DownloadAsync(await sandbox.MlLinkAsync("csv"))).Text);
        }
        finally
        {
            File.Delete(path);
        }
    }
}

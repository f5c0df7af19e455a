using Xunit;

namespace KoreExport.Tests.Sandbox;

public sealed class SandboxJobFaultsTests
{
    [Fact]
    public async Task The_first_status_of_each_export_can_answer_500()
    {
        using var sandbox = new SandboxFixture();
        sandbox.Faults.Job.FirstStatus500 = 1;
        for (var round = 0; round < 2; round++)
        {
            await sandbox.StartAsync();
            Assert.Equal(500, (await sandbox.StatusAsync()).Status);
            Assert.Equal(200, (await sandbox.StatusAsync()).Status);
        }
    }

    [Fact]
    public async Task A_status_can_still_show_the_request_before_with_its_link()
    {
        using var sandbox = new SandboxFixture();
        var old = sandbox.Server.AddFinishedBotExport(sandbox.Bot);
        sandbox.Faults.Job.StaleStatusCount = 2;
        var id = (string)(await sandbox.StartAsync()).Json["_id"]!;
        for (var poll = 0; poll < 2; poll++)
        {
            var stale = (await sandbox.StatusAsync()).Json;
            Assert.Equal(old, (string)stale["_id"]!);
            Assert.Equal("success", (string)stale["status"]!);
            Assert.Equal(200, (await SandboxFixture.DownloadAsync((string)stale["downloadURL"]!)).Status);
        }

        Assert.Equal(id, (string)(await sandbox.StatusAsync()).Json["_id"]!);
    }

    [Fact]
    public async Task A_first_export_has_no_stale_status()
    {
        using var sandbox = new SandboxFixture();
        sandbox.Faults.Job.StaleStatusCount = 2;
        var id = (string)(await sandbox.StartAsync()).Json["_id"]!;
        Assert.Equal(id, (string)(await sandbox.StatusAsync()).Json["_id"]!);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Somebody_else_can_supersede_an_export(int polls)
    {
        using var sandbox = new SandboxFixture();
        sandbox.Faults.Job.SupersedeAfterPolls = polls;
        var id = (string)(await sandbox.StartAsync()).Json["_id"]!;
        for (var poll = 0; poll < polls; poll++)
        {
            Assert.Equal(id, (string)(await sandbox.StatusAsync()).Json["_id"]!);
        }

        var newer = (await sandbox.StatusAsync()).Json;
        Assert.NotEqual(id, (string)newer["_id"]!);
        Assert.Equal("success", (string)newer["status"]!);
        Assert.Equal((string)newer["_id"]!, (string)(await sandbox.StatusAsync()).Json["_id"]!);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_success_can_lack_its_link_for_a_while(bool absent)
    {
        using var sandbox = new SandboxFixture();
        sandbox.Faults.Job.SuccessWithoutLinkCount = 1;
        sandbox.Faults.Job.LinkFieldAbsent = absent;
        await sandbox.StartMlAsync();
        sandbox.FinishJobs();

        var done = (await sandbox.MlStatusAsync()).Json;
        Assert.Equal("SUCCESS", (string)done["status"]!);
        Assert.Equal(absent ? null : "", (string?)done["downloadUrl"]);
        Assert.Equal(!absent, done.ContainsKey("downloadUrl"));
        Assert.StartsWith("http", (string)(await sandbox.MlStatusAsync()).Json["downloadUrl"]!);
    }

    [Fact]
    public async Task An_unknown_word_can_stand_for_a_running_export()
    {
        using var sandbox = new SandboxFixture();
        await sandbox.StartAsync();
        sandbox.Faults.Job.UnknownStatusWord = "queued";
        Assert.Equal("queued", (string)(await sandbox.StatusAsync()).Json["status"]!);
        sandbox.FinishJobs();
        Assert.Equal("success", (string)(await sandbox.StatusAsync()).Json["status"]!);
    }

    [Fact]
    public async Task An_export_can_fail_with_and_without_a_reason()
    {
        using var sandbox = new SandboxFixture();
        sandbox.Faults.Job.FailCount = 1;
        await sandbox.StartAsync();
        await sandbox.StartMlAsync();
        Assert.Equal("pending", (string)(await sandbox.StatusAsync()).Json["status"]!);
        sandbox.FinishJobs();

        var failed = (await sandbox.StatusAsync()).Json;
        Assert.Equal("failed", (string)failed["status"]!);
        Assert.False(failed.ContainsKey("downloadURL") || failed.ContainsKey("message") || failed.ContainsKey("statusLogs"));
        Assert.Equal("SUCCESS", (string)(await sandbox.MlStatusAsync()).Json["status"]!);

        sandbox.Faults.Job.FailureWord = "failure";
        sandbox.Faults.Job.FailureLog = "Out of memory";
        sandbox.Faults.Job.FailureMessage = "Try again";
        failed = (await sandbox.StatusAsync()).Json;
        Assert.Equal("failure", (string)failed["status"]!);
        Assert.Equal("Out of memory", (string)failed["statusLogs"]!.AsArray().Single()!);
        Assert.Equal("Try again", (string)failed["message"]!);
    }

    [Fact]
    public async Task A_failed_ml_export_says_so_in_capitals()
    {
        using var sandbox = new SandboxFixture();
        sandbox.Faults.Job.FailCount = int.MaxValue;
        await sandbox.StartMlAsync();
        sandbox.FinishJobs();
        Assert.Equal("FAILED", (string)(await sandbox.MlStatusAsync()).Json["status"]!);
    }

    [Fact]
    public async Task A_fault_can_be_kept_to_one_bot()
    {
        using var sandbox = new SandboxFixture();
        sandbox.Faults.Job.BotId = sandbox.Server.BotId[1];
        sandbox.Faults.Job.FailCount = int.MaxValue;
        await sandbox.StartAsync();
        await sandbox.StartAsync(sandbox.Server.BotId[1]);
        sandbox.FinishJobs();
        Assert.Equal("success", (string)(await sandbox.StatusAsync()).Json["status"]!);
        Assert.Equal("failed", (string)(await sandbox.StatusAsync(sandbox.Server.BotId[1])).Json["status"]!);
    }

    [Fact]
    public async Task An_export_can_stay_unfinished()
    {
        using var sandbox = new SandboxFixture();
        sandbox.Faults.Job.NeverFinish = true;
        await sandbox.StartMlAsync();
        sandbox.Pass(TimeSpan.FromDays(1));
        var running = (await sandbox.MlStatusAsync()).Json;
        Assert.Equal("IN_PROGRESS", (string)running["status"]!);
        Assert.Equal(99, (int)running["percentageComplete"]!);

        sandbox.Faults.Job.NeverFinish = false;
        Assert.Equal("SUCCESS", (string)(await sandbox.MlStatusAsync()).Json["status"]!);
    }

    [Fact]
    public async Task A_percentage_can_go_back()
    {
        using var sandbox = new SandboxFixture();
        sandbox.Faults.Job.PercentGoesBack = true;
        await sandbox.StartMlAsync();
        sandbox.Pass(TimeSpan.FromSeconds(2));
        var earlier = (int)(await sandbox.MlStatusAsync()).Json["percentageComplete"]!;
        sandbox.Pass(TimeSpan.FromSeconds(2));
        Assert.True((int)(await sandbox.MlStatusAsync()).Json["percentageComplete"]! < earlier);
    }

    [Theory]
    [InlineData("botId")]
    [InlineData(null)]
    public async Task The_bots_id_can_have_another_name_or_be_missing(string? name)
    {
        using var sandbox = new SandboxFixture();
        sandbox.Faults.Job.BotIdField = name;
        var json = (await sandbox.StartAsync()).Json;
        Assert.False(json.ContainsKey("streamId"));
        Assert.Equal(name is null ? null : sandbox.Bot, (string?)json["botId"]);
    }

    [Fact]
    public async Task The_id_of_a_request_can_be_missing()
    {
        using var sandbox = new SandboxFixture();
        sandbox.Faults.Job.OmitId = true;
        Assert.False((await sandbox.StartAsync()).Json.ContainsKey("_id"));
        Assert.False((await sandbox.StatusAsync()).Json.ContainsKey("_id"));
    }

    [Fact]
    public async Task The_announced_size_can_be_wrong()
    {
        using var sandbox = new SandboxFixture();
        sandbox.Faults.Job.FileSize = "12";
        var link = await sandbox.LinkAsync();
        Assert.Equal("12", (string)(await sandbox.StatusAsync()).Json["fileSize"]!);
        Assert.NotEqual(12, (await SandboxFixture.DownloadAsync(link)).Bytes.Length);
    }
}

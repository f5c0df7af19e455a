using Xunit;

namespace KoreExport.Tests.Sandbox;

public sealed class MlExportsTests
{
    private static readonly string[] MlFields =
    [
        "_id", "streamId", "status", "percentageComplete", "createdBy", "jobType", "action", "fileType", "countOfDockStatuses",
        "statusLogs", "lMod", "createdOn", "requestedTime", "__v",
    ];

    [Theory]
    [InlineData("csv", "CSV")]
    [InlineData("JSON", "JSON")]
    public async Task The_start_of_an_ml_export_answers_exactly_the_documented_fields(string type, string answered)
    {
        using var sandbox = new SandboxFixture();
        var json = (await sandbox.StartMlAsync(type)).Json;
        Assert.Equal(MlFields, json.Select(f => f.Key));
        Assert.StartsWith("ds-", (string)json["_id"]!);
        Assert.Equal("IN_PROGRESS", (string)json["status"]!);
        Assert.Equal(0, (int)json["percentageComplete"]!);
        Assert.Equal("ML_UTTERANCE", (string)json["jobType"]!);
        Assert.Equal("EXPORT", (string)json["action"]!);
        Assert.Equal(answered, (string)json["fileType"]!);
    }

    [Fact]
    public async Task A_start_says_that_nothing_is_done_even_where_all_is()
    {
        using var sandbox = new SandboxFixture(o => o.JobDuration = TimeSpan.Zero);
        var started = (await sandbox.StartMlAsync()).Json;
        Assert.Equal(("IN_PROGRESS", 0), ((string)started["status"]!, (int)started["percentageComplete"]!));
        var done = (await sandbox.MlStatusAsync()).Json;
        Assert.Equal(("SUCCESS", 100), ((string)done["status"]!, (int)done["percentageComplete"]!));
    }

    [Fact]
    public async Task An_ml_export_gets_further_until_it_has_a_link_of_another_spelling()
    {
        using var sandbox = new SandboxFixture();
        await sandbox.StartMlAsync();
        sandbox.Pass(TimeSpan.FromSeconds(5));
        Assert.Equal(50, (int)(await sandbox.MlStatusAsync()).Json["percentageComplete"]!);
        sandbox.Pass(TimeSpan.FromSeconds(5));

        var done = (await sandbox.MlStatusAsync()).Json;
        Assert.Equal("SUCCESS", (string)done["status"]!);
        Assert.Equal(100, (int)done["percentageComplete"]!);
        Assert.Equal([.. MlFields, "downloadUrl"], done.Select(f => f.Key));
        Assert.StartsWith($"{sandbox.Server.DownloadHostUri}api/getMediaStream/market/f-", (string)done["downloadUrl"]!);
    }
}

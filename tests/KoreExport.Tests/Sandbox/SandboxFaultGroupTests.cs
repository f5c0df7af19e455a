using Xunit;

namespace KoreExport.Tests.Sandbox;

public sealed class SandboxFaultGroupTests
{
    [Fact]
    public void A_text_set_to_nothing_by_PowerShell_is_missing()
    {
        // PowerShell turns $null into "" on its way into a string.
        var faults = new SandboxFaults();
        faults.Api.BotId = "";
        faults.Job.BotIdField = "";
        faults.Download.LinkBase = "";
        Assert.Null(faults.Api.BotId);
        Assert.Null(faults.Job.BotIdField);
        Assert.Null(faults.Download.LinkBase);
        faults.Api.RateLimitMessage = "";
        Assert.Equal(SandboxApiFaults.PerMinuteMessage, faults.Api.RateLimitMessage);
    }

    [Fact]
    public void Nothing_goes_wrong_unasked()
    {
        var faults = new SandboxFaults();
        Assert.False(faults.Api.Take(nameof(faults.Api.ServerErrorCount), SandboxRequestKind.StartBotExport, "st-1"));
        Assert.False(faults.Job.Take(nameof(faults.Job.FailCount), "st-1"));
        Assert.Null(faults.Download.TakePosition(nameof(faults.Download.ResetAt), nameof(faults.Download.ResetCount), "st-1"));
    }

    [Fact]
    public void A_position_goes_back_to_its_default_after_the_last_hit()
    {
        var faults = new SandboxDownloadFaults { ResetAt = 10, ResetCount = 2 };
        Assert.Equal(10, Take());
        Assert.Equal(10, faults.ResetAt);
        Assert.Equal(10, Take());
        Assert.Null(faults.ResetAt);
        Assert.Equal(1, faults.ResetCount);
        Assert.Null(Take());

        long? Take() => faults.TakePosition(nameof(faults.ResetAt), nameof(faults.ResetCount), "st-1");
    }

    [Fact]
    public async Task A_count_is_used_up_once_by_many_threads_at_once_and_never_where_it_has_no_end()
    {
        var faults = new SandboxJobFaults { FailCount = 50 };
        var taken = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(() => faults.Take(nameof(faults.FailCount), null))));
        Assert.Equal(50, taken.Count(one => one));
        faults.FailCount = int.MaxValue;
        Assert.True(faults.Take(nameof(faults.FailCount), null));
        Assert.Equal(int.MaxValue, faults.FailCount);
    }

    [Fact]
    public void A_count_runs_down_only_for_what_it_concerns()
    {
        var faults = new SandboxApiFaults { BotId = "st-1", Kind = SandboxRequestKind.StartBotExport, HtmlCount = 1 };
        Assert.False(faults.Take(nameof(faults.HtmlCount), SandboxRequestKind.StartBotExport, "st-2"));
        Assert.False(faults.Take(nameof(faults.HtmlCount), SandboxRequestKind.BotExportStatus, "st-1"));
        Assert.True(faults.Take(nameof(faults.HtmlCount), SandboxRequestKind.StartBotExport, "st-1"));
        Assert.False(faults.Take(nameof(faults.HtmlCount), SandboxRequestKind.StartBotExport, "st-1"));
    }
}

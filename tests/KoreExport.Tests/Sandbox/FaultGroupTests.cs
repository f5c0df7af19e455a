using KoreExport.Sandbox;
using Xunit;

namespace KoreExport.Tests.Sandbox;

public sealed class FaultGroupTests
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
    }

    [Fact]
    public void Nothing_goes_wrong_unasked()
    {
        var faults = new SandboxFaults();
        Assert.False(faults.Api.TakeServerError(SandboxRequestKind.StartBotExport, "st-1"));
        Assert.False(faults.Job.TakeFailure("st-1"));
        Assert.Null(faults.Download.TakeReset("st-1"));
    }

    [Fact]
    public void A_count_runs_down_only_for_what_it_concerns()
    {
        var faults = new SandboxApiFaults { BotId = "st-1", Kind = SandboxRequestKind.StartBotExport, HtmlCount = 1 };
        Assert.False(faults.TakeHtml(SandboxRequestKind.StartBotExport, "st-2"));
        Assert.False(faults.TakeHtml(SandboxRequestKind.BotExportStatus, "st-1"));
        Assert.True(faults.TakeHtml(SandboxRequestKind.StartBotExport, "st-1"));
        Assert.False(faults.TakeHtml(SandboxRequestKind.StartBotExport, "st-1"));
    }
}

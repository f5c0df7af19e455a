using KoreExport.Downloads;
using KoreExport.Exports;
using KoreExport.Models;
using Xunit;

namespace KoreExport.Tests.Exports;

public sealed class JobExportDescriptorTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kore-job-");
    private readonly CoreFixture _fixture = CoreFixture.WithSandbox();

    [Theory]
    [InlineData(KoreExportKind.Bot)]
    [InlineData(KoreExportKind.MlUtterance)]
    public async Task An_export_is_started_waited_for_and_saved(KoreExportKind kind)
    {
        var texts = new List<string>();
        var saved = await ExportAsync(kind, progress => texts.Add(progress.Text));
        Assert.Equal((_fixture.Bot, kind, KoreBackupOutcome.Saved), (saved.BotId, saved.Kind, saved.Outcome));
        Assert.True(File.Exists(saved.FullName));
        Assert.Equal("starting", texts[0]);
        Assert.StartsWith("downloading", texts[^1], StringComparison.Ordinal);
    }

    [Fact]
    [Fault(
        FaultArea.Retries,
        "a lost start arrives late and hides the export that was started after it",
        "a warning, and the export is started once more")]
    public async Task An_export_that_a_lost_start_may_have_hidden_is_started_once_more()
    {
        LoseTheFirstStart();
        _fixture.Faults.Job.SupersedeAfterPolls = 1;
        _fixture.Clock.OnDelay = _ => _fixture.Faults.Job.SupersedeAfterPolls = Starts == 3 ? null : 1;
        var saved = await ExportAsync();
        Assert.Equal(3, Starts);
        Assert.Equal(saved.FullName, Assert.Single(_folder.EnumerateFiles()).FullName);
        var warning = Assert.Single(_fixture.Log.Warnings);
        Assert.Contains("superseded", warning, StringComparison.Ordinal);
        Assert.Contains("once more", warning, StringComparison.Ordinal);
    }

    [Fact]
    [Fault(FaultArea.Retries, "the export that was started once more is hidden too", "KoreExportSuperseded")]
    public async Task It_is_not_started_a_third_time()
    {
        LoseTheFirstStart();
        _fixture.Faults.Job.SupersedeAfterPolls = 1;
        await _fixture.FailsAsync(KoreErrorId.ExportSuperseded, () => ExportAsync());
        Assert.Equal(3, Starts);
        Assert.Empty(_folder.EnumerateFiles());
    }

    [Fact]
    [Fault(
        FaultArea.Retries,
        "somebody else starts an export after ours, and no start of ours was lost",
        "KoreExportSuperseded at once: two jobs never hide each other's exports in turn")]
    public async Task An_export_that_somebody_else_hid_is_not_started_again()
    {
        _fixture.Faults.Job.SupersedeAfterPolls = 1;
        await _fixture.FailsAsync(KoreErrorId.ExportSuperseded, () => ExportAsync());
        Assert.Equal(1, Starts);
        Assert.Empty(_fixture.Log.Warnings);
    }

    [Fact]
    [Fault(
        FaultArea.Retries,
        "a start is answered with 503 and Retry-After: 86400",
        "KoreServerError at once: it is longer than -TimeoutSec; what was asked for")]
    public async Task The_time_of_an_export_bounds_its_start()
    {
        using var server = WireServer.Answering(Wire.Error(503, 503, "Not now", "Retry-After: 86400"));
        using var fixture = CoreFixture.Facing(server.Uri);
        var context = new ExportContext(fixture.Api) { Wait = new WaitOptions { Timeout = TimeSpan.FromMinutes(1) } };
        var failure = await fixture.FailsAsync(
            KoreErrorId.ServerError, () => JobExportDescriptor.Bot.ExportAsync(context, BotId.Parse(CoreFixture.AnyBot), default));
        Assert.Contains("86,400 seconds (Retry-After)", failure.Message, StringComparison.Ordinal);
        Assert.Empty(fixture.Clock.Delays);
        Assert.Single(server.Requests);
    }

    private int Starts => _fixture.Count(SandboxRequestKind.StartBotExport);

    private void LoseTheFirstStart()
    {
        _fixture.Faults.Api.Kind = SandboxRequestKind.StartBotExport;
        _fixture.Faults.Api.ResetCount = 1;
    }

    private async Task<KoreSavedExport> ExportAsync(KoreExportKind kind = KoreExportKind.Bot, Action<ExportProgress>? progress = null)
    {
        var saved = new List<KoreSavedExport>();
        var context = new ExportContext(_fixture.Api)
        {
            Save = new SaveOptions { Folder = _folder.FullName },
            Saved = saved.Add,
            Progress = progress,
        };
        await JobExportDescriptor.For(kind).ExportAsync(context, BotId.Parse(_fixture.Bot), default);
        return Assert.Single(saved);
    }

    public void Dispose()
    {
        _fixture.Dispose();
        _folder.Delete(recursive: true);
    }
}

using KoreExport.Backups;
using KoreExport.Exports;
using KoreExport.Models;
using Xunit;
using Xunit.Abstractions;

namespace KoreExport.Tests.Imports;

/// <summary>What goes wrong during a restore: at which step, what the target is then, and what the error advises.</summary>
public sealed class RestorerFaultTests(ITestOutputHelper output)
{
    [Fact]
    [Fault(FaultArea.Restoring, "import fails", "KoreImportFailed; the target is as it was")]
    public async Task An_import_that_fails_leaves_the_target_as_it_was()
    {
        using var fixture = new RestoreFixture();
        var file = await DamagedAsync(fixture);
        var before = await fixture.ExportAsync();
        fixture.Faults.FailCount = 1;
        fixture.Faults.FailureWord = "failure";
        fixture.Faults.FailureMessage = "Language model missing";
        var (failure, result) = await FailsAsync(fixture, KoreErrorId.ImportFailed, fixture.Options(file));
        Assert.Contains("at the step Wait", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Language model missing", failure.Message, StringComparison.Ordinal);
        Assert.Contains("The target now: it is as it was before.", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Restore-KoreBot", failure.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal("failed", result.Status);
        Assert.Equal(KoreRestoreOutcome.Failed, result.Steps[^1].Outcome);
        Assert.Empty(await fixture.DifferencesAsync(before));
    }

    [Fact]
    [Fault(
        FaultArea.Restoring, "import ends half done", "KoreImportFailed; the command that puts the target back from the backup just made")]
    public async Task An_import_that_ends_half_done_says_how_to_put_the_target_back()
    {
        using var fixture = new RestoreFixture();
        var file = await DamagedAsync(fixture);
        var before = await fixture.ExportAsync();
        fixture.Faults.HalfDoneCount = 1;
        var (failure, result) = await FailsAsync(fixture, KoreErrorId.ImportFailed, fixture.Options(file));
        Assert.Contains("and is not as it was before", failure.Message, StringComparison.Ordinal);
        var command = $"Restore-KoreBot -LiteralPath '{result.BackupPath}' -BotId {fixture.Bot}";
        Assert.Contains(command, failure.RecommendedAction, StringComparison.Ordinal);

        // And that does put it back.
        Assert.True((await fixture.RestoreAsync(fixture.Options(result.BackupPath!))).Verified);
        Assert.Empty(await fixture.DifferencesAsync(before));
    }

    [Fact]
    [Fault(FaultArea.Restoring, "import never ends, its status an unknown word", "KoreImportTimeout after -TimeoutSec; the target is told")]
    public async Task An_import_that_never_ends_is_a_timeout()
    {
        using var fixture = new RestoreFixture();
        var file = await DamagedAsync(fixture);
        fixture.Faults.NeverFinish = true;
        fixture.Faults.UnknownStatusWord = "queued";
        var options = fixture.Options(file) with { Wait = new WaitOptions { Timeout = TimeSpan.FromMinutes(2) } };
        var (failure, _) = await FailsAsync(fixture, KoreErrorId.ImportTimeout, options);
        Assert.Contains("'queued'", failure.Message, StringComparison.Ordinal);
        Assert.Contains("it is as it was before", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Fault(FaultArea.Restoring, "answer to the start of an import lost", "the target is looked at; nothing is sent twice")]
    public async Task A_lost_answer_to_the_start_is_looked_for_in_the_target(bool existing)
    {
        using var fixture = new RestoreFixture();
        var file = await DamagedAsync(fixture);
        fixture.Api.Kind = SandboxRequestKind.StartBotImport;
        fixture.Api.LostAnswerCount = 1;
        var result = await fixture.RestoreAsync(existing ? fixture.Options(file) : fixture.New(file));
        Assert.Equal(1, fixture.Count(SandboxRequestKind.StartBotImport));
        Assert.True(result.Verified);
        Assert.Null(result.Id);
        Assert.Equal(existing ? fixture.Bot : fixture.Sandbox.BotId[^1], result.BotId);
        Assert.Equal(existing ? 2 : 3, fixture.Sandbox.BotId.Count);
        Assert.Contains(
            fixture.Core.Log.Warnings,
            warning => warning.Contains("was lost, but the target is what it was to become", StringComparison.Ordinal));
    }

    [Fact]
    [Fault(FaultArea.Restoring, "connection closed before an import is started", "seen to be as it was, then started once more")]
    public async Task A_start_that_never_arrived_is_sent_again()
    {
        using var fixture = new RestoreFixture();
        var file = await DamagedAsync(fixture);
        fixture.Api.Kind = SandboxRequestKind.StartBotImport;
        fixture.Api.ResetCount = 1;
        var result = await fixture.RestoreAsync(fixture.Options(file));
        Assert.True(result.Verified);
        Assert.NotNull(result.Id);
    }

    [Fact]
    [Fault(FaultArea.Restoring, "connection closed before a new bot is made", "KoreImportUncertain; no second bot is made")]
    public async Task A_new_bot_is_not_asked_for_twice()
    {
        using var fixture = new RestoreFixture();
        var file = await fixture.ExportAsync();
        fixture.Api.Kind = SandboxRequestKind.StartBotImport;
        fixture.Api.ResetCount = int.MaxValue;
        var (failure, _) = await FailsAsync(fixture, KoreErrorId.ImportUncertain, fixture.New(file));
        Assert.Contains("the account has no new bot of that name", failure.Message, StringComparison.Ordinal);
        Assert.Equal(2, fixture.Sandbox.BotId.Count);
    }

    [Fact]
    [Fault(FaultArea.Restoring, "first status calls of an import answer 500", "waited out")]
    [Fault(FaultArea.Restoring, "rate limit at uploads, start and status", "waited out")]
    public async Task Failures_that_pass_are_waited_out()
    {
        foreach (var kind in new[] { SandboxRequestKind.UploadFile, SandboxRequestKind.StartBotImport, SandboxRequestKind.BotImportStatus })
        {
            using var fixture = new RestoreFixture();
            var file = await DamagedAsync(fixture);
            fixture.Faults.FirstStatus500 = 2;
            fixture.Api.Kind = kind;
            fixture.Api.RateLimitCount = 2;
            var result = await fixture.RestoreAsync(fixture.Options(file));
            Assert.True(result.Verified);
        }
    }

    [Theory]
    [InlineData("LostAnswerCount")]
    [InlineData("ResetCount")]
    [InlineData("HtmlCount")]
    [Fault(FaultArea.Restoring, "connections break while an import is waited for", "waited out")]
    public async Task A_wait_survives_broken_connections(string fault)
    {
        using var fixture = new RestoreFixture();
        var file = await DamagedAsync(fixture);
        fixture.Api.Kind = SandboxRequestKind.BotImportStatus;
        typeof(SandboxApiFaults).GetProperty(fault)!.SetValue(fixture.Api, 3);
        Assert.True((await fixture.RestoreAsync(fixture.Options(file))).Verified);
    }

    [Fact]
    [Fault(FaultArea.Restoring, "imported bot has another hash than the file", "no difference: the hash is volatile")]
    public async Task Another_hash_is_no_difference()
    {
        using var fixture = new RestoreFixture();
        var file = await DamagedAsync(fixture);
        fixture.Faults.RegenerateHash = true;
        Assert.True((await fixture.RestoreAsync(fixture.Options(file))).Verified);
    }

    [Fact]
    [Fault(FaultArea.Restoring, "publishing fails", "KorePublishFailed; restored, verified, and not published")]
    public async Task A_publishing_that_fails_says_that_the_bot_is_restored()
    {
        using var fixture = new RestoreFixture();
        var file = await DamagedAsync(fixture);
        fixture.Core.Clock.OnDelay = _ => fixture.Faults.FailCount = fixture.Count(SandboxRequestKind.StartBotImport);
        var (failure, result) = await FailsAsync(fixture, KoreErrorId.PublishFailed, fixture.Options(file) with { VersionComment = "x" });
        Assert.Contains("at the step Publish", failure.Message, StringComparison.Ordinal);
        Assert.True(result.Verified);
        Assert.False(result.Published);
    }

    [Fact]
    [Fault(FaultArea.Restoring, "answer to the start of a publishing lost", "found in its status; not published twice")]
    public async Task A_lost_answer_to_a_publishing_is_found_in_the_status()
    {
        using var fixture = new RestoreFixture();
        var file = await DamagedAsync(fixture);
        fixture.Api.Kind = SandboxRequestKind.StartPublish;
        fixture.Api.LostAnswerCount = 1;
        var result = await fixture.RestoreAsync(fixture.Options(file) with { VersionComment = "x" });
        Assert.True(result.Published);
        Assert.Equal(1, fixture.Count(SandboxRequestKind.StartPublish));
    }

    [Fact]
    [Fault(FaultArea.Restoring, "backup of the target fails", "nothing is uploaded and nothing changed")]
    public async Task Without_a_backup_nothing_is_changed()
    {
        using var fixture = new RestoreFixture();
        var file = await DamagedAsync(fixture);
        fixture.Sandbox.Faults.Job.FailCount = 1;
        var (failure, _) = await FailsAsync(fixture, KoreErrorId.ExportFailed, fixture.Options(file));
        Assert.Contains("at the step Backup", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Nothing was changed.", failure.Message, StringComparison.Ordinal);
        Assert.Equal(0, fixture.Count(SandboxRequestKind.UploadFile));
        var entry = Assert.Single(BackupSetReader.Open(fixture.BackupFolder).FolderOf(fixture.Bot).Entries);
        Assert.Equal((KoreBackupOutcome.Failed, KoreErrorId.ExportFailed), (entry.Record!.Outcome, entry.Record.ErrorId));
    }

    [Fact]
    [Fault(FaultArea.Restoring, "export of the restored bot fails", "the error says that it was imported and not verified")]
    public async Task A_verification_that_fails_says_that_the_import_succeeded()
    {
        using var fixture = new RestoreFixture();
        var file = await DamagedAsync(fixture);
        fixture.Core.Clock.OnDelay = _ =>
            fixture.Sandbox.Faults.Job.FailCount = fixture.Count(SandboxRequestKind.StartBotImport) > 0 ? 1 : 0;
        var (failure, result) = await FailsAsync(fixture, KoreErrorId.ExportFailed, fixture.Options(file));
        Assert.Contains("at the step Verify", failure.Message, StringComparison.Ordinal);
        Assert.Contains(result.BackupPath!, failure.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [Fault(FaultArea.Restoring, "scope of the import missing", "KoreScopeMissing at the upload; nothing changed")]
    public async Task A_scope_that_is_missing_is_told_before_anything_is_changed(int step)
    {
        using var fixture = new RestoreFixture(options => options.AdminApp = false);
        var file = await fixture.ExportAsync();
        var options = step == 1 ? fixture.Options(file) : fixture.New(file);
        var (failure, _) = await FailsAsync(fixture, KoreErrorId.ScopeMissing, options);
        Assert.Contains("Nothing was changed", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Bot Import", failure.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    [Fault(FaultArea.Restoring, "target does not exist", "KoreBotNotFound before anything is sent that changes something")]
    public async Task A_target_that_is_not_there_is_found_in_the_preflight()
    {
        using var fixture = new RestoreFixture();
        var file = await fixture.ExportAsync();
        var (failure, _) = await FailsAsync(
            fixture, KoreErrorId.BotNotFound, fixture.Options(file) with { Bot = BotId.Parse("st-none"), BackupFolder = null });
        Assert.Contains("at the step Preflight", failure.Message, StringComparison.Ordinal);
    }

    private static async Task<string> DamagedAsync(RestoreFixture fixture)
    {
        var file = await fixture.ExportAsync();
        fixture.Damage(file);
        return file;
    }

    private async Task<(KoreException Failure, KoreRestore Result)> FailsAsync(
        RestoreFixture fixture, string errorId, KoreExport.Imports.RestoreOptions options)
    {
        var (failure, result) = await fixture.FailsAsync(errorId, options);
        output.WriteLine($"{failure.Message}\n{failure.RecommendedAction}");
        return (failure, result);
    }
}

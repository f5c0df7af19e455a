using KoreExport.Backups;
using KoreExport.Imports;
using KoreExport.Verification;
using Xunit;
using Xunit.Abstractions;

namespace KoreExport.Tests.Imports;

public sealed class RestorerTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_damaged_bot_is_again_what_the_file_holds()
    {
        using var fixture = new RestoreFixture();
        var file = await fixture.ExportAsync();
        fixture.Damage(file);
        Assert.NotEmpty(await fixture.DifferencesAsync(file));
        var damaged = await fixture.ExportAsync();

        var result = await fixture.RestoreAsync(fixture.Options(file));
        Assert.Empty(result.Differences);
        Assert.True(result.Verified);
        Assert.False(result.Published);
        Assert.Equal(fixture.Bot, result.BotId);
        Assert.Equal(fixture.Sandbox.BotName(fixture.Bot), result.Name);
        Assert.StartsWith("bir-", result.Id, StringComparison.Ordinal);
        Assert.Equal("success", result.Status);
        Assert.Equal("Preflight Backup Upload Import Wait Verify", RestoreFixture.Steps(result));
        Assert.Contains(result.Imported, component => component is { Component: "Dialog", Count: > 0 });
        Assert.DoesNotContain(result.Imported, component => component.Component == "importRequest");
        Assert.True(result.Duration >= TimeSpan.FromSeconds(10));
        Assert.Empty(await fixture.DifferencesAsync(file));

        // What was there before is in a set, with its record.
        var entry = Assert.Single(BackupSetReader.Open(fixture.BackupFolder).FolderOf(fixture.Bot).Entries);
        Assert.Equal(result.BackupPath, entry.FilePath);
        Assert.Equal(FileHash.Sha256(result.BackupPath!, default), entry.Record!.Sha256);
        Assert.Equal(fixture.Sandbox.BotName(fixture.Bot), entry.Record.Name);
        Assert.Empty(ExportsDiffer(damaged, result.BackupPath!));
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(entry.FilePath)!, "*.partial"));
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("Another name", false)]
    [InlineData("Another name", true)]
    public async Task A_new_bot_is_made(string? name, bool archive)
    {
        using var fixture = new RestoreFixture();
        var file = await fixture.ExportAsync();
        var result = await fixture.RestoreAsync(fixture.New(file, name) with { UploadsArchive = archive });
        Assert.Equal(fixture.Sandbox.BotId[^1], result.BotId);
        Assert.Equal(3, fixture.Sandbox.BotId.Count);
        Assert.True(result.Verified, string.Join("\n", result.Differences));
        Assert.Equal(name ?? fixture.Sandbox.BotName(fixture.Bot), result.Name);
        Assert.Equal(result.Name, fixture.Sandbox.BotName(result.BotId));
        Assert.Null(result.BackupPath);
        Assert.Equal(archive ? 1 : 3, fixture.Count(SandboxRequestKind.UploadFile));
        var differences = await fixture.DifferencesAsync(file, result.BotId);
        output.WriteLine(string.Join("\n", differences));
        Assert.Equal(name is null, differences.Count == 0);
    }

    [Fact]
    public async Task It_is_published_only_where_asked_and_only_after_a_verified_success()
    {
        using var fixture = new RestoreFixture();
        var file = await fixture.ExportAsync();
        fixture.Damage(file);
        var result = await fixture.RestoreAsync(fixture.Options(file) with { VersionComment = "back" });
        Assert.True(result.Published);
        Assert.Contains(
            "back",
            fixture.Sandbox.Requests.Single(request => request.Kind == SandboxRequestKind.StartPublish).Body!,
            StringComparison.Ordinal);

        // The status shows the publishing before until the new one is there; it must not be taken for it.
        fixture.Damage(file);
        fixture.Faults.FailCount = 0;
        result = await fixture.RestoreAsync(fixture.Options(file) with { VersionComment = "again" });
        Assert.True(result.Published);
    }

    [Fact]
    public async Task What_differs_afterwards_is_told_and_not_published()
    {
        using var fixture = new RestoreFixture();
        var file = fixture.Change(await fixture.ExportAsync(), static definition => definition["color"] = "#222222");
        fixture.OnProgress = text =>
        {
            // Somebody edits the bot as soon as the import is through.
            if (text == "verifying")
            {
                fixture.Sandbox.TouchBot(fixture.Bot);
            }
        };
        var result = await fixture.RestoreAsync(fixture.Options(file) with { VersionComment = "x" });
        Assert.False(result.Verified);
        Assert.NotEmpty(result.Differences);
        Assert.False(result.Published);
        Assert.Equal(0, fixture.Count(SandboxRequestKind.StartPublish));
        Assert.Contains(
            result.Warnings,
            warning =>
                warning.Contains($"Restore-KoreBot -LiteralPath '{result.BackupPath}' -BotId {fixture.Bot}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_preview_sends_nothing_that_changes_anything()
    {
        using var fixture = new RestoreFixture();
        var file = await fixture.ExportAsync();
        fixture.Damage(file);
        var before = await fixture.ExportAsync();
        fixture.Sandbox.ClearRequests();
        var result = await fixture.RestoreAsync(fixture.Options(file) with { IsPreview = true });
        Assert.Equal("not started", result.Status);
        Assert.Equal("Preflight", RestoreFixture.Steps(result));
        Assert.Contains(result.Differences, change => change is { Property: "color", Before: "#111111", After: "#009dab" });
        Assert.DoesNotContain(fixture.Sandbox.Requests, request => request.Kind >= SandboxRequestKind.UploadFile);
        Assert.False(Directory.Exists(fixture.BackupFolder));
        Assert.Empty(await fixture.DifferencesAsync(before));
    }

    [Fact]
    public async Task An_incremental_import_takes_what_was_chosen_and_is_compared_in_that()
    {
        using var fixture = new RestoreFixture();
        var file = await fixture.ExportAsync();
        fixture.Damage(file);
        var options = fixture.Options(file) with { ImportOptions = ImportOption.Check(["bottask"]) };
        var result = await fixture.RestoreAsync(options);
        Assert.True(result.Verified, string.Join("\n", result.Differences));
        var left = await fixture.DifferencesAsync(file);
        Assert.Contains("#111111", Assert.Single(left), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_compared_is_never_verified_and_not_published()
    {
        using var fixture = new RestoreFixture();
        var file = await fixture.ExportAsync();
        fixture.Damage(file);
        var options = fixture.Options(file) with { ImportOptions = ImportOption.Check(["botTask", "synonyms"]), VersionComment = "x" };
        var result = await fixture.RestoreAsync(options);
        Assert.Empty(result.Differences);
        Assert.False(result.Verified);
        Assert.False(result.Published);
        Assert.Contains(result.Warnings, static warning => warning.Contains("not verified: synonyms", StringComparison.Ordinal));
        Assert.Equal("not compared: synonyms", result.Steps.Single(static step => step.Stage == KoreRestoreStage.Verify).Message);

        // Nor is it taken for done where the answer to its start is lost.
        fixture.Api.Kind = SandboxRequestKind.StartBotImport;
        fixture.Api.LostAnswerCount = 1;
        fixture.Damage(file);
        var (failure, _) = await fixture.FailsAsync(KoreErrorId.ImportUncertain, options);
        Assert.Contains("not synonyms", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("checking the file and the target", "at the step Preflight. Nothing was changed.")]
    [InlineData("backing up the target", "at the step Backup. Nothing was changed.")]
    [InlineData("uploading", "at the step Upload. Nothing was changed.")]
    [InlineData("starting the import", "at the step Import. The platform may have started the import")]
    [InlineData("importing", "at the step Wait. The import bir-")]
    [InlineData("verifying", "at the step Verify. The platform reports that the import succeeded")]
    [InlineData("publishing", "at the step Publish. The target is restored and verified.")]
    public async Task Whoever_stops_it_is_told_what_the_target_is(string step, string told)
    {
        using var fixture = new RestoreFixture();
        var file = await fixture.ExportAsync();
        Restorer? restorer = null;
        string? note = null;
        fixture.OnProgress = text => note = text == step ? restorer!.StopNote : note;
        var result = await fixture.RestoreAsync(fixture.Options(file) with { VersionComment = "x" }, out restorer);
        Assert.Contains(told, note, StringComparison.Ordinal);
        var isInBetween = step is "starting the import" or "importing" or "verifying";
        Assert.Equal(isInBetween, note!.Contains($"Restore-KoreBot -LiteralPath '{result.BackupPath}'", StringComparison.Ordinal));
        Assert.Null(restorer.StopNote);
    }

    [Fact]
    public async Task A_kind_that_cannot_be_restored_says_what_is_missing()
    {
        using var fixture = new RestoreFixture();
        var file = await fixture.ExportAsync();
        var (failure, _) = await fixture.FailsAsync(KoreErrorId.OptionInvalid, fixture.Options(file, KoreExportKind.TestSuite));
        Assert.Contains("documents no call that imports a test suite", failure.Message, StringComparison.Ordinal);
        Assert.Equal(0, fixture.Count(SandboxRequestKind.UploadFile));
    }

    private static IEnumerable<KoreDifference> ExportsDiffer(string one, string other) => KoreExport.Definitions.ExportComparer.Compare(
        new KoreExport.Definitions.CompareOptions { ReferencePath = one, DifferencePath = other }, CancellationToken.None);
}

using System.Text.Json.Nodes;
using KoreExport.Imports;
using Xunit;

namespace KoreExport.Tests.Imports;

/// <summary>What is found out before anything is sent that changes something.</summary>
public sealed class RestorerPreflightTests
{
    [Theory]
    [InlineData("config.json", false, "config.json is missing")]
    [InlineData("icon.png", true, "icon.png is missing")]
    [InlineData("definition", false, "no bot definition")]
    [Fault(FaultArea.Restoring, "part of the export missing", "KoreImportInvalid; nothing sent")]
    public async Task A_part_that_is_missing_is_named(string part, bool isNew, string words)
    {
        using var fixture = new RestoreFixture();
        var file = fixture.Change(await fixture.ExportAsync(), static _ => { }, archive => archive.Entries.Single(
            entry => part == "definition" ? entry.Name.EndsWith("efinition.json", StringComparison.Ordinal) : entry.Name == part).Delete());
        await RefusedAsync(fixture, isNew ? fixture.New(file) : fixture.Options(file), KoreErrorId.ImportInvalid, words);
    }

    [Theory]
    [InlineData("config.json", 501, "500 KB")]
    [InlineData("botFunction.js", 501, "500 KB")]
    [InlineData("icon.png", 81, "80 KB")]
    [Fault(FaultArea.Restoring, "part larger than the platform takes", "KoreImportInvalid; nothing sent")]
    public async Task A_part_that_is_too_large_is_named(string part, int kilobytes, string words)
    {
        using var fixture = new RestoreFixture();
        var file = fixture.Change(await fixture.ExportAsync(), static _ => { }, archive =>
        {
            archive.Entries.SingleOrDefault(entry => entry.Name == part)?.Delete();
            RestoreFixture.Write(archive, part, $$"""{"name":"{{new string('x', kilobytes * 1024)}}"}""");
        });
        await RefusedAsync(fixture, fixture.New(file), KoreErrorId.ImportInvalid, words);
    }

    [Fact]
    [Fault(FaultArea.Restoring, "file is not as its record says", "KoreFileCorrupt (SHA-256 mismatch); nothing sent")]
    public async Task A_file_that_is_not_as_it_was_saved_is_refused()
    {
        using var fixture = new RestoreFixture();
        var file = await fixture.ExportAsync();
        var backup = (await fixture.RestoreAsync(fixture.Options(file))).BackupPath!;
        fixture.Sandbox.ClearRequests();
        var bytes = await File.ReadAllBytesAsync(backup);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(backup, bytes);
        await RefusedAsync(fixture, fixture.Options(backup), KoreErrorId.FileCorrupt, "SHA-256 mismatch");
        await RefusedAsync(
            fixture, fixture.Options(file) with { Sha256 = new string('0', 64) }, KoreErrorId.FileCorrupt, "SHA-256 mismatch");
    }

    [Fact]
    [Fault(FaultArea.Restoring, "export file damaged", "KoreFileCorrupt; nothing sent")]
    public async Task A_file_that_is_damaged_is_refused()
    {
        using var fixture = new RestoreFixture();
        var file = await fixture.ExportAsync();
        var bytes = await File.ReadAllBytesAsync(file);
        bytes[bytes.Length / 3] ^= 0x55;
        await File.WriteAllBytesAsync(file, bytes);
        await RefusedAsync(fixture, fixture.Options(file), KoreErrorId.FileCorrupt, "damaged");
        await RefusedAsync(fixture, fixture.Options(file + ".none"), KoreErrorId.PathNotFound, "no file");
    }

    [Fact]
    public async Task A_record_that_names_another_kind_is_believed()
    {
        using var fixture = new RestoreFixture();
        var file = await fixture.ExportAsync(kind: KoreExportKind.Variable, extension: "json");
        var backup = (await fixture.RestoreAsync(fixture.Options(file, KoreExportKind.Variable))).BackupPath!;
        fixture.Sandbox.ClearRequests();
        await RefusedAsync(fixture, fixture.Options(backup), KoreErrorId.ImportInvalid, "an export of kind Variable");
        Assert.Equal(KoreExportKind.Variable, RestoreSource.KindOf(backup));
    }

    [Fact]
    [Fault(
        FaultArea.Restoring,
        "dependent tasks missing in an incremental import",
        "KoreImportInvalid names them; nothing sent that changes something")]
    public async Task Tasks_that_an_incremental_import_lacks_are_named()
    {
        using var fixture = new RestoreFixture();
        var file = fixture.Change(await fixture.ExportAsync(), static definition =>
            definition["dialogs"]![0]!["nodes"]![0]!["flowTaskId"] = "dt-nowhere");
        var options = fixture.Options(file) with { ImportOptions = ImportOption.Check(["botTask"]) };
        var (failure, _) = await fixture.FailsAsync(KoreErrorId.ImportInvalid, options);
        Assert.Contains("dt-nowhere", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(fixture.Sandbox.Requests, request => request.Kind >= SandboxRequestKind.UploadFile);
    }

    [Fact]
    public async Task What_does_not_travel_is_warned_of()
    {
        using var fixture = new RestoreFixture();
        var file = fixture.Change(
            await fixture.ExportAsync(),
            static definition =>
            {
                definition["type"] = "universalbot";
                definition["llmConfigsForStream"] = new JsonArray(new JsonObject { ["name"] = "model" });
            },
            static archive =>
            {
                archive.Entries.Single(entry => entry.Name == "config.json").Delete();
                RestoreFixture.Write(
                    archive,
                    "config.json",
                    """{"name":"x","envVariables":[{"key":"token","value":"","isSecured":true},{"key":"a","value":""}]}""");
            });
        var result = await fixture.RestoreAsync(fixture.Options(file) with { IsPreview = true });
        Assert.Contains(result.Warnings, warning => warning.Contains("secured", StringComparison.Ordinal)
            && warning.Contains(": token.", StringComparison.Ordinal));
        Assert.Contains(result.Warnings, warning => warning.Contains("universal", StringComparison.Ordinal));
        Assert.Contains(result.Warnings, warning => warning.Contains("keys do not travel", StringComparison.Ordinal));
    }

    [Fact]
    public void Words_are_checked_and_sent_in_their_lists()
    {
        Assert.Throws<KoreException>(() => ImportOption.Check(["botTasks"]));
        var body = ImportOption.ToBody(ImportOption.Check(["BOTTASK", "utterances", "rules", "customDashboard"]), replaces: true, ["a"]);
        var json = JsonNode.Parse(System.Text.Json.JsonSerializer.Serialize(body))!;
        Assert.Equal(
            """{"tasks":["botTask"],"nlpData":["utterances"],"settings":[],"AgentAssist":["rules"],"customDashboard":true,"options":{"utterances":{"append":false,"replace":true},"botVariables":{"ignore":["a"]}}}""",
            json.ToJsonString());
    }

    private static async Task RefusedAsync(RestoreFixture fixture, RestoreOptions options, string errorId, string words)
    {
        fixture.Sandbox.ClearRequests();
        var (failure, result) = await fixture.FailsAsync(errorId, options);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
        Assert.Contains("Nothing was changed.", failure.Message, StringComparison.Ordinal);
        Assert.Empty(fixture.Sandbox.Requests);
        Assert.Equal(KoreRestoreStage.Preflight, Assert.Single(result.Steps).Stage);
    }
}

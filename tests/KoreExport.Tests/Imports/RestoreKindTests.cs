using System.IO.Compression;
using KoreExport.Definitions;
using Xunit;
using Xunit.Abstractions;

namespace KoreExport.Tests.Imports;

/// <summary>What is particular about restoring utterances, variables and real definitions.</summary>
public sealed class RestoreKindTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("csv")]
    [InlineData("json")]
    public async Task Utterances_come_back_and_others_stay(string format)
    {
        using var fixture = new RestoreFixture(options => options.UtteranceCount = 20);
        var file = await fixture.ExportAsync(kind: KoreExportKind.MlUtterance, extension: format);
        fixture.Sandbox.TouchBot(fixture.Bot, SandboxContent.Utterances);
        var result = await fixture.RestoreAsync(fixture.Options(file, KoreExportKind.MlUtterance));
        Assert.True(result.Verified, string.Join("\n", result.Differences));
        Assert.Equal("Utterances: 1", Assert.Single(result.Imported).ToString());
        Assert.Equal("Preflight Backup Upload Import Wait Verify", RestoreFixture.Steps(result));
        Assert.EndsWith("." + format, result.BackupPath, StringComparison.Ordinal);
        Assert.Contains(result.Warnings, warning => warning.Contains("adds", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_of_utterances_that_is_none_is_refused_before_anything_is_sent()
    {
        using var fixture = new RestoreFixture();
        var file = fixture.NewPath("csv");
        await File.WriteAllTextAsync(file, "<html><body>Sign in</body></html>");
        var (failure, _) = await fixture.FailsAsync(KoreErrorId.ImportInvalid, fixture.Options(file, KoreExportKind.MlUtterance));
        Assert.Contains("not a list of utterances", failure.Message, StringComparison.Ordinal);
        Assert.Empty(fixture.Sandbox.Requests);
    }

    [Fact]
    public async Task Variables_come_back_without_those_that_the_export_blanked()
    {
        using var fixture = new RestoreFixture();
        var file = await fixture.ExportAsync(kind: KoreExportKind.Variable, extension: "json");
        fixture.Sandbox.TouchBot(fixture.Bot, SandboxContent.Variables);
        var result = await fixture.RestoreAsync(fixture.Options(file, KoreExportKind.Variable));
        Assert.True(result.Verified, string.Join("\n", result.Differences));
        Assert.Equal(["api_key"], result.Omitted);
        Assert.Contains(result.Warnings, warning => warning.Contains("api_key", StringComparison.Ordinal));
        Assert.Equal("Variables: 4", Assert.Single(result.Imported).ToString());
        var sent = fixture.Sandbox.Requests.Single(request => request.Kind == SandboxRequestKind.ImportVariables);
        Assert.DoesNotContain("api_key", sent.Body, StringComparison.Ordinal);
        Assert.Equal("Preflight Backup Import Verify", RestoreFixture.Steps(result));
    }

    [Fact]
    [Fault(
        FaultArea.Restoring,
        "variables import answers 500 or its answer is lost",
        "the target is looked at; sent again only where it is as it was")]
    public async Task Variables_whose_answer_is_lost_are_looked_for()
    {
        using var fixture = new RestoreFixture();
        var file = await fixture.ExportAsync(kind: KoreExportKind.Variable, extension: "json");
        fixture.Sandbox.TouchBot(fixture.Bot, SandboxContent.Variables);
        fixture.Api.Kind = SandboxRequestKind.ImportVariables;
        fixture.Api.ServerErrorCount = 1;
        var result = await fixture.RestoreAsync(fixture.Options(file, KoreExportKind.Variable));
        Assert.True(result.Verified);
        Assert.Equal(2, fixture.Count(SandboxRequestKind.ImportVariables));

        fixture.Sandbox.TouchBot(fixture.Bot, SandboxContent.Variables);
        fixture.Sandbox.ClearRequests();
        fixture.Api.LostAnswerCount = 1;
        Assert.True((await fixture.RestoreAsync(fixture.Options(file, KoreExportKind.Variable))).Verified);
        Assert.Equal(1, fixture.Count(SandboxRequestKind.ImportVariables));
    }

    [Fact]
    public async Task An_expanded_export_is_restored_as_it_was_edited()
    {
        using var fixture = new RestoreFixture();
        var file = await fixture.ExportAsync();
        var folder = fixture.NewPath("tree");
        var tree = ExportExpander.Expand(new ExpandOptions { SourcePath = file, Destination = folder }, CancellationToken.None);
        fixture.Damage(file);
        var result = await fixture.RestoreAsync(fixture.Options(tree.Path));
        Assert.True(result.Verified, string.Join("\n", result.Differences));
        Assert.Empty(await fixture.DifferencesAsync(file));
    }

    [RealExportFact]
    public async Task A_real_definition_survives_export_restore_as_new_and_export()
    {
        using var fixture = new RestoreFixture();
        fixture.Sandbox.SetBotContent(fixture.Bot, RealExportFactAttribute.File);
        var file = await fixture.ExportAsync();
        foreach (var archive in new[] { false, true })
        {
            var result = await fixture.RestoreAsync(fixture.New(file) with { UploadsArchive = archive });
            Assert.True(result.Verified, string.Join("\n", result.Differences));
            Assert.Empty(await fixture.DifferencesAsync(file, result.BotId));
            Assert.Empty(await fixture.DifferencesAsync(RealExportFactAttribute.File, result.BotId));
        }
    }

    [RealExportsFact]
    public async Task Real_definitions_survive_restore_as_new_and_into_a_bot_that_is_there()
    {
        using var fixture = new RestoreFixture(static options => options.BotCount = 2);
        var wrong = new List<string>();
        var refused = 0;
        foreach (var real in RealExports.Files)
        {
            var file = RealExports.IsZip(real) ? real : Pack(fixture, real);
            fixture.Sandbox.SetBotContent(fixture.Bot, file);
            var saved = await fixture.ExportAsync();
            KoreRestore copy;
            try
            {
                copy = await fixture.RestoreAsync(fixture.New(saved));
            }
            catch (KoreException failure)
                when (failure.PlatformMessage?.Contains("Universal Bots built using an older version", StringComparison.Ordinal) == true)
            {
                // The platform takes these no more; nothing was made of it.
                refused++;
                continue;
            }

            fixture.Damage(saved);
            var back = await fixture.RestoreAsync(fixture.Options(saved) with { BackupFolder = null });
            foreach (var (bot, verified) in new[] { (copy.BotId, copy.Verified), (back.BotId, back.Verified) })
            {
                // The channels of a bot that is there stay.
                var differences = (await fixture.DifferencesAsync(file, bot))
                    .Where(difference => bot != fixture.Bot || !difference.Contains(" at channels", StringComparison.Ordinal))
                    .ToList();
                if (!verified || differences.Count > 0)
                {
                    wrong.Add($"{real}: {verified}, {differences.Count} differences, {differences.FirstOrDefault()}");
                }
            }
        }

        output.WriteLine($"{RealExports.Files.Count} real definitions, {wrong.Count} restores are not the same, {refused} refused");
        wrong.ForEach(output.WriteLine);
        Assert.Empty(wrong);
    }

    // Some have only the definition of an export.
    private static string Pack(RestoreFixture fixture, string definition)
    {
        var path = fixture.NewPath();
        using var archive = ZipFile.Open(path, ZipArchiveMode.Create);
        archive.CreateEntryFromFile(definition, "botDefinition.json");
        RestoreFixture.Write(archive, "config.json", "{ \"envVariables\": [] }");
        RestoreFixture.Write(archive, "icon.png", "\u0089PNG");
        return path;
    }
}

using System.Text;
using System.Text.Json;
using KoreExport.DirectExports;
using KoreExport.Downloads;
using KoreExport.Exports;
using KoreExport.Models;
using Xunit;

namespace KoreExport.Tests.DirectExports;

public sealed class VariableExportDescriptorTests
{
    [Fact]
    public async Task Variables_are_saved_byte_for_byte_and_read()
    {
        using var fixture = DirectExportFixture.OnSandbox();
        var saved = await SaveAsync(fixture, fixture.Context);
        var variables = await VariableExportDescriptor.GetAsync(fixture.Context, fixture.Bot, default);
        Assert.Equal((KoreExportKind.Variable, fixture.Core.Bot, KoreBackupOutcome.Saved), (saved.Kind, saved.BotId, saved.Outcome));
        Assert.Equal("variables0.json", Path.GetFileName(saved.FullName));
        var bytes = await File.ReadAllBytesAsync(saved.FullName);
        Assert.Equal(
            (bytes.Length, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes))), (saved.Size, saved.Sha256));
        Assert.Equal(saved.Sha256, saved.ContentHash);
        var keys = JsonSerializer.Deserialize<JsonElement>(bytes).EnumerateArray().Select(item => item.GetProperty("key").GetString()!);
        Assert.Equal(variables.Select(variable => variable.Key), keys);
        DirectExportFixture.OnlyTheOwnerReads(saved.FullName);
        Assert.Single(fixture.Files);

        var secured = Assert.Single(variables, variable => variable.IsSecured);
        Assert.Equal(("api_key", "", "env"), (secured.Key, secured.Value, secured.VariableType));
        Assert.Equal("namespace1", Assert.Single(secured.Namespaces));
        Assert.Contains("さようなら", variables.Single(variable => variable.Key == "goodbye").Locales["en"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secured_values_are_warned_of_once()
    {
        using var fixture = DirectExportFixture.OnSandbox();
        var context = fixture.Context;
        await Task.WhenAll(fixture.Core.Sandbox.BotId.Select(bot =>
            ExportDescriptors.Variable.SaveAsync(context with { Request = new() }, BotId.Parse(bot), default)));
        Assert.Contains("empty values", Assert.Single(fixture.Core.Log.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_there_stays_without_force()
    {
        using var fixture = DirectExportFixture.OnSandbox();
        var path = Path.Combine(fixture.Folder, "v.json");
        await File.WriteAllTextAsync(path, "mine");
        await fixture.Core.FailsAsync(KoreErrorId.FileExists, () => SaveAsync(fixture, fixture.ContextFor("v.json")));
        Assert.Equal("mine", await File.ReadAllTextAsync(path));
        await SaveAsync(fixture, fixture.ContextFor("v.json", overwrite: true));
        Assert.StartsWith("[", await File.ReadAllTextAsync(path), StringComparison.Ordinal);
        Assert.Single(fixture.Files);
    }

    [Theory]
    [InlineData("{\"status\":\"fine\"}")]
    [InlineData("[{\"key\":\"a\"")]
    [InlineData("")]
    public async Task What_is_no_list_of_variables_is_not_saved(string body)
    {
        using var server = WireServer.Answering(
            $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: "
                + $"close\r\n\r\n{body}");
        using var fixture = DirectExportFixture.Facing(server.Uri);
        await fixture.Core.FailsAsync(KoreErrorId.ResponseInvalid, () => fixture.ExportAsync(KoreExportKind.Variable));
        Assert.Empty(fixture.Files);
    }

    [Fact]
    public async Task An_earlier_file_can_be_kept_in_place_of_the_new_one()
    {
        using var fixture = DirectExportFixture.OnSandbox();
        var first = await SaveAsync(fixture, fixture.Context);
        fixture.Core.Clock.Advance(TimeSpan.FromSeconds(1));
        var context = fixture.Context with
        {
            BeforeCommit = (file, saved, token) => saved.ContentHash == first.ContentHash
                ? CommitDecision.Keep(first)
                : fixture.Context.BeforeCommit!(file, saved, token),
        };
        Assert.Same(first, await SaveAsync(fixture, context));
        Assert.Single(fixture.Files);
        fixture.Core.Sandbox.TouchBot(fixture.Core.Bot, SandboxContent.Variables);
        await SaveAsync(fixture, context);
        Assert.Equal(2, fixture.Files.Count());
    }

    [Theory]
    [InlineData(KoreExportKind.Variable, true, "'Export Variables'")]
    [InlineData(KoreExportKind.Role, false, "'Profile Management > Role Management'")]
    [Fault(FaultArea.Talking, "the app lacks the scope for variables, test suites or roles", "`KoreScopeMissing`, which names that scope")]
    public async Task A_missing_scope_is_named(KoreExportKind kind, bool adminApp, string scope)
    {
        using var fixture = DirectExportFixture.OnSandbox(options => options.AdminApp = adminApp);
        var failure = await fixture.Core.FailsAsync(KoreErrorId.ScopeMissing, () => fixture.ExportAsync(kind));
        Assert.Contains(scope, failure.RecommendedAction, StringComparison.Ordinal);
    }

    private static Task<KoreSavedExport> SaveAsync(DirectExportFixture fixture, ExportContext context) =>
        ExportDescriptors.Variable.SaveAsync(context, fixture.Bot, default);
}

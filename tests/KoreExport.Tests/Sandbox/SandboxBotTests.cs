using Xunit;

namespace KoreExport.Tests.Sandbox;

public sealed class SandboxBotTests
{
    [Theory]
    [InlineData(SandboxContent.Definition)]
    [InlineData(SandboxContent.Utterances)]
    [InlineData(SandboxContent.Variables)]
    [InlineData(SandboxContent.TestSuites)]
    [InlineData(SandboxContent.All)]
    public async Task Editing_a_bot_changes_the_parts_edited_and_no_other_bot(SandboxContent content)
    {
        using var sandbox = new SandboxFixture();
        var before = await ReadAsync(sandbox, sandbox.Bot);
        var otherBefore = await ReadAsync(sandbox, sandbox.Server.BotId[1]);
        sandbox.Server.TouchBot(sandbox.Bot, content);
        var after = await ReadAsync(sandbox, sandbox.Bot);
        Assert.All(before.Keys, part => Assert.Equal(!content.HasFlag(part), before[part].SequenceEqual(after[part])));
        var otherAfter = await ReadAsync(sandbox, sandbox.Server.BotId[1]);
        Assert.All(otherBefore.Keys, part => Assert.Equal(otherBefore[part], otherAfter[part]));

        // Unedited, it stays as it is now.
        var again = await ReadAsync(sandbox, sandbox.Bot);
        Assert.All(after.Keys, part => Assert.Equal(after[part], again[part]));
    }

    [Fact]
    public async Task An_export_is_of_the_bot_as_it_was_at_the_start()
    {
        using var sandbox = new SandboxFixture();
        var before = SandboxFixture.Entries((await SandboxFixture.DownloadAsync(await sandbox.LinkAsync())).Bytes);
        var link = await sandbox.LinkAsync();
        sandbox.Server.TouchBot(sandbox.Bot);
        Assert.Equal(before, SandboxFixture.Entries((await SandboxFixture.DownloadAsync(link)).Bytes));
        Assert.Throws<ArgumentException>(() => sandbox.Server.TouchBot("st-nobody"));
    }

    private static async Task<Dictionary<SandboxContent, byte[]>> ReadAsync(SandboxFixture sandbox, string bot)
    {
        var entries = SandboxFixture.Entries((await SandboxFixture.DownloadAsync(await sandbox.LinkAsync(bot))).Bytes);
        await sandbox.StartMlAsync("csv", bot);
        sandbox.FinishJobs();
        var utterances = await SandboxFixture.DownloadAsync((string)(await sandbox.MlStatusAsync(bot)).Json["downloadUrl"]!);
        var variables = await sandbox.SendAsync(HttpMethod.Post, $"/api/1.1/public/builder/bot/{bot}/variables/export");
        var suite = await sandbox.SendWithLanguageAsync(HttpMethod.Post, sandbox.Path("testsuite/Regression/export", bot));
        return new()
        {
            [SandboxContent.Definition] = entries.OrderBy(e => e.Key, StringComparer.Ordinal).SelectMany(e => e.Value).ToArray(),
            [SandboxContent.Utterances] = utterances.Bytes,
            [SandboxContent.Variables] = variables.Bytes,
            [SandboxContent.TestSuites] = (await SandboxFixture.DownloadAsync((string)suite.Json["downloadUrl"]!)).Bytes,
        };
    }
}

using System.Reflection;
using System.Text;
using Xunit;

namespace KoreExport.Tests.Sandbox;

public sealed class SecretPlanterTests
{
    [Fact]
    public async Task Every_kind_of_secret_is_in_a_bot_once_and_is_another_one_in_another_bot()
    {
        using var sandbox = new SandboxFixture(o => o.PlantSecrets = true);
        var first = await ExportAsync(sandbox, sandbox.Bot);
        var second = await ExportAsync(sandbox, sandbox.Server.BotId[1]);
        Assert.All(SandboxSecrets.BotMarks, mark =>
        {
            Assert.Equal(2, first.Split(mark).Length);
            var secret = first.Substring(first.IndexOf(mark, StringComparison.Ordinal), mark.Length + 24);
            Assert.DoesNotContain(secret, second);
        });
    }

    [Fact]
    public async Task Nothing_is_planted_where_nobody_asks_for_it()
    {
        using var sandbox = new SandboxFixture();
        var content = await ExportAsync(sandbox, sandbox.Bot);
        Assert.DoesNotContain(SandboxSecrets.BotMarks, content.Contains);
    }

    [Fact]
    public void The_list_of_marks_is_complete()
    {
        var marks = typeof(SandboxSecrets).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (string)field.GetValue(null)!);
        Assert.Equal(marks.Except([SandboxSecrets.JwtAppMark]).Order(), SandboxSecrets.BotMarks.Order());
    }

    private static async Task<string> ExportAsync(SandboxFixture sandbox, string bot)
    {
        var entries = SandboxFixture.Entries((await SandboxFixture.DownloadAsync(await sandbox.LinkAsync(bot))).Bytes);
        return Encoding.UTF8.GetString(entries["botDefinition.json"]) + Encoding.UTF8.GetString(entries["config.json"]);
    }
}

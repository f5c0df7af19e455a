using System.Diagnostics;
using KoreExport.Backups;
using KoreExport.Files;
using KoreExport.Tests.Pester;
using KoreExport.Verification;
using Xunit;
using Xunit.Abstractions;

namespace KoreExport.Tests.Backups;

/// <summary>Kills a process that exports, at moments nobody chose, and looks at what it leaves.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Bots = 60;
    private const int Kills = 10;

    [Fact]
    public async Task A_set_survives_being_killed_at_any_moment()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        using var fixture = new BackupFixture(Bots, jobSeconds: 0.02);
        for (var kill = 1; kill <= Kills; kill++)
        {
            using var process = Start(fixture, fixture.Sandbox.BotId.OrderBy(_ => random.Next()));
            Assert.Equal("running", await process.StandardOutput.ReadLineAsync());
            var delay = random.Next(10, 1000);
            var ended = await Task.WhenAny(process.WaitForExitAsync(), Task.Delay(delay));
            process.Kill();
            await process.WaitForExitAsync();

            var items = BackupFiles.Read(fixture.Folder).Items.ToList();
            foreach (var item in items)
            {
                Assert.Equal(KoreBackupOutcome.Saved, item.Outcome);
                Assert.Equal(item.Sha256, FileHash.Sha256(BackupPath.Resolve(fixture.Folder, item.Path!)!, default));
            }

            // No file that is whole is unknown either.
            var zips = fixture.Zips.Select(Path.GetFileName).ToHashSet();
            zips.ExceptWith(items.Select(item => item.Path));
            Assert.Empty(zips);
            output.WriteLine($"kill {kill} after {delay} ms: {items.Count} files, {HalfWritten(fixture.Folder)} half written");
        }

        using var last = Start(fixture, fixture.Sandbox.BotId, "resume");
        var written = await last.StandardOutput.ReadToEndAsync();
        await last.WaitForExitAsync();
        Assert.True(last.ExitCode == 0, written + await last.StandardError.ReadToEndAsync());
        output.WriteLine($"resumed: {written.ReplaceLineEndings(" ")}");
        var report = await fixture.TestAsync(bots: fixture.Sandbox.BotId.ToList());
        Assert.True(report.Ok, string.Join("\n", report.Problems));
        Assert.Equal(Bots, report.BotCount);
    }

    private static int HalfWritten(string folder) => Directory.Exists(folder) ? Directory.GetFiles(folder, "*" + TemporaryName.Extension).Length : 0;

    private static Process Start(BackupFixture fixture, IEnumerable<string> bots, params string[] more)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var program = Path.Combine(PesterFiles.Root, "tests", "Demo", "bin", configuration, "net10.0", "KoreExport.Demo.dll");
        var start = new ProcessStartInfo("dotnet", ["exec", program, "backup", fixture.Folder, "6", .. more])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["KORE_HOST"] = fixture.Sandbox.HostUri.ToString();
        start.Environment["KORE_CLIENT_ID"] = fixture.Sandbox.ClientId;
        start.Environment["KORE_CLIENT_SECRET"] = fixture.Sandbox.ClientSecret;
        var process = Process.Start(start)!;
        foreach (var botId in bots)
        {
            process.StandardInput.WriteLine(botId);
        }

        process.StandardInput.Close();
        return process;
    }
}

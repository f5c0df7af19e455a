using System.Diagnostics;
using KoreExport.Abstractions;
using KoreExport.Backups;
using KoreExport.Files;
using KoreExport.Tests.Pester;
using KoreExport.Verification;
using Xunit;
using Xunit.Abstractions;

namespace KoreExport.Tests.Backups;

/// <summary>Kills one of two processes that export into one folder, at moments nobody chose, and looks at what there is.</summary>
public sealed class BackupExporterKillTests(ITestOutputHelper output)
{
    private const int Bots = 60;
    private const int Kills = 8;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_set_survives_that_its_writers_are_killed_at_any_moment(bool hasLocks)
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        using var fixture = new BackupFixture(Bots, jobSeconds: 0.02);
        var known = new HashSet<string>(StringComparer.Ordinal);
        for (var kill = 1; kill <= Kills; kill++)
        {
            // The two share half of the bots.
            var bots = fixture.Sandbox.BotId.OrderBy(_ => random.Next()).ToList();
            using var victim = Start(fixture, bots.Take(45), hasLocks);
            using var other = Start(fixture, bots.TakeLast(45), hasLocks);
            Assert.Equal("running", await victim.StandardOutput.ReadLineAsync());
            var delay = random.Next(10, 1000);
            await Task.WhenAny(victim.WaitForExitAsync(), Task.Delay(delay));
            victim.Kill();
            await victim.WaitForExitAsync();

            // Half the times the other one goes on while we look, and the other half it is killed too.
            var isAlone = kill % 2 == 0;
            if (isAlone)
            {
                other.Kill();
                await other.WaitForExitAsync();
            }

            var saved = Inspect(fixture, known);
            output.WriteLine($"kill {kill} after {delay} ms: {saved} files, {HalfWritten(fixture.Folder)} half written");
            if (isAlone)
            {
                CleanUp(fixture);
                Assert.Equal(0, HalfWritten(fixture.Folder));
                Inspect(fixture, known);
            }
            else
            {
                // What the killed one left goes, and what the living one writes does not: its exports succeed.
                CleanUp(fixture);
                var written = await other.StandardOutput.ReadToEndAsync();
                await other.WaitForExitAsync();
                Assert.True(other.ExitCode == 0, written + await other.StandardError.ReadToEndAsync());
            }
        }

        using var last = Start(fixture, fixture.Sandbox.BotId, hasLocks, "resume");
        var end = await last.StandardOutput.ReadToEndAsync();
        await last.WaitForExitAsync();
        Assert.True(last.ExitCode == 0, end + await last.StandardError.ReadToEndAsync());
        output.WriteLine($"resumed: {end.ReplaceLineEndings(" ")}");
        CleanUp(fixture);
        Inspect(fixture, known);
        var tester = new BackupTester(Clock.System, new BackupTestOptions { BotIds = [.. fixture.Sandbox.BotId] });
        var report = await tester.RunAsync([fixture.Folder], default);
        Assert.True(report.Ok, string.Join("\n", report.Problems));
        Assert.Equal(Bots, report.BotCount);
    }

    /// <summary>Whatever is believed is whole, whatever is whole is believed, and what was there once is there still.</summary>
    private static int Inspect(BackupFixture fixture, HashSet<string> known)
    {
        var saved = fixture.Find();
        foreach (var one in saved)
        {
            Assert.Equal(one.Sha256, FileHash.Sha256(one.FullName!, default));
        }

        known.UnionWith(saved.Select(one => one.FullName!));
        Assert.Empty(known.Except(fixture.Zips));
        Assert.DoesNotContain(fixture.Zips, path => !File.Exists(path + BackupFileName.RecordExtension));
        return saved.Count;
    }

    private static void CleanUp(BackupFixture fixture)
    {
        foreach (var path in BackupLeftovers.Find(fixture.Set, DateTimeOffset.UtcNow))
        {
            BackupLeftovers.CleanUp(path, NullLog.Instance);
        }
    }

    private static int HalfWritten(string folder) => Directory.Exists(folder)
        ? Directory.GetFiles(folder, "*" + TemporaryName.Extension, SearchOption.AllDirectories).Length
        : 0;

    private static Process Start(BackupFixture fixture, IEnumerable<string> bots, bool hasLocks, params string[] more)
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

        // On Linux .NET then opens files as on a share that knows no locks.
        start.Environment["DOTNET_SYSTEM_IO_DISABLEFILELOCKING"] = hasLocks ? "0" : "1";
        var process = Process.Start(start)!;
        foreach (var botId in bots)
        {
            process.StandardInput.WriteLine(botId);
        }

        process.StandardInput.Close();
        return process;
    }
}

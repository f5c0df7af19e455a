using System.Diagnostics;
using KoreExport.Backups;
using KoreExport.Files;
using Xunit;
using Xunit.Abstractions;

namespace KoreExport.Tests.Backups;

/// <summary>Kills a process that removes old backups, at moments nobody chose, and looks at what it leaves.</summary>
public sealed class BackupRemoverKillTests(ITestOutputHelper output)
{
    private const int Bots = 30;
    private const int Nights = 20;
    private const int Kills = 8;

    [Fact]
    public async Task A_set_survives_being_killed_while_it_is_thinned()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        using var set = new SetFixture { Clock = new FakeClock(DateTimeOffset.UtcNow.AddDays(-Nights - 1)) };
        for (var night = 0; night < Nights; night++)
        {
            for (var bot = 1; bot <= Bots; bot++)
            {
                set.Save(SetFixture.About($"st-{bot}"), $"night {night} of bot {bot}");
            }

            set.Night();
        }

        // More is removed each time, so that every one of them has something to do.
        for (var kill = 1; kill <= Kills; kill++)
        {
            using var process = DemoProcess.Start("remove", set.Folder, $"{Nights - (2 * kill)}");
            Assert.Equal("running", await process.StandardOutput.ReadLineAsync());
            var delay = random.Next(0, 40);
            var watch = Stopwatch.StartNew();
            while (watch.ElapsedMilliseconds < delay)
            {
                Thread.SpinWait(100);
            }

            process.Kill();
            await process.WaitForExitAsync();
            var report = await set.TestAsync();
            Assert.True(report.Ok, string.Join("\n", report.Problems));
            var files = set.Files();
            var halfway = files.Count(static file => TemporaryName.Is(file));

            // Each file that has its name has a record.
            Assert.All(
                files.Where(static file => file.EndsWith(".zip", StringComparison.Ordinal)),
                file => Assert.Contains(file + BackupFileName.RecordExtension, files));
            output.WriteLine($"kill {kill} after {delay} ms: {files.Count} files, {halfway} halfway");
            foreach (var left in BackupLeftovers.Find(set.Set, set.Now.AddDays(400)))
            {
                BackupLeftovers.CleanUp(left, new RecordingLog());
            }

            Assert.True((await set.TestAsync(new BackupTestOptions { Strict = true })).Ok);
        }

        using var last = DemoProcess.Start("remove", set.Folder, "2");
        await last.StandardOutput.ReadToEndAsync();
        await last.WaitForExitAsync();
        Assert.Equal(0, last.ExitCode);
        Assert.Equal(Bots * 2 * 2, set.Files().Count);
        Assert.Equal(Bots * 2, (await set.TestAsync()).GoodFileCount);
    }
}

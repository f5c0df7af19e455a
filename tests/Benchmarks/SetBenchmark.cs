using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using KoreExport.Abstractions;
using KoreExport.Backups;
using KoreExport.Exports;
using KoreExport.Jwt;
using KoreExport.Models;
using KoreExport.Sessions;

namespace KoreExport.Benchmarks;

/// <summary>
/// What a night costs where everything is there already: the look at a set of thousands of bots, in a process of its own and once more in
/// the same.
/// </summary>
internal static class SetBenchmark
{
    private const string Host = "https://platform.kore.example/";
    private const int Nights = 10;

    public static int Run(string[] arguments)
    {
        if (arguments is ["resume", var path])
        {
            Resume(path);
            Resume(path);
            return 0;
        }

        var bots = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 3000;
        var folder = Directory.CreateTempSubdirectory("kore-set-").FullName;
        try
        {
            Fill(folder, bots);
            using var process = Process.Start(Child(folder))!;
            process.WaitForExit();
            return process.ExitCode;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // As it is after ten nights of which three changed something.
    private static void Fill(string folder, int bots)
    {
        var set = BackupSetReader.Open(folder);
        var now = DateTimeOffset.UtcNow.AddDays(-Nights);
        var content = RandomNumberGenerator.GetBytes(1000);
        var hash = Convert.ToHexStringLower(SHA256.HashData(content));
        foreach (var number in Enumerable.Range(0, bots))
        {
            var record = new BackupRecord
            {
                BotId = $"st-{number:x8}-1111-5222-8333-444455556666",
                Name = $"Bot {number} of the account",
                Kind = KoreExportKind.Bot,
                Options = BackupKinds.DefaultOptionsOf(KoreExportKind.Bot),
                Host = "https://platform.kore.example",
                ClientId = "cs-1",
                RequestId = "ber-1",
                Size = content.Length,
                Sha256 = hash,
                ContentHash = hash,
                EntryCount = 3,
            };
            foreach (var night in new[] { 0, 4, 8 })
            {
                var writer = new BackupSetWriter(folder, () => now.AddDays(night));
                var state = set.FolderOf(record.BotId).StateOf(record.Series, now.AddDays(night));
                File.WriteAllBytes(writer.Save(record, "zip", state), content);
            }
        }
    }

    private static void Resume(string folder)
    {
        var credential = KoreCredential.FromSecret("cs-1", SecretText.FromText("0123456789012345678901234567890123456789abcd"));
        using var session = new KoreSession(new Uri(Host), credential, new SessionOptions(), new JwtTokenFactory());
        var context = new ExportContext(new ExportClient(session, NullLog.Instance));
        var options = new BackupOptions(folder) { Resume = true };
        var bots = Directory.GetDirectories(folder).Select(path => BotId.Parse(Path.GetFileName(path))).ToList();
        using var process = Process.GetCurrentProcess();
        var begun = process.TotalProcessorTime;
        var clock = Stopwatch.StartNew();
        var left = BackupLeftovers.Find(BackupSetReader.Open(folder), context.Clock.UtcNow).Count;
        var exporter = new BackupExporter(context, options);
        var text = JobExportDescriptor.Bot.DescribeOptions(context.Request);
        var done = bots.Count(bot => exporter.IsDone(new BackupJob(bot, KoreExportKind.Bot) { Options = text }));
        process.Refresh();
        Console.WriteLine(FormattableString.Invariant(
            $"{done} of {bots.Count} bots are there, {left} left-overs: {clock.Elapsed.TotalSeconds:f2} s, ")
            + FormattableString.Invariant($"{(process.TotalProcessorTime - begun).TotalSeconds:f2} s of processor time"));
    }

    private static ProcessStartInfo Child(string folder)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!);
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(SetBenchmark).Assembly.Location);
        }

        string[] arguments = ["sets", "resume", folder];
        Array.ForEach(arguments, start.ArgumentList.Add);
        return start;
    }
}

using System.Globalization;
using KoreExport.Abstractions;
using KoreExport.Backups;
using KoreExport.Exports;
using KoreExport.Jwt;
using KoreExport.Models;
using KoreExport.Sessions;

namespace KoreExport.Demo;

/// <summary>
/// <c>backup FOLDER [THROTTLE [resume] [skip]]</c>: exports the bots whose ids come on standard input into a backup set, as Export-KoreBot
/// does. Host and credentials come from KORE_HOST, KORE_CLIENT_ID and KORE_CLIENT_SECRET. For tests that kill it.
/// </summary>
internal static class BackupCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        if (args.Length is 0 or > 4
            || Variable("KORE_HOST") is not { } host
            || Variable("KORE_CLIENT_ID") is not { } id
            || Variable("KORE_CLIENT_SECRET") is not { } secret)
        {
            Console.Error.WriteLine(
                "usage: KORE_HOST=… KORE_CLIENT_ID=… KORE_CLIENT_SECRET=… Demo backup FOLDER [THROTTLE [resume] [skip]] < bot ids");
            return 2;
        }

        using var session = new KoreSession(
            HostAddress.Parse(host, allowHttp: false),
            KoreCredential.FromSecret(id, SecretText.FromText(secret)),
            new SessionOptions(),
            new JwtTokenFactory());
        var context = new ExportContext(new ExportClient(session, NullLog.Instance));
        var throttle = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 8;
        var set = new BackupOptions(Path.GetFullPath(args[0])) { Resume = args.Contains("resume"), SkipUnchanged = args.Contains("skip") };
        var exporter = new BackupExporter(context, set);
        var jobs = new JobQueue(throttle, CancellationToken.None);
        var counts = new Counts();
        foreach (var botId in ReadLines())
        {
            var job = new BackupJob(BotId.Parse(botId), KoreExportKind.Bot);
            job = job with { Options = job.Descriptor.DescribeOptions(context.Request) };
            if (!exporter.IsDone(job))
            {
                jobs.Add(_ => RunAsync(exporter, job, counts));
            }
        }

        Console.WriteLine("running");
        jobs.Close();
        await jobs.Completion;
        Console.WriteLine($"{counts.Saved} saved, {counts.Failed} failed");
        return counts.Failed == 0 ? 0 : 1;
    }

    private static async Task RunAsync(BackupExporter exporter, BackupJob job, Counts counts)
    {
        var result = await exporter.RunAsync(job, static _ => { }, CancellationToken.None);
        Interlocked.Add(ref counts.Saved, result.Saved.Count);
        Interlocked.Add(ref counts.Failed, result.Failures.Count);
        foreach (var failure in result.Failures)
        {
            await Console.Error.WriteLineAsync($"{(failure as KoreException)?.ErrorId}: {failure.Message}");
        }
    }

    private static IEnumerable<string> ReadLines()
    {
        while (Console.In.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    private sealed class Counts
    {
        public int Saved;
        public int Failed;
    }
}

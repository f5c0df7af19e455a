using System.Collections.Concurrent;
using System.Diagnostics;
using KoreExport.Abstractions;
using KoreExport.Downloads;
using KoreExport.Exports;
using KoreExport.Files;
using KoreExport.Jwt;
using KoreExport.Models;
using KoreExport.Sessions;

namespace KoreExport.Benchmarks;

/// <summary>
/// Thousands of status calls and hundreds of exports through one session, with random faults: no export may be lost, and neither handles
/// nor memory nor temporary files may pile up.
/// </summary>
internal static class Soak
{
    private const int Rounds = 5;

    public static async Task<int> RunAsync(SoakOptions options)
    {
        using var sandbox = KoreSandboxServer.Start(new KoreSandboxOptions
        {
            BotCount = options.Exports,
            JobDuration = TimeSpan.FromMilliseconds(200),
            RateLimitPerMinute = 0,
            RateLimitPerHour = 0,
            RequestLogLimit = 100,
        });
        sandbox.Faults.Random.Rate = options.Faults;
        sandbox.Faults.Random.Seed = options.Seed;
        var host = HostAddress.Parse(sandbox.HostUri.ToString(), allowHttp: false);
        var credential = KoreCredential.FromSecret(sandbox.ClientId, SecretText.FromText(sandbox.ClientSecret));
        using var session = new KoreSession(
            host, credential, new SessionOptions { RequestTimeout = TimeSpan.FromSeconds(10) }, new JwtTokenFactory());
        var folder = Directory.CreateTempSubdirectory("koreexport-soak-").FullName;
        try
        {
            return await RunAsync(options, sandbox, session, folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<int> RunAsync(SoakOptions options, KoreSandboxServer sandbox, KoreSession session, string folder)
    {
        var log = new CountingLog();
        var api = new ExportClient(session, log);
        var context = new ExportContext(api);
        var failures = new ConcurrentBag<string>();
        var statusCalls = 0;
        var saved = 0;
        var watch = Stopwatch.StartNew();
        Console.WriteLine(
            $"{options.Exports} exports and {options.Statuses} status calls, {options.Faults:P0} of all answers faulty, seed "
                + $"{options.Seed}, {options.Throttle} at a time");
        for (var round = 0; round < Rounds; round++)
        {
            var bots = sandbox.BotId.Where((_, i) => i % Rounds == round).ToList();
            var statusesForEach = options.Statuses / options.Exports;
            await Parallel.ForEachAsync(bots, new ParallelOptions { MaxDegreeOfParallelism = options.Throttle }, async (botId, token) =>
            {
                var bot = BotId.Parse(botId);
                try
                {
                    var export = await api.StartAsync(JobExportDescriptor.Bot, bot, new ExportRequest(), token);
                    for (var i = 0; i < statusesForEach; i++)
                    {
                        await api.GetStatusAsync(JobExportDescriptor.Bot, bot, requestId: null, retry: true, token);
                        Interlocked.Increment(ref statusCalls);
                    }

                    await JobExportDescriptor.Bot.SaveAsync(
                        context with { Save = new SaveOptions { Folder = Path.Combine(folder, botId) } },
                        export,
                        session.Clock.Elapsed,
                        token);
                    Interlocked.Increment(ref saved);
                }
                catch (KoreException failure)
                {
                    failures.Add($"{botId}: {failure.ErrorId}: {failure.Message}");
                }
            });
            Console.WriteLine(
                $"round {round + 1}: {saved} saved, {statusCalls} status calls, {log.Retries} retries, {Figures()}, "
                    + $"{watch.Elapsed.TotalSeconds:0} s");
        }

        foreach (var failure in failures)
        {
            Console.WriteLine($"failed: {failure}");
        }

        var files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories);
        var partial = files.Count(file => file.EndsWith(TemporaryName.Extension, StringComparison.Ordinal));
        Console.WriteLine($"files on disk: {files.Length}, temporary files left: {partial}");
        return failures.IsEmpty && saved == options.Exports && files.Length == options.Exports && partial == 0 ? 0 : 1;
    }

    private static string Figures()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        var handles = Directory.Exists("/proc/self/fd")
            ? Directory.GetFileSystemEntries("/proc/self/fd").Length
            : Process.GetCurrentProcess().HandleCount;
        var heap = GC.GetTotalMemory(forceFullCollection: false) / 1024.0 / 1024.0;
        return $"heap {heap:0.0} MB, working set {Environment.WorkingSet / 1024 / 1024} MB, {handles} open handles";
    }

    private sealed class CountingLog : IKoreLog
    {
        private int _retries;

        public int Retries => _retries;

        public void Verbose(string message)
        {
            if (message.Contains("again", StringComparison.Ordinal)
                || message.Contains("goes on", StringComparison.Ordinal)
                || message.Contains("Going on", StringComparison.Ordinal))
            {
                Interlocked.Increment(ref _retries);
            }
        }

        public void Warning(string message) => Console.WriteLine(message);
    }
}

using System.Globalization;
using System.Text.Json;

namespace KoreExport.Benchmarks;

/// <summary>
/// A sandbox in a process of its own, which prints where it is, obeys the lines it reads and ends with its input: <c>count</c> prints how
/// many requests of each kind there were since the last one, <c>delay 200</c> has every answer wait, <c>duration 0</c> sets how long jobs
/// take, in milliseconds. With <c>--file</c> the exports are that file, and their links lead to a server that is not the bottleneck;
/// <c>--links sandbox</c> leaves them where they are.
/// </summary>
internal static class BenchmarkServer
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        var given = arguments.Chunk(2).ToDictionary(static pair => pair[0], static pair => pair[1]);
        var path = given.GetValueOrDefault("--file");
        var isZip = path?.EndsWith(".zip", StringComparison.Ordinal) == true;
        var options = new KoreSandboxOptions
        {
            BotCount = Number("--bots", 1),
            JobDuration = TimeSpan.FromMilliseconds(Number("--duration", 0)),
            LinkLifetime = TimeSpan.FromHours(1),
            RateLimitPerMinute = 0,
            RateLimitPerHour = 0,
            BotExportFile = isZip ? path : null,
            UtteranceFile = isZip ? null : path,
        };
        using var sandbox = KoreSandboxServer.Start(options);
        using var files = path is null || given.ContainsKey("--links") ? null : PlainFileServer.Start(path);
        sandbox.Faults.Download.LinkBase = files?.Uri.AbsoluteUri;
        await Console.Out.WriteLineAsync(JsonSerializer.Serialize(new
        {
            HostUri = sandbox.HostUri.AbsoluteUri,
            sandbox.ClientId,
            sandbox.ClientSecret,
            FileUri = files?.Uri.AbsoluteUri,
        }));
        while (await Console.In.ReadLineAsync() is { } line)
        {
            Obey(line.Split(' '), sandbox, options);
        }

        return 0;

        int Number(string name, int otherwise) =>
            given.TryGetValue(name, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
    }

    private static void Obey(string[] words, KoreSandboxServer sandbox, KoreSandboxOptions options)
    {
        switch (words)
        {
            case ["delay", var time]:
                sandbox.Faults.Api.AnswerDelay = Milliseconds(time);
                break;
            case ["duration", var time]:
                options.JobDuration = Milliseconds(time);
                break;
        }

        var counts = sandbox.Requests.GroupBy(static request => request.Kind)
            .ToDictionary(static kind => $"{kind.Key}", static kind => kind.Count());
        sandbox.ClearRequests();
        Console.WriteLine(JsonSerializer.Serialize(counts));
    }

    private static TimeSpan Milliseconds(string text) => TimeSpan.FromMilliseconds(int.Parse(text, CultureInfo.InvariantCulture));
}

using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KoreExport.Demo;

/// <summary>
/// <c>sandbox [--port N] [--bots N] [--job-seconds S]</c>: serves the platform's stand-in, for curl and other clients, until Ctrl+C or
/// SIGTERM.
/// One line on standard output says, as JSON, where it is and how to sign in.
/// </summary>
internal static class SandboxCommand
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task<int> RunAsync(string[] args)
    {
        if (Read(args) is not { } options)
        {
            Console.Error.WriteLine("usage: Demo sandbox [--port N] [--bots N] [--job-seconds S]");
            return 2;
        }

        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void OnSignal(PosixSignalContext context)
        {
            context.Cancel = true;
            stopped.TrySetResult();
        }

        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
        try
        {
            using var sandbox = KoreSandboxServer.Start(options);
            Console.WriteLine(Describe(sandbox));
            await stopped.Task;
            return 0;
        }
        catch (IOException e)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }

    private static string Describe(KoreSandboxServer sandbox)
    {
        var botIds = new JsonArray();
        foreach (var botId in sandbox.BotId)
        {
            botIds.Add((JsonNode)botId);
        }

        return new JsonObject
        {
            ["hostUri"] = sandbox.HostUri.AbsoluteUri.TrimEnd('/'),
            ["clientId"] = sandbox.ClientId,
            ["clientSecret"] = sandbox.ClientSecret,
            ["scopelessClientId"] = sandbox.ScopelessClientId,
            ["scopelessClientSecret"] = sandbox.ScopelessClientSecret,
            ["botIds"] = botIds,
        }.ToJsonString(Plain);
    }

    private static KoreSandboxOptions? Read(string[] args)
    {
        var options = new KoreSandboxOptions();
        for (var i = 0; i < args.Length; i += 2)
        {
            var value = i + 1 < args.Length ? args[i + 1] : "";
            switch (args[i])
            {
                case "--port" when ushort.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port):
                    options.Port = port;
                    break;
                case "--bots" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var bots) && bots > 0:
                    options.BotCount = bots;
                    break;
                case "--job-seconds"
                    when double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds):
                    options.JobDuration = TimeSpan.FromSeconds(seconds);
                    break;
                default:
                    return null;
            }
        }

        return options;
    }
}

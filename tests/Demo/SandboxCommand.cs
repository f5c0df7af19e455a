using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KoreExport.Demo;

/// <summary>
/// <c>sandbox [--port N] [--bots N] [--job-seconds S] …</c>: serves the platform's stand-in, for curl and other clients, until Ctrl+C or
/// SIGTERM; its options are those of <see cref="SandboxArguments"/>.
/// One line on standard output says, as JSON, where it is and how to sign in.
/// </summary>
internal static class SandboxCommand
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task<int> RunAsync(string[] args)
    {
        KoreSandboxOptions options;
        try
        {
            options = SandboxArguments.Parse(args);
        }
        catch (FormatException e)
        {
            Console.Error.WriteLine(e.Message);
            Console.Error.WriteLine(SandboxArguments.Usage);
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
        catch (Exception e) when (e is IOException or ArgumentException)
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
            ["downloadHostUri"] = sandbox.DownloadHostUri.AbsoluteUri.TrimEnd('/'),
            ["clientId"] = sandbox.ClientId,
            ["clientSecret"] = sandbox.ClientSecret,
            ["scopelessClientId"] = sandbox.ScopelessClientId,
            ["scopelessClientSecret"] = sandbox.ScopelessClientSecret,
            ["encryptionKey"] = JsonNode.Parse(sandbox.EncryptionKey),
            ["botIds"] = botIds,
        }.ToJsonString(Plain);
    }
}

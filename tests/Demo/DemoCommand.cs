using KoreExport.Abstractions;
using KoreExport.Downloads;
using KoreExport.Exports;
using KoreExport.Jwt;
using KoreExport.Models;
using KoreExport.Sessions;

namespace KoreExport.Demo;

/// <summary>The main job where there is no PowerShell: a bot and its utterances, from a sandbox to verified files.</summary>
internal static class DemoCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        if (args.Length > 0)
        {
            Console.Error.WriteLine("usage: dotnet run --project tests/Demo [-- sandbox [--port N] [--bots N] [--job-seconds S] …]");
            return 2;
        }

        using var interrupt = new CancellationTokenSource();
        Console.CancelKeyPress += (_, key) =>
        {
            key.Cancel = true;
            interrupt.Cancel();
        };
        var folder = Directory.CreateTempSubdirectory("koreexport-demo-").FullName;
        try
        {
            await RunAsync(folder, interrupt.Token);
            return 0;
        }
        catch (KoreException failure)
        {
            Console.Error.WriteLine($"{failure.ErrorId}: {failure.Message}");
            Console.Error.WriteLine(failure.RecommendedAction);
            return 1;
        }
        catch (OperationCanceledException)
        {
            return 130;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task RunAsync(string folder, CancellationToken cancellationToken)
    {
        using var sandbox = KoreSandboxServer.Start(new KoreSandboxOptions { JobDuration = TimeSpan.FromSeconds(1) });
        Console.WriteLine($"Sandbox     {sandbox.HostUri} with {sandbox.BotId.Count} bots");

        var host = HostAddress.Parse(sandbox.HostUri.ToString(), allowHttp: false);
        var credential = KoreCredential.FromSecret(sandbox.ClientId, SecretText.FromText(sandbox.ClientSecret));
        using var session = new KoreSession(host, credential, new SessionOptions(), new JwtTokenFactory());
        Console.WriteLine($"Session     {session.ClientId}, {session.Algorithm}, a new token for each request");

        var api = new ExportClient(session, NullLog.Instance);
        var id = BotId.Parse(sandbox.BotId[0]);
        var bot = await api.StartAsync(
            JobExportDescriptor.Bot, id, new ExportRequest { Bot = new BotExportRequest { ExportType = "published" } }, cancellationToken);
        await SaveAsync(api, bot, folder, cancellationToken);
        var utterances = await api.StartAsync(
            JobExportDescriptor.MlUtterance, id, new ExportRequest { FileType = "json" }, cancellationToken);
        await SaveAsync(api, utterances, folder, cancellationToken);
        Console.WriteLine();
        Console.WriteLine("Both files are whole and verified. The demo now removes them again.");
    }

    private static async Task SaveAsync(ExportClient api, KoreExportJob started, string folder, CancellationToken cancellationToken)
    {
        Console.WriteLine();
        Console.WriteLine($"Started     {started.Id} ({started.Kind}) of bot {started.BotId}: {started.Status}");
        var poller = new ExportPoller(api, ExportIdentity.Of(started), new WaitOptions());
        var finished = await poller.WaitAsync(cancellationToken);
        Console.WriteLine($"Finished    {finished.Status}");

        var context = new ExportContext(api) { Save = new SaveOptions { Folder = folder } };
        var saved = await JobExportDescriptor.For(finished.Kind).SaveAsync(context, finished, api.Session.Clock.Elapsed, cancellationToken);
        Console.WriteLine($"Saved       {saved.FullName}");
        var read = saved.EntryCount is { } entries ? $"{entries} files inside, every checksum compared" : "parsed as JSON";
        Console.WriteLine($"Size        {saved.Size} bytes, {read}");
        Console.WriteLine($"SHA-256     {saved.Sha256}");
        Console.WriteLine($"Content     {saved.ContentHash}");
    }
}

using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using KoreExport.Definitions;
using KoreExport.DirectExports;
using KoreExport.Exports;
using KoreExport.Imports;
using KoreExport.Models;

namespace KoreExport.Tests.Imports;

/// <summary>A sandbox whose jobs take ten seconds of a clock that jumps, files to restore, and a backup set.</summary>
internal sealed class RestoreFixture : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("koreexport-restore-").FullName;
    private int _files;

    public RestoreFixture(Action<KoreSandboxOptions>? set = null) => Core = CoreFixture.WithSandbox(set);

    public CoreFixture Core { get; }

    public KoreSandboxServer Sandbox => Core.Sandbox;

    public SandboxImportFaults Faults => Sandbox.Faults.Import;

    public SandboxApiFaults Api => Sandbox.Faults.Api;

    public string Bot => Core.Bot;

    public string BackupFolder => Path.Combine(_root, "backups");

    public string NewPath(string extension = "zip") => Path.Combine(_root, $"{++_files}.{extension}");

    /// <summary>Exports a bot as the module does.</summary>
    public async Task<string> ExportAsync(string? bot = null, KoreExportKind kind = KoreExportKind.Bot, string extension = "zip")
    {
        var path = NewPath(extension);
        var context = new ExportContext(Core.Api)
        {
            Request = new ExportRequest { FileType = extension == "zip" ? "csv" : extension },
            Save = new KoreExport.Downloads.SaveOptions { Path = path },
        };
        await ExportDescriptors.For(kind).ExportAsync(context, BotId.Parse(bot ?? Bot), CancellationToken.None);
        return path;
    }

    public RestoreOptions Options(string path, KoreExportKind kind = KoreExportKind.Bot) =>
        new(path, kind) { Bot = BotId.Parse(Bot), BackupFolder = BackupFolder };

    public RestoreOptions New(string path, string? name = null) =>
        new(path, KoreExportKind.Bot) { Name = name, BackupFolder = BackupFolder };

    public Task<KoreRestore> RestoreAsync(RestoreOptions options) => RestoreAsync(options, out _);

    public Task<KoreRestore> RestoreAsync(RestoreOptions options, out Restorer restorer)
    {
        var made = restorer = new Restorer(Core.Api, options);
        return RunAsync(made);
    }

    /// <summary>Restores, which must fail.</summary>
    public async Task<(KoreException Failure, KoreRestore Result)> FailsAsync(string errorId, RestoreOptions options)
    {
        Restorer? restorer = null;
        var failure = await Core.FailsAsync(errorId, () => RestoreAsync(options, out restorer));
        return (failure, restorer!.Result);
    }

    /// <summary>What differs from a file to what the bot is now, in words.</summary>
    public async Task<List<string>> DifferencesAsync(string reference, string? bot = null) => ExportComparer
        .Compare(new CompareOptions { ReferencePath = reference, DifferencePath = await ExportAsync(bot) }, CancellationToken.None)
        .Select(difference => $"{difference} at {difference.Path}: {difference.Before} -> {difference.After}")
        .ToList();

    /// <summary>A copy of an export with another definition.</summary>
    public string Change(string zip, Action<JsonObject> change, Action<ZipArchive>? more = null)
    {
        var path = NewPath();
        File.Copy(zip, path);
        using var archive = ZipFile.Open(path, ZipArchiveMode.Update);
        var entry = archive.Entries.Single(one => one.Name is "botDefinition.json" or "appDefinition.json");
        JsonObject definition;
        using (var stream = entry.Open())
        {
            definition = JsonNode.Parse(stream)!.AsObject();
        }

        change(definition);
        var name = entry.FullName;
        entry.Delete();
        Write(archive, name, definition.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
        more?.Invoke(archive);
        return path;
    }

    public static void Write(ZipArchive archive, string name, string text)
    {
        using var stream = archive.CreateEntry(name).Open();
        stream.Write(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>Damages the bot: dialogs are gone, and a text and a colour are others.</summary>
    public void Damage(string zip, string? bot = null)
    {
        Sandbox.SetBotContent(bot ?? Bot, Change(zip, static definition =>
        {
            var dialogs = definition["dialogs"]!.AsArray();
            for (var i = 0; i < 2 && dialogs.Count > 0; i++)
            {
                dialogs.RemoveAt(0);
            }

            definition["color"] = "#111111";
        }));
        Sandbox.TouchBot(bot ?? Bot);
    }

    /// <summary>The steps that were not left out.</summary>
    public static string Steps(KoreRestore result) =>
        string.Join(' ', result.Steps.Where(step => step.Outcome != KoreRestoreOutcome.Skipped).Select(step => step.Stage));

    /// <summary>Called with the text of each step as it begins.</summary>
    public Action<string>? OnProgress { get; set; }

    public int Count(SandboxRequestKind kind) => Core.Count(kind);

    public void Dispose()
    {
        Core.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    private Task<KoreRestore> RunAsync(Restorer restorer) =>
        restorer.RunToEndAsync(progress => OnProgress?.Invoke(progress.Text), CancellationToken.None);
}

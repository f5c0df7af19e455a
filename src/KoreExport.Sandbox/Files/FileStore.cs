using System;
using System.Collections.Concurrent;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading;

namespace KoreExport.Sandbox.Files;

/// <summary>The files of finished exports, and the links to them.</summary>
internal sealed class FileStore : IDisposable
{
    private readonly KoreSandboxOptions _options;
    private readonly SandboxDownloadFaults _faults;
    private readonly ConcurrentDictionary<string, StoredFile> _files = new(StringComparer.Ordinal);
    private readonly Lazy<byte[]> _givenBotExport;
    private readonly Lazy<byte[]> _givenUtterances;
    private int _zips;

    public FileStore(KoreSandboxOptions options, SandboxDownloadFaults faults, Uri downloadHost)
    {
        _options = options;
        _faults = faults;
        DownloadHost = downloadHost;
        _givenBotExport = new Lazy<byte[]>(() => File.ReadAllBytes(options.BotExportFile!));
        _givenUtterances = new Lazy<byte[]>(() => File.ReadAllBytes(options.UtteranceFile!));
    }

    public Uri DownloadHost { get; }

    public LinkBook Links { get; } = new();

    public StoredFile AddBotExport(string botId, JsonObject? exportOptions)
    {
        // A zip holds times in steps of two seconds; the number keeps two exports of the same moment apart.
        var number = Interlocked.Increment(ref _zips);
        return Add(new StoredFile(
            botId, "market", "zip", "application/zip", variant => MakeBotExport(botId, exportOptions, number, variant)));
    }

    public StoredFile AddUtterances(string botId, string type) => Add(type == "json"
        ? new StoredFile(botId, "media", "json", "application/json", variant => MakeUtterances(botId, variant, UtteranceFile.Json))
        : new StoredFile(botId, "media", "csv", "text/csv", variant => MakeUtterances(botId, variant, UtteranceFile.Csv)));

    public StoredFile? Find(string path) => _files.TryGetValue(path, out var file) ? file : null;

    /// <summary>Makes a fresh link; every status answer has its own.</summary>
    public string Link(StoredFile file, DateTimeOffset now)
    {
        var faulty = _faults.Concerns(file.BotId);
        if (faulty && _faults.Link is { } link)
        {
            return link;
        }

        var expired = _faults.TakeExpiredLink(file.BotId);
        var path = Links.Issue(
            file.Path, expired ? now.AddSeconds(-1) : now + _options.LinkLifetime, faulty ? _faults.LinkExtraQuery : null);
        var host = (faulty ? _faults.LinkBase : null) ?? DownloadHost.AbsoluteUri;
        return host.TrimEnd('/') + path;
    }

    public void Dispose() => Links.Dispose();

    private StoredFile Add(StoredFile file) => _files[file.Path] = file;

    private byte[] MakeBotExport(string botId, JsonObject? exportOptions, int number, int variant)
    {
        var faulty = _faults.Concerns(botId);
        var zip = !string.IsNullOrEmpty(_options.BotExportFile)
            ? _givenBotExport.Value
            : BotExportFile.Make(
                botId, exportOptions, number + (variant * 1000), _options.BotExportBytes, faulty ? _faults.ExtraEntryName : null);
        return faulty && _faults.NotAZip
            ? NoZip(zip.Length)
            : zip;
    }

    private static byte[] NoZip(int length)
    {
        var text = Encoding.ASCII.GetBytes("This is not a zip.\n");
        return Enumerable.Range(0, length).Select(i => text[i % text.Length]).ToArray();
    }

    private byte[] MakeUtterances(string botId, int variant, Func<string, int, int, byte[]> make) =>
        !string.IsNullOrEmpty(_options.UtteranceFile) ? _givenUtterances.Value : make(botId, _options.UtteranceCount, variant);
}

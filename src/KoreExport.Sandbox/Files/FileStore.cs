using System.Text;
using System.Text.Json.Nodes;
using KoreExport.Sandbox.Bots;

namespace KoreExport.Sandbox.Files;

/// <summary>The files there are links to. A file whose links have all expired is forgotten; its export can still make a new link.</summary>
internal sealed class FileStore(KoreSandboxOptions options, SandboxDownloadFaults faults, BotDirectory bots, Uri downloadHost) : IDisposable
{
    private readonly object _gate = new();
    private readonly Dictionary<string, StoredFile> _linked = new(StringComparer.Ordinal);
    private readonly Lazy<byte[]> _givenBotExport = new(() => File.ReadAllBytes(options.BotExportFile!));
    private readonly Lazy<byte[]> _givenUtterances = new(() => File.ReadAllBytes(options.UtteranceFile!));
    private DateTimeOffset _nextSweep;
    private int _zips;

    public LinkStore Links { get; } = new();

    /// <summary>How many files are kept.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _linked.Count;
            }
        }
    }

    /// <summary>The export of a bot as it is now.</summary>
    public StoredFile MakeBotExport(string botId, JsonObject? exportOptions)
    {
        // A zip holds times in steps of two seconds; the number keeps two exports of the same moment apart.
        var number = Interlocked.Increment(ref _zips);
        var edits = bots.Edits(botId, SandboxContent.Definition);
        var recipe = new Lazy<(bool NotAZip, string? ExtraEntry)>(() =>
            faults.AppliesTo(botId) ? (faults.NotAZip, faults.ExtraEntryName) : (false, null));
        return new StoredFile(botId, "market", "zip", "application/zip", variant =>
        {
            var zip = !string.IsNullOrEmpty(options.BotExportFile)
                ? _givenBotExport.Value
                : BotExportFile.Make(
                    new BotContent(botId, bots.NameOf(botId), edits, exportOptions),
                    number + (variant * 1000),
                    options.BotExportBytes,
                    recipe.Value.ExtraEntry);
            return recipe.Value.NotAZip ? NoZip(zip.Length) : zip;
        });
    }

    /// <summary>The utterances of a bot as they are now.</summary>
    public StoredFile MakeUtterances(string botId, string type)
    {
        var edits = bots.Edits(botId, SandboxContent.Utterances);
        Func<string, int, int, int, byte[]> make = type == "json" ? UtteranceContent.Json : UtteranceContent.Csv;
        return new StoredFile(botId, "media", type, type == "json" ? "application/json" : "text/csv", variant =>
            !string.IsNullOrEmpty(options.UtteranceFile) ? _givenUtterances.Value : make(botId, options.UtteranceCount, edits, variant));
    }

    /// <summary>A test suite of a bot as it is now.</summary>
    public StoredFile MakeTestSuite(string botId, int suite)
    {
        var edits = bots.Edits(botId, SandboxContent.TestSuites);
        return new StoredFile(botId, "media", "json", "application/json", variant => TestSuiteContent.Json(botId, suite, edits, variant));
    }

    public StoredFile? Find(string path)
    {
        lock (_gate)
        {
            return _linked.TryGetValue(path, out var file) ? file : null;
        }
    }

    /// <summary>Makes a fresh link; every status answer has its own.</summary>
    public string Link(StoredFile file, DateTimeOffset now)
    {
        var faulty = faults.AppliesTo(file.BotId);
        if (faulty && faults.Link is { } link)
        {
            return link;
        }

        var expires = faults.Take(nameof(faults.ExpiredLinkCount), file.BotId) ? now.AddSeconds(-1) : now + options.LinkLifetime;
        lock (_gate)
        {
            Sweep(now);
            file.LinkedUntil = file.LinkedUntil > expires ? file.LinkedUntil : expires;
            _linked[file.Path] = file;
        }

        var path = Links.Issue(file.Path, expires, faulty ? faults.LinkExtraQuery : null);
        var host = (faulty ? faults.LinkBase : null) ?? downloadHost.AbsoluteUri;
        return host.TrimEnd('/') + path;
    }

    public void Dispose() => Links.Dispose();

    private void Sweep(DateTimeOffset now)
    {
        if (now < _nextSweep)
        {
            return;
        }

        var pause = TimeSpan.FromTicks(Math.Max(options.LinkLifetime.Ticks, TimeSpan.TicksPerSecond));
        _nextSweep = now + pause;
        Links.Forget(now);
        foreach (var file in _linked.Values.Where(file => file.LinkedUntil <= now).ToArray())
        {
            _linked.Remove(file.Path);
            file.Release();
        }
    }

    private static byte[] NoZip(int length)
    {
        var text = Encoding.ASCII.GetBytes("This is not a zip.\n");
        return Enumerable.Range(0, length).Select(i => text[i % text.Length]).ToArray();
    }
}

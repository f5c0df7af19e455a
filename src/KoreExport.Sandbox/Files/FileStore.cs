using System.Text;
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
    private Task _making = Task.CompletedTask;
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
    /// <param name="botId">The bot.</param>
    /// <param name="published">The version last published in place of the latest.</param>
    /// <param name="selection">What is selected of it.</param>
    public StoredFile MakeBotExport(string botId, bool published, ContentSelection selection)
    {
        // A zip holds times in steps of two seconds; the number keeps two exports of the same moment apart.
        var number = Interlocked.Increment(ref _zips);
        var bot = bots.Require(botId);
        var content = bot.Content(published);
        var given = !string.IsNullOrEmpty(options.BotExportFile) && !bot.HasOwnContent;
        var faulty = faults.AppliesTo(botId);
        var notAZip = faulty && faults.NotAZip;
        var extraEntry = faulty ? faults.ExtraEntryName : null;
        return new StoredFile(botId, "market", "zip", "application/zip", bot.Name + ".zip", variant =>
        {
            var zip = given
                ? _givenBotExport.Value
                : BotExportFile.Make(
                    selection.Apply(content()),
                    options.AppDefinition,
                    number + (variant * 1000),
                    options.BotExportBytes,
                    extraEntry);
            return notAZip ? NoZip(zip.Length) : zip;
        });
    }

    /// <summary>The utterances of a bot as they are now.</summary>
    public StoredFile MakeUtterances(string botId, string type)
    {
        var bot = bots.Require(botId);
        var utterances = bot.Utterances(options.UtteranceCount);
        var given = !string.IsNullOrEmpty(options.UtteranceFile) && !bot.HasOwnContent;
        Func<IEnumerable<Utterance>, byte[]> write = type == "json" ? UtteranceFile.Json : UtteranceFile.Csv;
        return new StoredFile(
            botId, "market", type, type == "json" ? "application/json" : "text/csv", $"{bot.Name}.{type}",
            variant => given ? _givenUtterances.Value : write(utterances(variant)));
    }

    /// <summary>A test suite of a bot as it is now.</summary>
    public StoredFile MakeTestSuite(string botId, int suite)
    {
        var edits = bots.Edits(botId, SandboxContent.TestSuites);
        return new StoredFile(botId, "media", "json", "application/json", TestSuiteContent.NameOf(suite) + ".json", variant =>
            TestSuiteContent.Json(botId, suite, edits, variant));
    }

    /// <summary>
    /// Makes a file while its job runs, one file after the other, as a platform does its work before it says that it is done. Otherwise the
    /// answers that say so would wait for it, those of a whole account at the same moment.
    /// </summary>
    public void MakeAhead(StoredFile file)
    {
        lock (_gate)
        {
            _making = _making.ContinueWith(
                _ => file.Length, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
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

        var path = Links.Issue(
            file.Path, expires, faulty ? faults.LinkExtraQuery : null, Encode(file.ClientName, faulty ? faults.FileNameEncodings : 1));
        var host = (faulty ? faults.LinkBase : null) ?? downloadHost.AbsoluteUri;
        return host.TrimEnd('/') + path;
    }

    public void Dispose() => Links.Dispose();

    private static string? Encode(string name, int times)
    {
        for (var i = 0; i < times; i++)
        {
            name = Uri.EscapeDataString(name);
        }

        return times > 0 ? name : null;
    }

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

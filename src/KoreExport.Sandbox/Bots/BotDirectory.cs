using System.Collections.Concurrent;

namespace KoreExport.Sandbox.Bots;

/// <summary>The bots of the account.</summary>
internal sealed class BotDirectory
{
    /// <summary>The user who does everything.</summary>
    public const string CreatedBy = "u-5a4d0b0c-2f0e-5d5b-9c51-6b0f0f3c1a2b";

    private readonly KoreSandboxOptions _options;
    private readonly object _gate = new();
    private readonly ConcurrentDictionary<string, SandboxBot> _byId = new(StringComparer.Ordinal);
    private volatile SandboxBot[] _all = [];
    private volatile SandboxBot[] _universal = [];

    public BotDirectory(KoreSandboxOptions options, IReadOnlyList<string> botIds)
    {
        _options = options;
        var bots = new List<SandboxBot>(botIds.Count);
        foreach (var id in botIds.Distinct(StringComparer.Ordinal))
        {
            var bot = new SandboxBot(id, bots.Count, options.BotName.TryGetValue(id, out var name) ? name : null, Make);
            bots.Add(bot);
            _byId[id] = bot;
        }

        _all = [.. bots];
        foreach (var universal in options.LinkedApps)
        {
            Link(universal.Key, universal.Value);
        }
    }

    /// <summary>The bots in the order of the list.</summary>
    public IReadOnlyList<SandboxBot> All => _all;

    public SandboxBot? Find(string? id) => id is not null && _byId.TryGetValue(id, out var bot) ? bot : null;

    /// <summary>Adds a bot at the end of the list.</summary>
    public SandboxBot Add(string id, string name)
    {
        lock (_gate)
        {
            var bot = new SandboxBot(id, _all.Length, name, Make);
            _byId[id] = bot;
            _all = [.. _all, bot];
            return bot;
        }
    }

    /// <summary>The bot's place in the list; -1 for none.</summary>
    public int PlaceOf(string? id) => Find(id)?.Place ?? -1;

    /// <summary>The bot's name; one made of its id where there is no such bot.</summary>
    public string NameOf(string id) => Find(id)?.Name ?? "Bot " + id;

    public int Edits(string id, SandboxContent part) => Find(id)?.Edits(part) ?? 0;

    public SandboxBot Require(string id) =>
        Find(id) ?? throw new ArgumentException($"There is no bot {id} in the sandbox.", nameof(id));

    public void Link(string universalId, IEnumerable<string> linkedIds)
    {
        lock (_gate)
        {
            Require(universalId).LinkedApps = linkedIds.ToArray();
            _universal = _all.Where(bot => bot.IsUniversal).ToArray();
        }
    }

    /// <summary>The ids of the universal bots that link a bot.</summary>
    public IEnumerable<string> UniversalBotsOf(string id) => _universal.Where(bot => bot.LinkedApps.Contains(id)).Select(bot => bot.Id);

    private BotContent Make(string id, string name) => new MadeBot(id, name).Make(_options.AppDefinition, _options.PlantSecrets);
}

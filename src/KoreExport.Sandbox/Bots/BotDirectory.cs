namespace KoreExport.Sandbox.Bots;

/// <summary>The bots of the account.</summary>
internal sealed class BotDirectory
{
    private readonly Dictionary<string, SandboxBot> _byId = new(StringComparer.Ordinal);
    private volatile SandboxBot[] _universal = [];

    public BotDirectory(KoreSandboxOptions options, IReadOnlyList<string> botIds)
    {
        var bots = new List<SandboxBot>(botIds.Count);
        foreach (var id in botIds.Distinct(StringComparer.Ordinal))
        {
            var bot = new SandboxBot(id, bots.Count, options.BotName.TryGetValue(id, out var name) ? name : null);
            bots.Add(bot);
            _byId.Add(id, bot);
        }

        All = bots;
        foreach (var universal in options.LinkedApps)
        {
            Link(universal.Key, universal.Value);
        }
    }

    /// <summary>The bots in the order of the list.</summary>
    public IReadOnlyList<SandboxBot> All { get; }

    public SandboxBot? Find(string? id) => id is not null && _byId.TryGetValue(id, out var bot) ? bot : null;

    /// <summary>The bot's place in the list; -1 for none.</summary>
    public int PlaceOf(string? id) => Find(id)?.Place ?? -1;

    /// <summary>The bot's name; one made of its id where there is no such bot.</summary>
    public string NameOf(string id) => Find(id)?.Name ?? "Bot " + id;

    public int Edits(string id, SandboxContent part) => Find(id)?.Edits(part) ?? 0;

    public SandboxBot Require(string id) =>
        Find(id) ?? throw new ArgumentException($"There is no bot {id} in the sandbox.", nameof(id));

    public void Link(string universalId, IEnumerable<string> linkedIds)
    {
        Require(universalId).LinkedApps = linkedIds.ToArray();
        _universal = All.Where(bot => bot.IsUniversal).ToArray();
    }

    /// <summary>The ids of the universal bots that link a bot.</summary>
    public IEnumerable<string> UniversalBotsOf(string id) => _universal.Where(bot => bot.LinkedApps.Contains(id)).Select(bot => bot.Id);
}

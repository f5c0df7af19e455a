namespace KoreExport.Sandbox.Bots;

/// <summary>
/// A bot of the account. All it is follows from its place in the list and its id, until it gets a content of its own.
/// </summary>
/// <param name="id">Its id.</param>
/// <param name="place">Where it stands in the list, from 0.</param>
/// <param name="name">Its name; null makes one.</param>
/// <param name="make">Makes a content for an id and a name.</param>
internal sealed partial class SandboxBot(string id, int place, string? name, Func<string, string, BotContent> make)
{
    private static readonly string[] Names =
    [
        "Bank Assistant", "Kundenservice Österreich", "予約ボット", "HR Helpdesk (EU)", "Réservation de vols", "Бот поддержки",
        "Orders & Returns", "مساعد المتجر", "Travel  Buddy ✈", "Claims: first notice", "Café – São Paulo", "IT-Support",
    ];

    private static readonly string[] Languages = ["en", "de", "ja", "en", "fr", "ru", "en", "ar", "en", "en", "pt", "en"];
    private static readonly string[] Statuses = ["published", "published", "configured", "published", "inProgress"];
    private static readonly SandboxContent[] Parts =
        [SandboxContent.Definition, SandboxContent.Utterances, SandboxContent.Variables, SandboxContent.TestSuites];

    private readonly object _gate = new();
    private readonly Dictionary<SandboxContent, int> _edits = new();
    private IReadOnlyList<string> _linkedApps = Array.Empty<string>();
    private string? _status;

    public string Id => id;

    /// <summary>Where it stands in the list, from 0.</summary>
    public int Place => place;

    public string Name { get; } =
        name ?? Names[place % Names.Length] + (place < Names.Length ? "" : $" {(place / Names.Length) + 1}");

    public string Language => Languages[Place % Languages.Length];

    public string Status
    {
        get
        {
            lock (_gate)
            {
                return _status ?? Statuses[Place % Statuses.Length];
            }
        }

        set
        {
            lock (_gate)
            {
                _status = value;
            }
        }
    }

    public string Type => IsUniversal ? "universalbot" : Place % 4 == 3 ? "unified" : "default";

    public DateTimeOffset CreatedOn => new DateTimeOffset(2023, 3, 14, 9, 26, 53, 589, TimeSpan.Zero).AddMinutes(97 * Place);

    public bool IsUniversal => LinkedApps.Count > 0;

    /// <summary>The ids of the bots it links; none for a bot that is not universal.</summary>
    public IReadOnlyList<string> LinkedApps
    {
        get
        {
            lock (_gate)
            {
                return _linkedApps;
            }
        }

        set
        {
            lock (_gate)
            {
                _linkedApps = value.ToArray();
            }
        }
    }

    /// <summary>How often a part of it was edited.</summary>
    public int Edits(SandboxContent part)
    {
        lock (_gate)
        {
            return _edits.TryGetValue(part, out var edits) ? edits : 0;
        }
    }

    public void Edit(SandboxContent content)
    {
        lock (_gate)
        {
            foreach (var part in Parts.Where(part => (content & part) != 0))
            {
                _edits.TryGetValue(part, out var edits);
                _edits[part] = edits + 1;
            }
        }
    }
}

using System.Text.Json.Nodes;

namespace KoreExport.Sandbox.Bots;

/// <summary>
/// A bot of the account. All it is follows from its place in the list and its id, until it gets a content of its own.
/// </summary>
/// <param name="id">Its id.</param>
/// <param name="place">Where it stands in the list, from 0.</param>
/// <param name="name">Its name; null makes one.</param>
/// <param name="make">Makes a content for an id and a name.</param>
internal sealed class SandboxBot(string id, int place, string? name, Func<string, string, BotContent> make)
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
    private BotContent? _own;
    private Func<BotContent>? _published;
    private int _publishings;
    private DateTimeOffset _publishedAt;
    private IReadOnlyList<Utterance>? _utterances;
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

    /// <summary>Whether its content is no longer the one made for it.</summary>
    public bool HasOwnContent
    {
        get
        {
            lock (_gate)
            {
                return _own is not null;
            }
        }
    }

    /// <summary>Its content as it is now: what this returns makes a copy of it, at any later time.</summary>
    /// <param name="published">The version last published in place of the latest.</param>
    public Func<BotContent> Content(bool published)
    {
        lock (_gate)
        {
            if (published && _published is not null)
            {
                return _published;
            }

            _edits.TryGetValue(SandboxContent.Definition, out var edits);
            var (own, publishings, publishedAt) = (_own, _publishings, _publishedAt);
            return () =>
            {
                var content = own?.Copy() ?? make(Id, Name);
                ContentChange.Edit(content, edits);
                ContentChange.Publish(content, publishings, publishedAt);
                return content;
            };
        }
    }

    /// <summary>Gives it another content.</summary>
    /// <param name="content">The content; it is not changed any more.</param>
    /// <param name="keepPublished">Whether the version that was published stays what it is.</param>
    public void Replace(BotContent content, bool keepPublished)
    {
        lock (_gate)
        {
            SetOwn(content, keepPublished);
            _utterances = UtteranceFile.Of(content.Definition);
            _edits.Remove(SandboxContent.Utterances);
            _edits.Remove(SandboxContent.Variables);
        }
    }

    /// <summary>Its utterances as they are now: what this returns lists them at any later time.</summary>
    /// <param name="made">How many it has as long as they are the ones made for it.</param>
    public Func<int, IEnumerable<Utterance>> Utterances(int made)
    {
        lock (_gate)
        {
            var own = _utterances;
            _edits.TryGetValue(SandboxContent.Utterances, out var edits);
            return variant => (own ?? MadeUtterances.Of(Id, made, variant)).Select((utterance, i) =>
                edits > 0 && i == 0 ? utterance with { Sentence = $"{utterance.Sentence} (edit {edits})" } : utterance);
        }
    }

    /// <summary>Adds utterances; those it has already are left out.</summary>
    /// <param name="added">The utterances.</param>
    /// <param name="made">How many it has as long as they are the ones made for it.</param>
    /// <returns>How many were new.</returns>
    public int AddUtterances(IReadOnlyList<Utterance> added, int made)
    {
        lock (_gate)
        {
            var all = Utterances(made)(0).ToList();
            var known = new HashSet<(string, string, string)>(all.Select(utterance => utterance.Key));
            var fresh = added.Where(utterance => known.Add(utterance.Key)).ToList();
            var content = Content(published: false)();
            if (content.Definition["sentences"] is not JsonArray sentences)
            {
                content.Definition["sentences"] = sentences = new JsonArray();
            }

            foreach (var utterance in fresh)
            {
                var sentence = utterance.ToJson();
                sentence["_id"] = Guid.NewGuid().ToString("N").Substring(0, 24);
                sentences.Add((JsonNode)sentence);
            }

            ContentChange.RenewHash(content, "utterances" + fresh.Count);
            SetOwn(content, keepPublished: true);
            _utterances = all.Concat(fresh).ToList();
            _edits.Remove(SandboxContent.Utterances);
            return fresh.Count;
        }
    }

    /// <summary>Its variables, with the values of secured ones.</summary>
    public JsonArray Variables()
    {
        lock (_gate)
        {
            var variables = _own is null ? MadeVariables.Of(Id, Name, Language) : BotVariables.Of(_own);
            if (Edits(SandboxContent.Variables) is > 0 and var edits && variables.Count > 0 && variables[0]!["value"] is JsonNode value)
            {
                variables[0]!["value"] = $"{value.GetValue<string>()}&edit={edits}";
            }

            return variables;
        }
    }

    /// <summary>Adds variables; the same key replaces.</summary>
    public void AddVariables(JsonArray variables)
    {
        lock (_gate)
        {
            var content = Content(published: false)();
            BotVariables.Merge(content, Variables());
            BotVariables.Merge(content, variables);
            ContentChange.RenewHash(content, "variables");
            SetOwn(content, keepPublished: true);
            _edits.Remove(SandboxContent.Variables);
        }
    }

    /// <summary>Publishes it as it is now.</summary>
    public void Publish(DateTimeOffset now)
    {
        lock (_gate)
        {
            _publishings++;
            _publishedAt = now;
            _published = null;
            _published = Content(published: false);
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

    private void SetOwn(BotContent content, bool keepPublished)
    {
        _published = keepPublished ? Content(published: true) : null;
        _own = content;
        _edits.Remove(SandboxContent.Definition);
        _publishings = 0;
    }
}

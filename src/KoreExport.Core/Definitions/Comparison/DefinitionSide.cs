namespace KoreExport.Definitions;

/// <summary>One of two definitions that are compared, and what its ids stand for.</summary>
internal sealed class DefinitionSide
{
    private readonly Dictionary<string, string> _references = new(StringComparer.Ordinal);

    public DefinitionSide(JsonSlice root)
    {
        Root = root;
        Facts = DefinitionFacts.Read(root);
        foreach (var (name, value) in root.Members())
        {
            var kind = ComponentKinds.Find(name.GetText()!);
            foreach (var item in value.Items())
            {
                NoteId(item, kind);
                NoteWidgets(item, kind);
            }
        }

        if (Facts.BotId is { } botId)
        {
            _references[botId] = "the bot";
        }
    }

    public JsonSlice Root { get; }

    public DefinitionFacts Facts { get; }

    /// <summary>What a text stands for: the <c>refId</c> of the component whose id it is, else itself.</summary>
    public string Resolve(string text) => _references.TryGetValue(text, out var reference) ? reference : text;

    /// <summary>The <c>refId</c> of the component whose id it is, or null.</summary>
    public string? Find(string? text) => text is not null && _references.TryGetValue(text, out var reference) ? reference : null;

    /// <summary>
    /// Makes a component stand for one of the other side: its <c>refId</c> was made anew, so that it was recognised by its name.
    /// </summary>
    public void Identify(JsonSlice item, string reference)
    {
        if (item.TextOf("refId") is { } own)
        {
            _references[own] = reference;
        }

        if (item.TextOf("_id") is { } id)
        {
            _references[id] = reference;
        }
    }

    /// <summary>What identifies an item of a kind across copies, or null where it lacks that.</summary>
    public string? Identity(JsonSlice item, ComponentKind kind)
    {
        var parts = new string?[kind.Identity.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            var names = kind.Identity[i].Split('|');
            parts[i] = names.Length == 1 ? item.TextOf(names[0]) : Find(item.TextOf(names[0])) ?? item.TextOf(names[1]);
        }

        return Array.TrueForAll(parts, static part => part is null) ? null : string.Join("|", parts);
    }

    /// <summary>What most likely identifies an item whose identity was made anew, or null.</summary>
    public static string? NaturalKey(JsonSlice item, ComponentKind kind)
    {
        var parts = Array.ConvertAll(kind.NaturalKey, item.TextOf);
        return parts.Length == 0 || parts[0] is null ? null : string.Join("|", parts);
    }

    // A dashboard places its widgets by their ids, which are made anew too.
    private void NoteWidgets(JsonSlice item, ComponentKind? kind)
    {
        if (kind?.Member != "customDashboards" || item.TextOf("refId") is not { } dashboard)
        {
            return;
        }

        var widgets = (item.Member("widgets")?.Items() ?? []).ToList();
        var names = TreeKeys.Distinct(widgets.Select(static widget => widget.TextOf("name") ?? string.Empty));
        for (var i = 0; i < names.Length; i++)
        {
            if (widgets[i].TextOf("_id") is { Length: > 0 } id)
            {
                _references[id] = $"{dashboard}/widgets/{names[i]}";
            }
        }
    }

    private void NoteId(JsonSlice item, ComponentKind? kind)
    {
        if (!item.IsObject)
        {
            return;
        }

        string? id = null,
            reference = null;
        foreach (var (name, value) in item.Members())
        {
            id ??= name.Is("_id") ? value.GetText() : null;
            reference ??= name.Is("refId") ? value.GetText() : null;
        }

        // Some kinds have no refId and are known by another member: a scene names the id of its theme, an import makes another one.
        if (reference is null && id is not null && kind?.Identity is [var only] && item.TextOf(only) is { Length: > 0 } identity)
        {
            reference = $"{kind.Member}/{identity}";
        }

        if (id is { Length: > 0 } && reference is { Length: > 0 })
        {
            _references[id] = reference;
        }
    }
}

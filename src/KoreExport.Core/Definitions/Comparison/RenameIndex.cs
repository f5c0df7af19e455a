namespace KoreExport.Definitions;

/// <summary>
/// The renames between two definitions. The platform writes a dialog's name in five places and more (the dialog in each language, its
/// <c>lname</c>, the intent, patterns, sentences, the scene): that is one change, told where it began.
/// </summary>
internal sealed class RenameIndex
{
    private static readonly HashSet<string> NameMembers = new(StringComparer.Ordinal)
    {
        "name",
        "lname",
        "intent",
        "label",
        "taskName",
        "displayName",
        "title",
    };

    private readonly Dictionary<string, string> _renames = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _dialogs = new(StringComparer.Ordinal);

    /// <summary>Notes a component of both definitions; dialogs first, because others are called after them.</summary>
    public void Add(ComponentPair pair)
    {
        if (pair is { RefId: { } reference, NameBefore: { } old, NameAfter: { } now })
        {
            if (old != now && !_renames.ContainsKey(reference))
            {
                _renames[reference] = Normalise(now);
            }

            if (pair.Member == "dialogComponents" && pair.NamedAfter.FirstOrDefault(owner => owner != reference) is { } dialog)
            {
                _dialogs[reference] = dialog;
            }
        }
    }

    /// <summary>Whether the component has another name, and not just because one that it is called after has.</summary>
    public bool IsRename(ComponentPair pair) =>
        pair is { NameBefore: { } old, NameAfter: { } now }
        && old != now
        && !Owners(pair).Any(owner => !IsItself(pair, owner) && IsCalledAfter(owner, now));

    /// <summary>Whether a property only repeats a rename that is told elsewhere.</summary>
    public bool IsPartOfRename(ComponentPair pair, string name, string? before, string? after) =>
        NameMembers.Contains(name)
        && before is not null
        && after is not null
        && (
            (
                pair is { NameBefore: { } old, NameAfter: { } now }
                && old != now
                && Normalise(old) == Normalise(before)
                && Normalise(now) == Normalise(after)) || Owners(pair).Any(owner => IsCalledAfter(owner, after)));

    // A pattern has the refId of its component.
    private static bool IsItself(ComponentPair pair, string owner) => owner == pair.RefId && pair.Member != "patterns";

    private IEnumerable<string> Owners(ComponentPair pair)
    {
        foreach (var owner in pair.NamedAfter)
        {
            yield return owner;
            if (_dialogs.TryGetValue(owner, out var dialog))
            {
                yield return dialog;
            }
        }
    }

    // What it was called before does not matter: an intent can follow its dialog late.
    private bool IsCalledAfter(string owner, string name) => _renames.TryGetValue(owner, out var renamed) && renamed == Normalise(name);

    private static string Normalise(string name) => name.Replace(" ", string.Empty).Replace("_", string.Empty).ToLowerInvariant();
}

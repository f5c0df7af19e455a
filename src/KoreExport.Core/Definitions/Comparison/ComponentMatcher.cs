namespace KoreExport.Definitions;

/// <summary>
/// Finds the components that are the same in two definitions: by identity, then, among those left over, by natural key. Ids (<c>_id</c>)
/// never count: an import makes all of them anew.
/// </summary>
internal sealed class ComponentMatcher(DefinitionSide before, DefinitionSide after)
{
    /// <summary>The pairs of an array whose kind is known.</summary>
    public IEnumerable<ComponentPair> Match(ComponentKind kind, JsonSlice? older, JsonSlice? newer)
    {
        var left = Keyed(before, kind, older);
        var right = Keyed(after, kind, newer);
        var pairs = new List<(Item? Before, Item? After)>();
        Pair(left, right, static item => item.Identity, pairs);
        Pair(left, right, static item => item.NaturalKey, pairs, onlyUnique: true);
        if (left.Count > 0 && right.Count > 0)
        {
            // Nothing tells them apart but what they are.
            Pair(left, right, static item => TreeKeys.Compact(item.Value), pairs);
        }

        foreach (var (one, other) in pairs)
        {
            if (one!.Identity != other!.Identity && one.Value.TextOf("refId") is { } reference)
            {
                after.Identify(other.Value, reference);
            }
        }

        pairs.AddRange(left.Select(static item => ((Item?)item, (Item?)null)));
        pairs.AddRange(right.Select(static item => ((Item?)null, (Item?)item)));
        return pairs.Select(pair => ToPair(kind, pair.Before, pair.After));
    }

    private static List<Item> Keyed(DefinitionSide side, ComponentKind kind, JsonSlice? array) =>
        [.. (array?.Items() ?? []).Select(value => new Item(value, side.Identity(value, kind), DefinitionSide.NaturalKey(value, kind)))];

    // Takes what was paired out of both lists.
    private static void Pair(
        List<Item> left,
        List<Item> right,
        Func<Item, string?> key,
        List<(Item? Before, Item? After)> pairs,
        bool onlyUnique = false)
    {
        var keys = left.ConvertAll(item => key(item));
        var waiting = right
            .Select(item => (Item: item, Key: key(item)))
            .Where(static pair => pair.Key is not null)
            .GroupBy(static pair => pair.Key!, StringComparer.Ordinal)
            .ToDictionary(
                static group => group.Key,
                static group => group.Select(static pair => pair.Item).ToList(),
                StringComparer.Ordinal);
        var repeated = onlyUnique
            ? keys.GroupBy(static text => text)
                .Where(static group => group.Key is not null && group.Skip(1).Any())
                .Select(static group => group.Key!)
            : [];
        var ambiguous = new HashSet<string>(repeated, StringComparer.Ordinal);
        var paired = new HashSet<Item>();
        for (var i = 0; i < left.Count; i++)
        {
            var item = left[i];
            if (
                keys[i] is { } text
                && waiting.TryGetValue(text, out var candidates)
                && candidates.Count > 0
                && !(onlyUnique && (ambiguous.Contains(text) || candidates.Count > 1)))
            {
                var best =
                    candidates.Count == 1 ? 0 : Math.Max(0, candidates.FindIndex(other => other.Value.Text.SequenceEqual(item.Value.Text)));
                pairs.Add((item, candidates[best]));
                paired.Add(item);
                paired.Add(candidates[best]);
                candidates.RemoveAt(best);
            }
        }

        left.RemoveAll(paired.Contains);
        right.RemoveAll(paired.Contains);
    }

    private ComponentPair ToPair(ComponentKind kind, Item? one, Item? other)
    {
        var item = (one ?? other)!;
        return new ComponentPair(kind.Member, kind.Label, item.Identity ?? item.NaturalKey ?? "?", one?.Value, other?.Value)
        {
            NameBefore = one is null ? null : ComponentNames.Find(one.Value, kind, before.Facts.Language),
            NameAfter = other is null ? null : ComponentNames.Find(other.Value, kind, after.Facts.Language),
            NamedAfter = NamedAfter(one is null ? after : before, item.Value),
        };
    }

    private static List<string> NamedAfter(DefinitionSide side, JsonSlice item)
    {
        var result = new List<string>();
        foreach (var (name, value) in item.Members())
        {
            if (value.IsText && (name.Is("dialogId") || name.Is("taskId") || name.Is("dialogRefId") || name.Is("refId") || name.Is("task")))
            {
                result.Add(side.Resolve(value.GetText()!));
            }
        }

        return result;
    }

    private sealed class Item(JsonSlice value, string? identity, string? naturalKey)
    {
        public JsonSlice Value { get; } = value;

        public string? Identity { get; } = identity;

        public string? NaturalKey { get; } = naturalKey;
    }
}

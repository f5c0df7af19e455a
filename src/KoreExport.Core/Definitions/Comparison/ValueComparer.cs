using System.Globalization;

namespace KoreExport.Definitions;

/// <summary>Compares two values member by member. Ids are compared by what they stand for, encoded texts by what they say.</summary>
/// <param name="member">The member of the definition that the values are in.</param>
/// <param name="before">The older definition.</param>
/// <param name="after">The newer one.</param>
/// <param name="includeVolatile">Whether what changes by itself counts.</param>
internal sealed class ValueComparer(string member, DefinitionSide before, DefinitionSide after, bool includeVolatile)
{
    private readonly List<ValueChange> _changes = [];
    private readonly List<string> _path = [];

    /// <summary>The differences between two values.</summary>
    /// <param name="older">The older value.</param>
    /// <param name="newer">The newer one.</param>
    /// <param name="name">The name of the member that they are; empty for components.</param>
    public IReadOnlyList<ValueChange> Compare(JsonSlice older, JsonSlice newer, string name = "")
    {
        _changes.Clear();
        Compare(new Place(name, string.Empty), older, newer, null, null);
        return [.. _changes];
    }

    private void Compare(Place place, JsonSlice older, JsonSlice newer, JsonSlice? ownerBefore, JsonSlice? ownerAfter)
    {
        if (older.Text.SequenceEqual(newer.Text))
        {
            return;
        }

        if (older.IsObject && newer.IsObject)
        {
            CompareObjects(place, older, newer);
        }
        else if (older.IsArray && newer.IsArray)
        {
            CompareArrays(place, [.. older.Items()], [.. newer.Items()]);
        }
        else if (!AreSame(place, older, newer))
        {
            Report(KoreChangeKind.Modified, place, older, newer, ownerBefore, ownerAfter);
        }
    }

    private void CompareObjects(Place place, JsonSlice older, JsonSlice newer)
    {
        var left = Members(before, older);
        var right = Members(after, newer);
        foreach (var (key, value) in left.Pairs)
        {
            var inside = new Place(key, place.Name);
            if (IsLeftOut(inside))
            {
                continue;
            }

            _path.Add(key);
            if (right.Values.TryGetValue(key, out var other))
            {
                Compare(inside, value, other, older, newer);
            }
            else
            {
                Report(KoreChangeKind.Removed, inside, value, null, older, newer);
            }

            _path.RemoveAt(_path.Count - 1);
        }

        foreach (var (key, value) in right.Pairs)
        {
            var inside = new Place(key, place.Name);
            if (!left.Values.ContainsKey(key) && !IsLeftOut(inside))
            {
                _path.Add(key);
                Report(KoreChangeKind.Added, inside, null, value, older, newer);
                _path.RemoveAt(_path.Count - 1);
            }
        }
    }

    private void CompareArrays(Place place, List<JsonSlice> older, List<JsonSlice> newer)
    {
        if (!includeVolatile && VolatileRules.IsUnorderedList(member, place.Name))
        {
            older.Sort(static (one, other) => one.Text.SequenceCompareTo(other.Text));
            newer.Sort(static (one, other) => one.Text.SequenceCompareTo(other.Text));
        }

        if (ArrayKeys.Find(member, place.Name, older, newer) is { } keys)
        {
            CompareByKey(place, older, newer, Array.ConvertAll(keys.Before, before.Resolve), Array.ConvertAll(keys.After, after.Resolve));
        }
        else
        {
            CompareSequences(place, older, newer);
        }
    }

    private void CompareByKey(Place place, List<JsonSlice> older, List<JsonSlice> newer, string[] oldKeys, string[] newKeys)
    {
        var places = Enumerable.Range(0, newKeys.Length).ToDictionary(index => newKeys[index], StringComparer.Ordinal);
        for (var i = 0; i < oldKeys.Length; i++)
        {
            _path.Add(oldKeys[i]);
            if (places.TryGetValue(oldKeys[i], out var index))
            {
                Compare(place.Item, older[i], newer[index], null, null);
            }
            else
            {
                Report(KoreChangeKind.Removed, place.Item, older[i], null, null, null);
            }

            _path.RemoveAt(_path.Count - 1);
        }

        var known = new HashSet<string>(oldKeys, StringComparer.Ordinal);
        for (var i = 0; i < newKeys.Length; i++)
        {
            if (!known.Contains(newKeys[i]))
            {
                Report(KoreChangeKind.Added, place.Item, null, newer[i], null, null, newKeys[i]);
            }
        }

        // Those that both have, and that do not follow one another as before.
        var stayed = oldKeys.Where(places.ContainsKey).ToList();
        var order = newKeys.Where(known.Contains).ToList();
        var kept = new HashSet<string>(SequenceMatcher.Match(stayed, order).Select(pair => stayed[pair.Before]), StringComparer.Ordinal);
        foreach (var key in stayed.Where(key => !kept.Contains(key)))
        {
            Report(KoreChangeKind.Moved, place.Item, null, null, null, null, key);
        }
    }

    private void CompareSequences(Place place, List<JsonSlice> older, List<JsonSlice> newer)
    {
        var same = SequenceMatcher.Match(
            older.ConvertAll(item => Canonical(before, item)),
            newer.ConvertAll(item => Canonical(after, item)));
        same.Add((older.Count, newer.Count));
        int one = 0,
            other = 0;
        foreach (var (nextOne, nextOther) in same)
        {
            for (; one < nextOne || other < nextOther; one++, other++)
            {
                CompareItems(
                    place,
                    one < nextOne ? one : other,
                    one < nextOne ? older[one] : null,
                    other < nextOther ? newer[other] : null);
            }

            if (includeVolatile && nextOne < older.Count)
            {
                // They were found to be the same but for what is volatile.
                CompareItems(place, nextOne, older[nextOne], newer[nextOther]);
            }

            (one, other) = (nextOne + 1, nextOther + 1);
        }
    }

    private void CompareItems(Place place, int index, JsonSlice? older, JsonSlice? newer)
    {
        _path.Add(index.ToString(CultureInfo.InvariantCulture));
        if (older is { } one && newer is { } other)
        {
            Compare(place.Item, one, other, null, null);
        }
        else
        {
            Report(older is null ? KoreChangeKind.Added : KoreChangeKind.Removed, place.Item, older, newer, null, null);
        }

        _path.RemoveAt(_path.Count - 1);
    }

    private bool AreSame(Place place, JsonSlice older, JsonSlice newer)
    {
        if (older.GetText() is not { } one || newer.GetText() is not { } other)
        {
            return false;
        }

        // A component's own id stands for itself; where others name it, it stands for the component.
        return includeVolatile
            ? place.Name is not ("_id" or "refId") && before.Resolve(one) == after.Resolve(other)
            : before.Resolve(one) == after.Resolve(other) || Clear(one) == Clear(other);
    }

    /// <summary>What a text says, decoded where it is percent-encoded as a whole.</summary>
    public static string Clear(string text) => PercentCode.TryDecodeExactly(text, out var decoded) ? decoded : text;

    // For finding items that did not change, what is volatile never counts: with it, one new id would make another item of it.
    private string Canonical(DefinitionSide side, JsonSlice item)
    {
        if (item.IsScalar)
        {
            return item.GetText() is { } text ? "\"" + Clear(side.Resolve(text)) : JsonText.GetString(item.Text);
        }

        var parts = item.IsArray
            ? item.Items().Select(inner => Canonical(side, inner))
            : Members(side, item)
                .Pairs.Where(pair => !VolatileRules.IsLeftOut(member, string.Empty, pair.Key))
                .Select(pair => pair.Key + ":" + Canonical(side, pair.Value))
                .OrderBy(static text => text, StringComparer.Ordinal);
        return (item.IsArray ? "[" : "{") + string.Join("\n", parts) + "]";
    }

    private bool IsLeftOut(Place place) => !includeVolatile && VolatileRules.IsLeftOut(member, place.ParentName, place.Name);

    private static (List<(string Key, JsonSlice Value)> Pairs, Dictionary<string, JsonSlice> Values) Members(
        DefinitionSide side,
        JsonSlice value)
    {
        var members = value.Members().ToList();
        var keys = TreeKeys.Distinct(members.Select(pair => side.Resolve(pair.Name.GetText()!)));
        var pairs = members.Select((pair, index) => (keys[index], pair.Value)).ToList();
        return (pairs, pairs.ToDictionary(static pair => pair.Item1, static pair => pair.Value, StringComparer.Ordinal));
    }

    private void Report(
        KoreChangeKind change,
        Place place,
        JsonSlice? older,
        JsonSlice? newer,
        JsonSlice? ownerBefore,
        JsonSlice? ownerAfter,
        string? key = null) =>
        _changes.Add(
            new ValueChange(
                change,
                key is null ? [.. _path] : [.. _path, key],
                place.Name,
                place.ParentName,
                older,
                newer,
                ownerBefore,
                ownerAfter));

    private readonly record struct Place(string Name, string ParentName)
    {
        /// <summary>An item is called after its array.</summary>
        public Place Item => new(Name, Name);
    }
}

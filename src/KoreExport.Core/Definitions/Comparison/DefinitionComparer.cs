namespace KoreExport.Definitions;

/// <summary>Compares two definitions, kind by kind.</summary>
internal sealed class DefinitionComparer
{
    private static readonly ComponentKind Faq = new("faqs", "Faq", KindLayout.FilePerItem)
    {
        NaturalKey = ["question"],
        NameFrom = ["question"],
    };
    private readonly DefinitionSide _before;
    private readonly DefinitionSide _after;
    private readonly bool _includeVolatile;
    private readonly DifferenceWriter _writer;
    private readonly RenameIndex _renames = new();

    public DefinitionComparer(JsonSlice before, JsonSlice after, bool includeVolatile, DifferenceWriter writer)
    {
        (_before, _after) = (new DefinitionSide(before), new DefinitionSide(after));
        (_includeVolatile, _writer) = (includeVolatile, writer);
    }

    /// <summary>The differences, in the order of the kinds.</summary>
    public IEnumerable<KoreDifference> Compare(CancellationToken cancellationToken)
    {
        // All pairs come first: what an id stands for, and what was renamed, is known only then. Most of them did not change.
        var pairs = new List<ComponentPair>();
        foreach (var pair in Pairs())
        {
            _renames.Add(pair);
            if (!pair.IsUnchanged)
            {
                pairs.Add(pair);
            }
        }

        foreach (var pair in pairs)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var difference in Compare(pair))
            {
                yield return difference;
            }
        }
    }

    private IEnumerable<ComponentPair> Pairs()
    {
        var matcher = new ComponentMatcher(_before, _after);
        foreach (var kind in ComponentKinds.All)
        {
            var older = _before.Root.Member(kind.Member);
            var newer = _after.Root.Member(kind.Member);
            if (IsListed(kind, older, newer))
            {
                foreach (var pair in matcher.Match(kind, older, newer))
                {
                    foreach (var part in kind.Member == "knowledgeTasks" ? WithFaqs(matcher, pair) : [pair])
                    {
                        yield return part;
                    }
                }
            }
        }

        foreach (var pair in OtherMembers())
        {
            yield return pair;
        }
    }

    private static bool IsListed(ComponentKind kind, JsonSlice? older, JsonSlice? newer) =>
        kind.Layout != KindLayout.FilePerMember
        && (older ?? newer) is not null
        && older is null or { IsArray: true }
        && newer is null or { IsArray: true };

    // A question is a component of its own; the task is compared without them.
    private static IEnumerable<ComponentPair> WithFaqs(ComponentMatcher matcher, ComponentPair task)
    {
        yield return task;
        if (task is { Before: { } older, After: { } newer })
        {
            foreach (var faq in matcher.Match(Faq, older.Member("faqs")?.Member("faqs"), newer.Member("faqs")?.Member("faqs")))
            {
                yield return faq with
                {
                    Member = "knowledgeTasks",
                    Key = $"{task.Key}/faqs/{faq.Key}",
                };
            }
        }
    }

    private IEnumerable<ComponentPair> OtherMembers()
    {
        var older = _before
            .Root.Members()
            .GroupBy(static pair => pair.Name.GetText()!)
            .ToDictionary(static group => group.Key, static group => group.First().Value);
        var newer = _after
            .Root.Members()
            .GroupBy(static pair => pair.Name.GetText()!)
            .ToDictionary(static group => group.Key, static group => group.First().Value);
        foreach (var member in older.Keys.Union(newer.Keys))
        {
            var one = older.TryGetValue(member, out var value) ? value : default(JsonSlice?);
            var other = newer.TryGetValue(member, out value) ? value : default(JsonSlice?);
            var kind = ComponentKinds.Find(member);
            if (kind is not null && IsListed(kind, one, other))
            {
                continue;
            }

            if (kind?.Layout == KindLayout.FilePerMember && one is null or { IsObject: true } && other is null or { IsObject: true })
            {
                foreach (var pair in MemberPairs(kind!, one, other))
                {
                    yield return pair;
                }
            }
            else
            {
                var label = kind?.Label ?? ((one ?? other)!.Value.IsScalar ? "Bot" : "Setting");
                yield return new ComponentPair(member, label, string.Empty, one, other)
                {
                    NameBefore = NameOf(member, label, _before),
                    NameAfter = NameOf(member, label, _after),
                };
            }
        }
    }

    private static string? NameOf(string member, string label, DefinitionSide side) => label == "Bot" ? side.Facts.Name : member;

    private IEnumerable<ComponentPair> MemberPairs(ComponentKind kind, JsonSlice? older, JsonSlice? newer)
    {
        var names = (older?.Members() ?? [])
            .Concat(newer?.Members() ?? [])
            .Select(static pair => pair.Name.GetText()!)
            .Distinct(StringComparer.Ordinal);
        foreach (var name in names)
        {
            var pair = new ComponentPair(kind.Member, kind.Label, name, older?.Member(name), newer?.Member(name))
            {
                NameBefore = name,
                NameAfter = name,
            };
            var isOneSided = pair.Before is null || pair.After is null;
            if (!(isOneSided && kind.Member == "localeData" && !_includeVolatile && !IsEnabled(name)))
            {
                yield return pair;
            }
        }
    }

    // Newer versions of the platform write dozens of languages that nobody enabled.
    private bool IsEnabled(string language) =>
        new[] { _before, _after }.Any(side =>
            side.Facts.Language == language
            || (side.Root.Member("supportedLanguages")?.Items() ?? []).Any(item => item.Is(language))
            || side.Root.Member("languageConfigurations")?.Member(language) is not null);

    private IEnumerable<KoreDifference> Compare(ComponentPair pair)
    {
        if (!_includeVolatile && IsLeftOut(pair))
        {
            yield break;
        }

        if (pair is not { Before: { } older, After: { } newer })
        {
            yield return pair.Label is "Bot" or "Setting" ? _writer.Inside(pair, Change(pair)) : _writer.Whole(pair);
            yield break;
        }

        if (pair.Label is not ("Bot" or "Faq") && _renames.IsRename(pair))
        {
            yield return _writer.Rename(pair);
        }

        var comparer = new ValueComparer(pair.Member, _before, _after, _includeVolatile);
        foreach (var change in comparer.Compare(older, newer, pair.Label == "Bot" ? pair.Member : string.Empty))
        {
            if (!IsToldElsewhere(pair, change))
            {
                yield return _writer.Inside(pair, change);
            }
        }
    }

    private bool IsToldElsewhere(ComponentPair pair, ValueChange change) =>
        (pair.Label == "KnowledgeTask" && change.Parts.Length > 1 && change.Parts[0] == "faqs" && change.Parts[1] == "faqs")
        || (!_includeVolatile && change.Parts.Length == 1 && change.Parts[0] == "refId")
        || (
            change.Parts.Length > 0
            && _renames.IsPartOfRename(pair, change.Parts[change.Parts.Length - 1], change.Before?.GetText(), change.After?.GetText()));

    private static bool IsLeftOut(ComponentPair pair) =>
        pair.Member == "exportOptions" || (pair.Label == "Bot" && VolatileRules.IsLeftOut(string.Empty, string.Empty, pair.Member));

    private static ValueChange Change(ComponentPair pair) =>
        new(
            pair.Before is null ? KoreChangeKind.Added : KoreChangeKind.Removed,
            [],
            pair.Member,
            string.Empty,
            pair.Before,
            pair.After,
            null,
            null);
}

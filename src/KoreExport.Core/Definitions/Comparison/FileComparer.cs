using KoreExport.Verification;

namespace KoreExport.Definitions;

/// <summary>Compares the files beside a definition: variables and utterances row by row, in any format, others as a whole.</summary>
/// <param name="redactor">Masks secrets.</param>
/// <param name="writer">Makes the differences.</param>
/// <param name="includeVolatile">Whether what changes by itself counts.</param>
/// <param name="single">What a file is called that is no entry of an archive.</param>
internal sealed class FileComparer(Redactor redactor, DifferenceWriter writer, bool includeVolatile, string single)
{
    public IEnumerable<KoreDifference> Compare(IReadOnlyDictionary<string, byte[]> before, IReadOnlyDictionary<string, byte[]> after)
    {
        foreach (var name in before.Keys.Union(after.Keys).OrderBy(static name => name, StringComparer.Ordinal))
        {
            before.TryGetValue(name, out var older);
            after.TryGetValue(name, out var newer);
            if (older is not null && newer is not null && older.AsSpan().SequenceEqual(newer))
            {
                continue;
            }

            var differences =
                older is not null && newer is not null && Rows(name, older) is { } one && Rows(name, newer) is { } other
                    ? CompareRows(name, one, other)
                    : [Whole(name, older, newer)];
            foreach (var difference in differences)
            {
                yield return difference;
            }
        }
    }

    private IEnumerable<KoreDifference> CompareRows(string name, RowList older, RowList newer)
    {
        var kind = older.Kind;
        var matcher = new ComponentMatcher(new DefinitionSide(older.Rows), new DefinitionSide(newer.Rows));
        var comparer = new ValueComparer(kind.Member, new DefinitionSide(older.Rows), new DefinitionSide(newer.Rows), includeVolatile);
        foreach (var pair in matcher.Match(kind, older.Rows, newer.Rows))
        {
            if (pair is not { Before: { } one, After: { } other })
            {
                yield return writer.Whole(pair);
                continue;
            }

            foreach (var change in comparer.Compare(one, other))
            {
                // What CSV has no column for does not differ.
                if (older.IsTable == newer.IsTable || change.Change == KoreChangeKind.Modified)
                {
                    yield return writer.Inside(pair, change);
                }
            }
        }

        foreach (var change in comparer.Compare(older.Rest, newer.Rest))
        {
            yield return writer.Inside(
                new ComponentPair(Shown(name), "File", string.Empty, older.Rest, newer.Rest) { NameAfter = Shown(name) }, change);
        }
    }

    private static RowList? Rows(string name, byte[] content) => RowList.Read(name, content);

    private KoreDifference Whole(string name, byte[]? older, byte[]? newer)
    {
        var before = older is null ? null : Describe(name, older);
        var after = newer is null ? null : Describe(name, newer);
        return writer.File(Shown(name), before, after);
    }

    private string Shown(string name) => name.Length > 0 ? name : single;

    private string Describe(string name, byte[] content)
    {
        using var sha = System.Security.Cryptography.SHA256.Create();
        return content.Length <= 64 * 1024 && Array.IndexOf(content, (byte)0) < 0
            ? JsonText.GetString(RedactedFile.Mask(redactor, name, content))
            : $"{content.Length} bytes, SHA-256 {Hex.Lower(sha.ComputeHash(content))}";
    }
}

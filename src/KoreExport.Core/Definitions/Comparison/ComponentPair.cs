namespace KoreExport.Definitions;

/// <summary>A component in both definitions, or in one.</summary>
/// <param name="Member">The member of the definition.</param>
/// <param name="Label">What kind of component it is.</param>
/// <param name="Key">What identifies it.</param>
/// <param name="Before">It in the older definition.</param>
/// <param name="After">It in the newer one.</param>
internal sealed record ComponentPair(string Member, string Label, string Key, JsonSlice? Before, JsonSlice? After)
{
    public string? NameBefore { get; init; }

    public string? NameAfter { get; init; }

    /// <summary>The components whose names it repeats: the dialog of an intent, the component of a pattern.</summary>
    public IReadOnlyList<string> NamedAfter { get; init; } = [];

    public string? RefId => (After ?? Before)?.TextOf("refId");

    /// <summary>Whether it is the very same in both.</summary>
    public bool IsUnchanged =>
        Before is { } older && After is { } newer && NameBefore == NameAfter && older.Text.SequenceEqual(newer.Text);

    public string? Name => NameAfter ?? NameBefore;
}

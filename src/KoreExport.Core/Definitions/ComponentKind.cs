namespace KoreExport.Definitions;

/// <summary>How the components of a kind are laid out in a tree.</summary>
internal enum KindLayout
{
    /// <summary>One file an item of the array.</summary>
    FilePerItem,

    /// <summary>One file for the items that belong to the same component.</summary>
    FilePerGroup,

    /// <summary>One file a member of the object.</summary>
    FilePerMember,

    /// <summary>One file for the array, its items sorted by identity.</summary>
    SortedFile,

    /// <summary>One file, as it is.</summary>
    File,
}

/// <summary>
/// What is known of a member of the definition: how its parts are told apart, what they are called, and how they are laid out. A kind that
/// is new on the platform becomes a line in <see cref="ComponentKinds"/>; until then it is kept in a file of its own.
/// </summary>
internal sealed record ComponentKind(string Member, string Label, KindLayout Layout)
{
    /// <summary>
    /// The members that tell items apart, in every copy of the bot: by <c>refId</c>, never by <c>_id</c>. Of "taskId|taskName" the first
    /// counts where it is the id of a component, for which its <c>refId</c> then stands; else the second.
    /// </summary>
    public string[] Identity { get; init; } = ["refId"];

    /// <summary>The members that tell items apart where the identity was made anew.</summary>
    public string[] NaturalKey { get; init; } = ["name", "type"];

    /// <summary>The members that may hold the name, the best first.</summary>
    public string[] NameFrom { get; init; } = ["name", "displayName", "key", "groupName", "language"];

    /// <summary>The members by which items are put into files, and after which the files are called: the first that all have.</summary>
    public string[] GroupBy { get; init; } = [];

    /// <summary>Whether the platform's order says nothing: it changes from export to export, or is that of <c>_id</c>.</summary>
    public bool IsUnordered { get; init; } = true;
}

namespace KoreExport;

/// <summary>What happened to a component, or to a property of one.</summary>
public enum KoreChangeKind
{
    /// <summary>It is only in the newer export.</summary>
    Added,

    /// <summary>It is only in the older export.</summary>
    Removed,

    /// <summary>It has another value.</summary>
    Modified,

    /// <summary>It has another name; all places that repeat the name are this one change.</summary>
    Renamed,

    /// <summary>It has another place in an order that matters.</summary>
    Moved,
}

namespace KoreExport;

/// <summary>How an export is laid out in a folder.</summary>
public enum KoreTreeLayout
{
    /// <summary>One folder a kind of component, one file a component, code in files of its own.</summary>
    Component,

    /// <summary>The files of the export as they are.</summary>
    File,
}

namespace KoreExport;

/// <summary>What the platform's log says of one sort of component that it imported.</summary>
public sealed class KoreImportedComponent
{
    internal KoreImportedComponent(string component, int count, int failedCount)
    {
        Component = component;
        Count = count;
        FailedCount = failedCount;
    }

    /// <summary>The platform's own word (<c>taskType</c>), such as <c>Dialog</c>, <c>KnowledgeTasks</c> or <c>Utterences</c>.</summary>
    public string Component { get; }

    /// <summary>How many were imported: the log's lines about them, or the number that it names.</summary>
    public int Count { get; }

    /// <summary>How many were not.</summary>
    public int FailedCount { get; }

    /// <summary>The component and the count.</summary>
    public override string ToString() => $"{Component}: {Count}{(FailedCount > 0 ? $", {FailedCount} failed" : string.Empty)}";
}

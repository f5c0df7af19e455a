namespace KoreExport.Definitions;

/// <summary>Counts differences without keeping them.</summary>
internal static class ComparisonSummary
{
    /// <summary>Compares, and counts.</summary>
    public static KoreComparison Make(CompareOptions options, CancellationToken cancellationToken)
    {
        var botId = options.BotId;
        var changes = new Dictionary<KoreChangeKind, int>();
        var components = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var difference in ExportComparer.Compare(options, cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            botId ??= difference.BotId;
            changes[difference.Change] = Of(difference.Change) + 1;
            components[difference.Component] = (components.TryGetValue(difference.Component, out var count) ? count : 0) + 1;
        }

        return new KoreComparison
        {
            BotId = botId,
            ReferencePath = options.ReferencePath.Length > 0 ? options.ReferencePath : null,
            DifferencePath = options.DifferencePath,
            Added = Of(KoreChangeKind.Added),
            Removed = Of(KoreChangeKind.Removed),
            Modified = Of(KoreChangeKind.Modified),
            Renamed = Of(KoreChangeKind.Renamed),
            Moved = Of(KoreChangeKind.Moved),
            Components = components,
        };

        int Of(KoreChangeKind change) => changes.TryGetValue(change, out var count) ? count : 0;
    }
}

namespace KoreExport;

/// <summary>How much differs between two exports of a bot.</summary>
public sealed class KoreComparison
{
    internal KoreComparison()
    {
    }

    /// <summary>The bot, or null where it is not known.</summary>
    public string? BotId { get; internal init; }

    /// <summary>The older export; null where there is none.</summary>
    public string? ReferencePath { get; internal init; }

    /// <summary>The newer export.</summary>
    public string DifferencePath { get; internal init; } = string.Empty;

    /// <summary>Whether nothing differs.</summary>
    public bool IsEqual => Count == 0;

    /// <summary>How many differences there are.</summary>
    public int Count => Added + Removed + Modified + Renamed + Moved;

    /// <summary>How many components and values are new.</summary>
    public int Added { get; internal init; }

    /// <summary>How many are gone.</summary>
    public int Removed { get; internal init; }

    /// <summary>How many values are other ones.</summary>
    public int Modified { get; internal init; }

    /// <summary>How many components have another name.</summary>
    public int Renamed { get; internal init; }

    /// <summary>How many have another place in an order that matters.</summary>
    public int Moved { get; internal init; }

    /// <summary>The number of differences by kind of component.</summary>
    public IReadOnlyDictionary<string, int> Components { get; internal init; } = new Dictionary<string, int>();

    /// <summary>The counts in words.</summary>
    public override string ToString() => IsEqual ? "no differences" : string.Join(", ", new[]
    {
        Words(Added, "added"), Words(Removed, "removed"), Words(Modified, "modified"), Words(Renamed, "renamed"), Words(Moved, "moved"),
    }.OfType<string>());

    private static string? Words(int count, string word) =>
        count > 0 ? count.ToString(System.Globalization.CultureInfo.InvariantCulture) + " " + word : null;
}

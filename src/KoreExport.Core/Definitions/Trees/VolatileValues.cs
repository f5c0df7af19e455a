namespace KoreExport.Definitions;

/// <summary>
/// What a tree keeps apart because it changes by itself, in a file that says nothing of the bot: the order of components that have none,
/// ids that are made anew, and the values that <see cref="VolatileRules"/> lists.
/// </summary>
internal sealed class VolatileValues
{
    /// <summary>The order in which the platform had the items: by the tree's folder, or by file and path of an array.</summary>
    public SortedDictionary<string, List<string>> Order { get; } = new(StringComparer.Ordinal);

    /// <summary>Ids by the <c>refId</c> of what they identify.</summary>
    public SortedDictionary<string, string> Ids { get; } = new(StringComparer.Ordinal);

    /// <summary>Tokens by file and path.</summary>
    public SortedDictionary<string, byte[]> Values { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads the file.</summary>
    public static VolatileValues Read(JsonSlice file)
    {
        var result = new VolatileValues();
        foreach (var (name, list) in file.Member("order")?.Members() ?? [])
        {
            result.Order[name.GetText()!] = [.. list.Items().Select(static item => item.GetText() ?? string.Empty)];
        }

        foreach (var (name, id) in file.Member("ids")?.Members() ?? [])
        {
            result.Ids[name.GetText()!] = id.GetText() ?? string.Empty;
        }

        foreach (var (name, value) in file.Member("values")?.Members() ?? [])
        {
            result.Values[name.GetText()!] = value.Text.ToArray();
        }

        return result;
    }

    /// <summary>Writes the file: one line a value, sorted, so that a change is a line.</summary>
    public void Write(JsonLayoutWriter writer)
    {
        writer.Open('{');
        writer.Name("order");
        writer.Open('{');
        foreach (var pair in Order)
        {
            writer.Name(pair.Key);
            writer.Open('[');
            pair.Value.ForEach(writer.String);
            writer.Close(']');
        }

        writer.Close('}');
        writer.Name("ids");
        writer.Open('{');
        foreach (var pair in Ids)
        {
            writer.Name(pair.Key);
            writer.String(pair.Value);
        }

        writer.Close('}');
        writer.Name("values");
        writer.Open('{');
        foreach (var pair in Values)
        {
            writer.Name(pair.Key);
            writer.Scalar(pair.Value);
        }

        writer.Close('}');
        writer.Close('}');
    }
}

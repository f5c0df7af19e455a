namespace KoreExport.Definitions;

/// <summary>A list of utterances or variables, from CSV or JSON.</summary>
/// <param name="Kind">What the rows are.</param>
/// <param name="Rows">The rows, an array of objects.</param>
/// <param name="Rest">What else the file says, an object.</param>
/// <param name="IsTable">Whether it came from CSV.</param>
internal sealed record RowList(ComponentKind Kind, JsonSlice Rows, JsonSlice Rest, bool IsTable)
{
    private static readonly ComponentKind Utterance = new("utterances", "Utterance", KindLayout.File)
    {
        Identity = ["taskName", "sentence", "language"],
        NaturalKey = [],
        NameFrom = ["sentence"],
    };

    private static readonly ComponentKind Variable = new("variables", "Variable", KindLayout.File)
    {
        Identity = ["key"],
        NaturalKey = [],
        NameFrom = ["key"],
    };

    private static readonly ComponentKind EnvironmentVariable = Variable with { Member = "envVariables", Label = "EnvironmentVariable" };

    private static JsonSlice Nothing => JsonSlice.Unchecked("{}"u8.ToArray());

    /// <summary>The rows, or null where the file is no such list.</summary>
    public static RowList? Read(string name, byte[] content)
    {
        try
        {
            var json = JsonSlice.Parse(content);
            return json.IsArray ? Create(json, Nothing, isTable: false)
                : json.Member("envVariables") is { IsArray: true } rows
                    ? new RowList(EnvironmentVariable, rows, Without(json, "envVariables"), IsTable: false)
                : null;
        }
        catch (JsonFormatException)
        {
            return name.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || CsvTable.Read(JsonText.GetString(content)) is not { } table
                ? null
                : Create(table, Nothing, isTable: true);
        }
    }

    private static RowList? Create(JsonSlice rows, JsonSlice rest, bool isTable)
    {
        var first = rows.Items().FirstOrDefault();
        var isEmpty = rows.IsEmptyContainer();
        return isEmpty || (first.IsObject && first.Member("sentence") is not null) ? new RowList(Utterance, rows, rest, isTable)
            : first.IsObject && first.Member("key") is not null ? new RowList(Variable, rows, rest, isTable)
            : null;
    }

    private static JsonSlice Without(JsonSlice json, string member)
    {
        using var rest = new MemoryStream();
        var writer = new JsonLayoutWriter(rest, JsonLayout.Platform);
        writer.Open('{');
        foreach (var (name, value) in json.Members().Where(pair => !pair.Name.Is(member)))
        {
            writer.Name(name.Text);
            writer.Value(value);
        }

        writer.Close('}');
        writer.Complete();
        return JsonSlice.Unchecked(rest.ToArray());
    }
}

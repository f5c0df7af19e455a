namespace KoreExport.Definitions;

/// <summary>A file of an export.</summary>
/// <param name="Name">Its name in the archive.</param>
/// <param name="IsFolder">Whether it is a folder, without content.</param>
/// <param name="Read">Reads its content.</param>
internal sealed record SourceEntry(string Name, bool IsFolder, Func<byte[]> Read)
{
    private static readonly string[] DefinitionNames = ["botDefinition.json", "appDefinition.json"];

    /// <summary>Whether it is the definition of a bot, under the name of now or of before XO11.</summary>
    public bool IsDefinition => IsDefinitionName(Name);

    /// <summary>Whether a file on disk is called like a definition.</summary>
    public static bool IsDefinitionFile(string path) => IsDefinitionName(Path.GetFileName(path));

    public static bool IsDefinitionName(string entry) =>
        Array.Exists(DefinitionNames, name => name.Equals(entry.Substring(entry.LastIndexOf('/') + 1), StringComparison.OrdinalIgnoreCase));
}

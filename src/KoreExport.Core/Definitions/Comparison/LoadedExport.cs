namespace KoreExport.Definitions;

/// <summary>An export that is to be compared, from wherever it is: an archive, a tree, a folder with its files, or a single file.</summary>
internal sealed class LoadedExport
{
    private LoadedExport(string path, bool isRedacted) => (Path, IsRedacted) = (path, isRedacted);

    public string Path { get; }

    /// <summary>Whether its secrets are masked already.</summary>
    public bool IsRedacted { get; }

    /// <summary>The definition, checked; null where there is none.</summary>
    public JsonSlice? Definition { get; private set; }

    /// <summary>All other files by their names.</summary>
    public SortedDictionary<string, byte[]> Files { get; } = new(StringComparer.Ordinal);

    public static LoadedExport Load(string path, CancellationToken cancellationToken)
    {
        if (Directory.Exists(path))
        {
            return ExpandedTree.IsTree(path) ? FromTree(ExpandedTree.Open(path), cancellationToken) : FromFolder(path);
        }

        using var source = ExportSource.Open(path);
        var export = new LoadedExport(path, isRedacted: false);
        foreach (var entry in source.Entries.Where(static entry => !entry.IsFolder))
        {
            cancellationToken.ThrowIfCancellationRequested();
            export.Add(entry.Name, ReferenceEquals(entry, source.Definition), entry.Read(), isSingle: !source.IsArchive);
        }

        return export;
    }

    private static LoadedExport FromTree(ExpandedTree tree, CancellationToken cancellationToken)
    {
        var export = new LoadedExport(tree.Root, tree.Manifest.IsRedacted);
        var merger = new ExportMerger(tree);
        foreach (var entry in tree.Manifest.Entries.Where(static entry => entry.File is not null))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var content = new MemoryStream();
            merger.Write(entry, content);
            export.Add(
                entry.Name,
                entry.Layout is not null || SourceEntry.IsDefinitionName(entry.Name),
                content.ToArray(),
                !tree.Manifest.IsArchive);
        }

        return export;
    }

    // An archive that was expanded by other means.
    private static LoadedExport FromFolder(string folder)
    {
        var files = Directory.GetFiles(folder).OrderBy(static file => file, StringComparer.Ordinal).ToList();
        if (!files.Exists(SourceEntry.IsDefinitionFile))
        {
            throw DefinitionErrors.NotATree(folder);
        }

        var export = new LoadedExport(folder, isRedacted: false);
        files.ForEach(file =>
            export.Add(System.IO.Path.GetFileName(file), SourceEntry.IsDefinitionFile(file), File.ReadAllBytes(file), isSingle: false));
        return export;
    }

    private void Add(string name, bool isDefinition, byte[] content, bool isSingle)
    {
        if (isDefinition && Definition is null)
        {
            try
            {
                if (JsonSlice.Parse(content) is { IsObject: true } json)
                {
                    Definition = json;
                    return;
                }
            }
            catch (JsonFormatException failure)
            {
                throw DefinitionErrors.SourceInvalid(
                    Path,
                    $"its definition is not JSON ({failure.Message}, at byte {failure.Position})",
                    failure);
            }
        }

        // Two backups of a list have names with different times, and different endings if one is CSV.
        Files[isSingle ? string.Empty : name] = content;
    }
}

using KoreExport.Backups;
using KoreExport.Definitions;
using KoreExport.Errors;
using KoreExport.Files;
using KoreExport.Verification;

namespace KoreExport.Imports;

/// <summary>What is restored: read, whole, and as its record says.</summary>
internal sealed class RestoreSource
{
    private readonly Dictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    private RestoreSource(string path) => Path = path;

    /// <summary>The file or the folder.</summary>
    public string Path { get; }

    /// <summary>The kind that its record names; null where it has no record.</summary>
    public KoreExportKind? RecordedKind { get; private set; }

    /// <summary>The definition's bytes; null where there is none.</summary>
    public ImportFile? Definition { get; private set; }

    /// <summary>The definition, checked.</summary>
    public JsonSlice? DefinitionJson { get; private set; }

    /// <summary><c>config.json</c>.</summary>
    public ImportFile? Config => Find(static name => name.Equals("config.json", StringComparison.OrdinalIgnoreCase));

    /// <summary><c>icon.png</c>.</summary>
    public ImportFile? Icon => Find(static name => name.Equals("icon.png", StringComparison.OrdinalIgnoreCase));

    /// <summary>The scripts.</summary>
    public IReadOnlyList<ImportFile> Functions => _files
        .Where(static file => file.Key.EndsWith(".js", StringComparison.OrdinalIgnoreCase))
        .OrderBy(static file => file.Key, StringComparer.Ordinal)
        .Select(static file => new ImportFile(file.Key, file.Value))
        .ToList();

    /// <summary>The whole archive; null where it is not one.</summary>
    public byte[]? Archive { get; private set; }

    /// <summary>The file, where it is a single one.</summary>
    public ImportFile? Single { get; private set; }

    /// <summary>
    /// Reads a file or an expanded export. Throws where it is not there, not whole, not what its record says, or cannot be put together.
    /// </summary>
    /// <param name="path">The full path.</param>
    /// <param name="sha256">The hash that it must have; null takes that of its record, if it has one.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static RestoreSource Load(string path, string? sha256, CancellationToken cancellationToken)
    {
        var source = new RestoreSource(path);
        if (Directory.Exists(path))
        {
            source.ReadTree(cancellationToken);
        }
        else
        {
            source.ReadFile(sha256, cancellationToken);
        }

        return source;
    }

    /// <summary>What a file is an export of, by its record; a bot where it has none.</summary>
    public static KoreExportKind KindOf(string path) =>
        BackupRecordFile.Read(path + BackupFileName.RecordExtension)?.Kind ?? KoreExportKind.Bot;

    private ImportFile? Find(Func<string, bool> name) =>
        _files.Where(
            file => name(file.Key)).Select(static file => new ImportFile(file.Key.ToLowerInvariant(), file.Value)).FirstOrDefault();

    private void ReadTree(CancellationToken cancellationToken)
    {
        var tree = ExpandedTree.Open(Path);
        if (tree.Manifest.IsRedacted)
        {
            throw DefinitionErrors.TreeRedacted(Path);
        }

        var merger = new ExportMerger(tree);
        if (tree.Manifest.IsArchive)
        {
            using var archive = new MemoryStream();
            merger.WriteAll(archive, cancellationToken);
            Archive = archive.ToArray();
        }

        foreach (var entry in tree.Manifest.Entries.Where(static entry => entry.File is not null))
        {
            using var content = new MemoryStream();
            merger.Write(entry, content);
            Add(entry.Name, content.ToArray(), entry.Layout is not null
                || SourceEntry.IsDefinitionName(entry.Name), !tree.Manifest.IsArchive);
        }
    }

    private void ReadFile(string? sha256, CancellationToken cancellationToken)
    {
        if (!File.Exists(Path))
        {
            throw DefinitionErrors.PathNotFound(Path);
        }

        CheckRecord(sha256, cancellationToken);
        using var source = ExportSource.Open(Path);
        foreach (var entry in source.Entries.Where(static entry => !entry.IsFolder))
        {
            cancellationToken.ThrowIfCancellationRequested();

            // Reading it compares its checksum.
            Add(entry.Name, entry.Read(), ReferenceEquals(entry, source.Definition), !source.IsArchive);
        }

        Archive = source.IsArchive ? ReadBytes() : null;
    }

    private void CheckRecord(string? sha256, CancellationToken cancellationToken)
    {
        var record = BackupRecordFile.Read(Path + BackupFileName.RecordExtension);
        RecordedKind = record?.Kind;
        var expected = sha256 ?? record?.Sha256;
        try
        {
            if (expected is not null && !FileHash.Sha256(Path, cancellationToken).Equals(expected, StringComparison.OrdinalIgnoreCase))
            {
                throw ImportErrors.Corrupt(Path, "SHA-256 mismatch: it is not as it was saved");
            }
        }
        catch (Exception failure) when (PartialFile.IsFileProblem(failure))
        {
            throw ImportErrors.Corrupt(Path, LogSanitizer.Sanitize(failure.Message).TrimEnd('.'));
        }
    }

    private byte[] ReadBytes()
    {
        try
        {
            return File.ReadAllBytes(Path);
        }
        catch (Exception failure) when (PartialFile.IsFileProblem(failure))
        {
            throw ImportErrors.Corrupt(Path, LogSanitizer.Sanitize(failure.Message).TrimEnd('.'));
        }
    }

    private void Add(string name, byte[] content, bool isDefinition, bool isSingle)
    {
        var file = new ImportFile(name.Substring(name.LastIndexOf('/') + 1), content);
        Single = isSingle ? file : Single;
        if (!isDefinition || Definition is not null)
        {
            _files[file.Name] = content;
            return;
        }

        try
        {
            DefinitionJson = JsonSlice.Parse(content);
            Definition = file;
        }
        catch (JsonFormatException failure) when (!isSingle)
        {
            throw ImportErrors.Corrupt(Path, $"its definition is not JSON ({failure.Message}, at byte {failure.Position})");
        }
        catch (JsonFormatException)
        {
            // A list of utterances or variables may be anything; whoever wants it looks into it.
        }
    }
}

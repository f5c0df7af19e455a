using KoreExport.Errors;
using KoreExport.Files;

namespace KoreExport.Definitions;

/// <summary>
/// Expands an export into a folder that people, diffs and git can read. It proves itself: before the folder gets its place, it is merged
/// again and compared with the export to the byte.
/// </summary>
internal sealed class ExportExpander(ExpandOptions options, CancellationToken cancellationToken)
{
    private readonly List<TreeEntry> _entries = [];
    private readonly EntryFiles _entryFiles = new(options.Layout);

    /// <summary>Expands the export.</summary>
    public static KoreExpandedExport Expand(ExpandOptions options, CancellationToken cancellationToken) =>
        new ExportExpander(options, cancellationToken).Expand();

    private KoreExpandedExport Expand()
    {
        using var source = ExportSource.Open(options.SourcePath);
        var isComponents = options.Layout == KoreTreeLayout.Component;
        var content = source.Definition?.Read();
        CheckSource(source, isComponents);
        var (definition, layout) = content is null ? default : Parse(content, isComponents);
        var facts = DefinitionFacts.Read(definition);
        var botId = options.BotId ?? facts.BotId;
        var folderName = ExpandedFolderName.Choose(options, botId, facts.Name);
        var target = Path.Combine(Path.GetFullPath(options.Destination), folderName);
        var before = FilesBefore(target, botId);
        try
        {
            PrivateFile.CreateFolder(Path.GetDirectoryName(target)!);
            using var staging = new TreeStaging(target, cancellationToken);
            var redactor = options.Redact
                ? new Redactor(new SecretRules(options.SecretPatterns), options.RedactionKey, botId ?? folderName)
                : null;
            var tree = new TreeBuilder(staging, redactor);
            var isTakenApart = isComponents && definition is { IsObject: true } && layout is not null;
            if (isTakenApart)
            {
                new DefinitionExpander(tree, definition!.Value).Expand();
                tree.AddJson(TreeNames.Volatile, tree.Volatile.Write);
            }

            WriteEntries(source, tree, content, isTakenApart ? layout : null);
            var manifest = WriteManifest(source, tree, botId);
            if (!options.Redact)
            {
                Prove(ExpandedTree.Open(staging.Folder), source, content);
            }

            var swap = new TreeSwap(staging.Folder, target);
            swap.Apply([.. manifest.Files, TreeNames.Manifest], before, options.Force);
            return Result(facts, botId, target, manifest, swap);
        }
        catch (Exception failure) when (PartialFile.IsFileProblem(failure))
        {
            throw DefinitionErrors.WriteFailed(target, failure);
        }
    }

    private void CheckSource(ExportSource source, bool isComponents)
    {
        if (!source.IsArchive && options.SourcePath.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
        {
            throw DefinitionErrors.SourceInvalid(
                options.SourcePath,
                "it is not a zip archive; it may be an error page that was saved under this name");
        }

        if (source.IsArchive && isComponents && source.Definition is null)
        {
            throw DefinitionErrors.SourceInvalid(options.SourcePath, "it holds neither botDefinition.json nor appDefinition.json");
        }
    }

    private (JsonSlice? Definition, JsonLayout? Layout) Parse(byte[] content, bool isComponents)
    {
        try
        {
            var layout = JsonLayout.Detect(content, content.Length);
            return (JsonSlice.Unchecked(content), layout);
        }
        catch (JsonFormatException failure) when (failure.IsTooDeep || !isComponents)
        {
            // It is kept as it is.
            return default;
        }
        catch (JsonFormatException failure)
        {
            throw DefinitionErrors.SourceInvalid(
                options.SourcePath,
                $"its definition is not JSON ({failure.Message}, at byte {failure.Position})",
                failure);
        }
    }

    // The files of the tree before. Somebody else's folder, or another bot's, is not touched unasked.
    private IReadOnlyCollection<string> FilesBefore(string target, string? botId)
    {
        if (File.Exists(target))
        {
            throw DefinitionErrors.FolderForeign(target, "is a file");
        }

        if (!Directory.Exists(target))
        {
            return [];
        }

        if (TreeSwap.Unfinished(target) is { Count: > 0 } unfinished)
        {
            return IsOurs(unfinished) ? unfinished : throw DefinitionErrors.FolderForeign(target, "has a file that no expansion leaves");
        }

        if (ExpandedTree.IsTree(target))
        {
            return FilesOfTree(target, botId);
        }

        return options.Force || !Directory.EnumerateFileSystemEntries(target).Any()
            ? []
            : throw DefinitionErrors.FolderForeign(target, "has files that are not of an expanded export");
    }

    private IReadOnlyCollection<string> FilesOfTree(string target, string? botId)
    {
        try
        {
            var tree = ExpandedTree.Open(target);
            if (!options.Force && tree.Manifest.BotId != botId)
            {
                throw DefinitionErrors.FolderForeign(
                    target, $"holds the tree of another bot ({LogSanitizer.Sanitize(tree.Manifest.BotId)})");
            }

            tree.Manifest.Files.ToList().ForEach(file => tree.FullPath(file));
            return [.. tree.Manifest.Files, TreeNames.Manifest];
        }
        catch (KoreException failure) when (failure.ErrorId == KoreErrorId.TreeInvalid && options.Force)
        {
            return [TreeNames.Manifest];
        }
    }

    private static bool IsOurs(IReadOnlyCollection<string> files) => files.All(ArchiveEntryPath.IsSafe);

    private void WriteEntries(ExportSource source, TreeBuilder tree, byte[]? definition, JsonLayout? layout)
    {
        foreach (var entry in source.Entries)
        {
            var isDefinition = ReferenceEquals(entry, source.Definition);
            if (entry.IsFolder)
            {
                _entries.Add(new TreeEntry(entry.Name, null));
            }
            else if (isDefinition && layout is not null)
            {
                _entries.Add(new TreeEntry(entry.Name, TreeNames.Bot, layout));
            }
            else
            {
                var content = isDefinition ? definition! : entry.Read();
                var isSound = EntryCheck.Problem(entry.Name, content) is null;
                var file = _entryFiles.Choose(entry.Name);
                _entries.Add(new TreeEntry(entry.Name, file, IsUnchecked: !isSound));
                content = tree.Redactor is { } redactor ? RedactedFile.Mask(redactor, entry.Name, content) : content;
                tree.Add(file, content, content.Length);
            }
        }
    }

    private TreeManifest WriteManifest(ExportSource source, TreeBuilder tree, string? botId)
    {
        // Git must not touch line ends: they are the bot's.
        tree.AddText(TreeNames.Attributes, "* -text");
        tree.Files.Sort(StringComparer.Ordinal);
        var manifest = new TreeManifest
        {
            BotId = botId,
            Layout = options.Layout,
            IsRedacted = options.Redact,
            IsArchive = source.IsArchive,
            Entries = _entries,
            Files = [.. tree.Files],
        };
        tree.AddJson(TreeNames.Manifest, manifest.Write);
        return manifest;
    }

    private void Prove(ExpandedTree tree, ExportSource source, byte[]? definition)
    {
        var merger = new ExportMerger(tree);
        for (var i = 0; i < source.Entries.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var entry = source.Entries[i];
            var expected =
                entry.IsFolder ? []
                : ReferenceEquals(entry, source.Definition) ? definition!
                : entry.Read();
            var comparison = new ComparingStream(expected);
            try
            {
                merger.Write(tree.Manifest.Entries[i], comparison);
            }
            catch (KoreException failure)
            {
                throw DefinitionErrors.RoundTripFailed(
                    options.SourcePath,
                    $"its entry '{LogSanitizer.Sanitize(entry.Name)}' cannot be put together: {failure.Message.TrimEnd('.')}");
            }

            comparison.Complete();
            if (comparison.Difference is { } position)
            {
                throw DefinitionErrors.RoundTripFailed(
                    options.SourcePath,
                    $"its entry '{LogSanitizer.Sanitize(entry.Name)}' would differ from the original from byte {position} on");
            }
        }
    }

    private KoreExpandedExport Result(DefinitionFacts facts, string? botId, string target, TreeManifest manifest, TreeSwap swap) =>
        new()
        {
            BotId = botId,
            Name = facts.Name,
            Path = target,
            SourcePath = options.SourcePath,
            Layout = options.Layout,
            Redacted = options.Redact,
            FileCount = manifest.Files.Count + 1,
            Added = swap.Added,
            Modified = swap.Modified,
            Removed = swap.Removed,
        };
}

using System.IO.Compression;
using KoreExport.Errors;
using KoreExport.Files;

namespace KoreExport.Definitions;

/// <summary>
/// Puts an expanded export together again: the entries in their order, each the original's bytes where nothing was edited, and the
/// platform's own style of JSON where something was.
/// </summary>
internal sealed class ExportMerger(ExpandedTree tree)
{
    // The first time a zip can say, so that the same tree gives the same archive.
    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Merges a tree into a file.</summary>
    /// <param name="folder">The bot's folder.</param>
    /// <param name="destination">The archive to be, or the file where the export was a single one.</param>
    /// <param name="force">Whether a file that is there gives way.</param>
    /// <param name="cancellationToken">Ends the work; nothing is left behind.</param>
    public static void Merge(string folder, string destination, bool force, CancellationToken cancellationToken)
    {
        var tree = ExpandedTree.Open(folder);
        if (tree.Manifest.IsRedacted)
        {
            throw DefinitionErrors.TreeRedacted(folder);
        }

        var path = Path.GetFullPath(destination);
        if (Directory.Exists(path) || (File.Exists(path) && !force))
        {
            throw KoreErrors.FileExists(path);
        }

        var temporary = TemporaryName.For(path);
        try
        {
            PrivateFile.CreateFolder(Path.GetDirectoryName(path)!);
            using (var file = PrivateFile.CreateFile(temporary))
            {
                new ExportMerger(tree).WriteAll(file, cancellationToken);
            }

            if (force)
            {
                AtomicFile.Replace(temporary, path);
            }
            else
            {
                AtomicFile.MoveNew(temporary, path);
            }
        }
        catch (Exception failure) when (PartialFile.IsFileProblem(failure))
        {
            throw DefinitionErrors.WriteFailed(path, failure);
        }
        finally
        {
            // Where its folder could not be made, to delete it would be another error.
            if (File.Exists(temporary))
            {
                File.Delete(temporary);
            }
        }
    }

    /// <summary>Merges a tree into a file, and returns what <see cref="Unlisted"/> finds beside it.</summary>
    public static IReadOnlyList<string> MergeFolder(string folder, string destination, bool force, CancellationToken cancellationToken)
    {
        Merge(folder, destination, force, cancellationToken);
        return Unlisted(folder);
    }

    /// <summary>The files in the folders of the tree that are not part of it: an editor may have meant them to be.</summary>
    public static IReadOnlyList<string> Unlisted(string folder)
    {
        var tree = ExpandedTree.Open(folder);
        var files = new HashSet<string>(tree.Manifest.Files, StringComparer.OrdinalIgnoreCase);
        var folders = tree
            .Manifest.Files.Where(static file => file.IndexOf('/') > 0)
            .Select(static file => file.Substring(0, file.LastIndexOf('/')))
            .Distinct();
        return
        [
            .. folders
                .Where(part => Directory.Exists(tree.FullPath(part)))
                .SelectMany(part => Directory.GetFiles(tree.FullPath(part)).Select(path => part + "/" + Path.GetFileName(path)))
                .Where(file => !files.Contains(file))
                .OrderBy(static file => file, StringComparer.Ordinal),
        ];
    }

    /// <summary>Writes one entry.</summary>
    public void Write(TreeEntry entry, Stream output)
    {
        if (entry.File is not { } file)
        {
            return;
        }

        if (entry.Layout is { } layout)
        {
            new DefinitionMerger(tree, layout, output).Merge();
            return;
        }

        var content = tree.ReadBytes(file);
        if (!entry.IsUnchecked && EntryCheck.Problem(entry.Name, content) is { } problem)
        {
            throw DefinitionErrors.TreeInvalid(tree.FullPath(file), problem, "Correct it, or restore it.");
        }

        output.Write(content, 0, content.Length);
    }

    /// <summary>Writes the export.</summary>
    public void WriteAll(Stream output, CancellationToken cancellationToken)
    {
        if (!tree.Manifest.IsArchive)
        {
            Write(tree.Manifest.Entries[0], output);
            return;
        }

        using var archive = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var entry in tree.Manifest.Entries)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var target = archive.CreateEntry(entry.Name, CompressionLevel.Optimal);
            target.LastWriteTime = NoTime;
            using var content = target.Open();
            Write(entry, content);
        }
    }
}

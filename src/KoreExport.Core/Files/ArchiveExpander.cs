using System.IO.Compression;
using KoreExport.Errors;
using KoreExport.Verification;

namespace KoreExport.Files;

/// <summary>
/// Unpacks a verified archive into a folder of its own: beside it first, under a temporary name, and moved into place when all of it is
/// there. An archive with a single entry that may not be written is not unpacked at all.
/// </summary>
internal static class ArchiveExpander
{
    // One of them is in every export (seen in real ones).
    private static readonly string[] Hallmarks = ["botDefinition.json", "appDefinition.json", "config.json"];

    /// <summary>
    /// Unpacks <paramref name="zipPath"/> into <paramref name="folder"/>, which takes the place of an older one only at the end.
    /// </summary>
    /// <param name="zipPath">The archive.</param>
    /// <param name="folder">The folder to be.</param>
    /// <param name="overwrite">Whether a folder that is there gives way.</param>
    /// <param name="botId">The bot, for errors.</param>
    /// <param name="cancellationToken">Ends the work; nothing is left behind.</param>
    public static async Task ExpandAsync(string zipPath, string folder, bool overwrite, string botId, CancellationToken cancellationToken)
    {
        var temporary = TemporaryName.For(folder);
        try
        {
            using (var zip = new FileStream(zipPath, FileMode.Open, FileAccess.Read, FileShare.Read, 64 * 1024, useAsync: true))
            {
                var directory = ZipDirectory.Read(zip);
                zip.Position = 0;
                using var archive = new ZipArchive(zip, ZipArchiveMode.Read, leaveOpen: true);
                var targets = Plan(archive, directory, botId);
                PrivateFile.CreateFolder(temporary);
                await WriteAsync(targets, temporary, zip.Length, botId, cancellationToken).ConfigureAwait(false);
            }

            Replace(temporary, folder, overwrite);
        }
        catch (Exception failure) when (PartialFile.IsFileProblem(failure) || failure is InvalidDataException)
        {
            throw KoreErrors.FileWriteFailed(
                folder,
                failure,
                "The archive itself is saved. Check that the disk has room and this account may write there, then expand it by hand or run "
                + "this again with -Force.");
        }
        finally
        {
            DeleteFolder(temporary);
        }
    }

    /// <summary>
    /// Throws <see cref="KoreErrorId.FileExists"/> where the folder is there and may not be replaced: without the user's word, or where it
    /// is no export and so nobody's to delete.
    /// </summary>
    public static void CheckFree(string folder, bool overwrite)
    {
        if (File.Exists(folder) || (Directory.Exists(folder) && !overwrite))
        {
            throw KoreErrors.FileExists(folder);
        }

        if (Directory.Exists(folder) && !IsExport(folder))
        {
            throw KoreErrors.FolderForeign(folder);
        }
    }

    private static bool IsExport(string folder) =>
        Array.Exists(Hallmarks, name => File.Exists(Path.Combine(folder, name))) || !Directory.EnumerateFileSystemEntries(folder).Any();

    private static List<(ZipArchiveEntry Entry, string Path)> Plan(ZipArchive archive, List<ZipDirectoryEntry> directory, string botId)
    {
        var targets = new List<(ZipArchiveEntry, string)>();

        // Files and folders that differ only in case are one and the same on Windows and macOS.
        var taken = new Dictionary<string, bool>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < archive.Entries.Count; i++)
        {
            var entry = archive.Entries[i];
            var isFolder = entry.FullName.EndsWith("/", StringComparison.Ordinal);
            var name = isFolder ? entry.FullName.TrimEnd('/') : entry.FullName;
            if (directory[i].IsSymbolicLink)
            {
                throw KoreErrors.ArchiveUnsafe(botId, $"its entry '{LogSanitizer.Sanitize(entry.FullName)}' is a symbolic link");
            }

            var path = ArchiveEntryPath.Resolve(name, out var reason)
                ?? throw KoreErrors.ArchiveUnsafe(botId, $"its entry '{LogSanitizer.Sanitize(entry.FullName)}' {reason}");
            if (isFolder)
            {
                continue;
            }

            Take(taken, path, entry, botId);
            targets.Add((entry, path));
        }

        return targets;
    }

    private static void Take(Dictionary<string, bool> taken, string path, ZipArchiveEntry entry, string botId)
    {
        var clash = taken.ContainsKey(path);
        taken[path] = true;
        for (var parent = Path.GetDirectoryName(path); !string.IsNullOrEmpty(parent); parent = Path.GetDirectoryName(parent))
        {
            clash |= taken.TryGetValue(parent!, out var isFile) && isFile;
            taken[parent!] = false;
        }

        if (clash)
        {
            throw KoreErrors.ArchiveUnsafe(
                botId, $"its entry '{LogSanitizer.Sanitize(entry.FullName)}' has the same name as another one, letters' case aside");
        }
    }

    private static async Task WriteAsync(
        List<(ZipArchiveEntry Entry, string Path)> targets, string folder, long packed, string botId, CancellationToken cancellationToken)
    {
        var total = 0L;
        var chunk = new byte[128 * 1024];
        foreach (var (entry, path) in targets)
        {
            var target = Path.Combine(folder, path);
            PrivateFile.CreateFolder(Path.GetDirectoryName(target)!);
            using var content = entry.Open();
            using var file = PrivateFile.CreateFile(target);
            int read;
            while ((read = await content.ReadAsync(chunk, 0, chunk.Length, cancellationToken).ConfigureAwait(false)) > 0)
            {
                total += read;
                if (ArchiveLimits.Refusal(total, packed) is { } refusal)
                {
                    throw KoreErrors.ArchiveUnsafe(botId, refusal);
                }

                await file.WriteAsync(chunk, 0, read, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static void Replace(string temporary, string folder, bool overwrite)
    {
        if (!overwrite || !Directory.Exists(folder))
        {
            AtomicFile.MoveFolder(temporary, folder);
            return;
        }

        // A folder cannot be replaced in one step; the old one steps aside and comes back if the new one cannot take its place.
        var aside = TemporaryName.For(folder);
        AtomicFile.MoveFolder(folder, aside);
        try
        {
            AtomicFile.MoveFolder(temporary, folder);
        }
        catch (Exception failure) when (PartialFile.IsFileProblem(failure))
        {
            AtomicFile.MoveFolder(aside, folder);
            throw;
        }

        DeleteFolder(aside);
    }

    private static void DeleteFolder(string folder)
    {
        try
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
        catch (Exception failure) when (PartialFile.IsFileProblem(failure))
        {
            // Whatever ended the work is the error to report; a left-over has a name that says what it is.
        }
    }
}

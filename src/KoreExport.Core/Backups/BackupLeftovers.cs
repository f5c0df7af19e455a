using KoreExport.Abstractions;
using KoreExport.Files;
using KoreExport.Verification;

namespace KoreExport.Backups;

/// <summary>
/// What exports that were ended at some moment left in a set: files half written, folders half unpacked, and files that were whole but
/// had not got their names yet. Only what surely nobody writes any more is touched.
/// </summary>
internal static class BackupLeftovers
{
    /// <summary>The paths of what is left, in the set's folder and in those of the bots.</summary>
    public static IReadOnlyList<string> Find(BackupSetReader set, DateTimeOffset now)
    {
        var left = new List<string>();
        foreach (var folder in set.ListFolders().Prepend(set.Folder))
        {
            left.AddRange(FindIn(folder, now));
        }

        return left;
    }

    /// <summary>Gives a file its name if it is whole and a record waits for it, and deletes what is not.</summary>
    /// <param name="path">One of the paths that were found.</param>
    /// <param name="log">Told what was done.</param>
    public static void CleanUp(string path, IKoreLog log)
    {
        try
        {
            if (Directory.Exists(path))
            {
                Directory.Delete(path, recursive: true);
            }
            else if (FindOwnName(path) is { } name)
            {
                AtomicFile.MoveNew(path, name);
                log.Verbose($"Finished '{name}', which an export that was ended had saved but not yet named.");
                return;
            }
            else
            {
                File.Delete(path);
            }

            log.Verbose($"Removed '{path}', which an export that was ended had left half written.");
        }
        catch (Exception failure) when (PartialFile.IsFileProblem(failure))
        {
            log.Verbose($"'{path}' is left over from an export that was ended, and could not be removed: {failure.Message}");
        }
    }

    /// <summary>Whether a file that has no name yet can be the one that the record is about.</summary>
    public static bool IsBeingNamed(BackupEntry entry) =>
        entry.Record is { } record && Listed(entry.Folder).Exists(path => LengthOf(path) == record.Size);

    private static IEnumerable<string> FindIn(string folder, DateTimeOffset now) => Listed(folder).Where(path => IsDead(path, now));

    private static List<string> Listed(string folder)
    {
        try
        {
            return Directory.Exists(folder)
                ? Directory.EnumerateFileSystemEntries(folder, ".*" + TemporaryName.Extension).Where(TemporaryName.Is).ToList()
                : [];
        }
        catch (Exception failure) when (PartialFile.IsFileProblem(failure))
        {
            return [];
        }
    }

    private static bool IsDead(string path, DateTimeOffset now)
    {
        try
        {
            return TemporaryName.IsDead(path, LastWritten(path), now);
        }
        catch (Exception failure) when (PartialFile.IsFileProblem(failure))
        {
            // It changes or goes while one looks at it: somebody is at work.
            return false;
        }
    }

    private static string? FindOwnName(string path)
    {
        var length = LengthOf(path);
        foreach (var entry in BackupFolder.Open(Path.GetDirectoryName(path)!).Entries)
        {
            if (entry.Name.HasFile && entry.Record is { } record && record.Size == length && !File.Exists(entry.FilePath)
                && FileHash.Sha256(path, CancellationToken.None) == record.Sha256)
            {
                return entry.FilePath;
            }
        }

        return null;
    }

    private static long LengthOf(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? file.Length : -1;
    }

    // What is in a folder may be newer than the folder.
    private static DateTimeOffset LastWritten(string path)
    {
        var newest = File.GetLastWriteTimeUtc(path);
        if (Directory.Exists(path))
        {
            foreach (var below in Directory.EnumerateFileSystemEntries(path, "*", SearchOption.AllDirectories))
            {
                var written = File.GetLastWriteTimeUtc(below);
                newest = written > newest ? written : newest;
            }
        }

        return new DateTimeOffset(newest, TimeSpan.Zero);
    }
}

using KoreExport.Files;

namespace KoreExport.Backups;

/// <summary>What is in a set and not of it. It does no harm; whoever wants a folder with nothing else in it asks for it.</summary>
internal static class BackupForeignFiles
{
    /// <summary>Finds what is not ours, and says what it is.</summary>
    public static IEnumerable<(string Path, string Message)> Find(BackupSetReader set, DateTimeOffset now)
    {
        if (!Directory.Exists(set.Folder))
        {
            yield break;
        }

        foreach (var path in Directory.EnumerateFileSystemEntries(set.Folder))
        {
            if (IsOfGit(path) || TemporaryName.Is(path))
            {
                continue;
            }

            if (!Directory.Exists(path) || !BackupSetReader.IsBotFolder(path))
            {
                yield return (path, $"'{path}' is no backup.");
                continue;
            }

            foreach (var below in Directory.EnumerateFileSystemEntries(path).Where(static below => !TemporaryName.Is(below)))
            {
                if (Describe(below) is { } message)
                {
                    yield return (below, message);
                }
            }
        }

        foreach (var path in BackupLeftovers.Find(set, now))
        {
            yield return (path, $"'{path}' was left half written by an export that was ended. The next export removes it.");
        }
    }

    private static string? Describe(string path)
    {
        var name = Path.GetFileName(path);
        if (BackupFileName.ParseRecord(name) is not null)
        {
            return null;
        }

        if (BackupFileName.Parse(name) is null)
        {
            return $"'{path}' is no backup.";
        }

        // The record is written first; where it is not there now, it is not on its way either.
        return File.Exists(path + BackupFileName.RecordExtension) || !File.Exists(path) ? null : $"'{path}' has no record.";
    }

    // A set may well be a repository.
    private static bool IsOfGit(string path) => Path.GetFileName(path).StartsWith(".git", StringComparison.Ordinal);
}

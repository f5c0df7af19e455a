using KoreExport.Files;

namespace KoreExport.Backups;

/// <summary>Paths as an index holds them: below its own folder, with slashes, the same on every system.</summary>
internal static class BackupPath
{
    public static string Relative(string folder, string path)
    {
        var root = folder.TrimEnd(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar) + Path.DirectorySeparatorChar;
        return path.StartsWith(root, StringComparison.Ordinal)
            ? path.Substring(root.Length).Replace(Path.DirectorySeparatorChar, '/')
            : throw new ArgumentException($"'{path}' is not below '{folder}'.", nameof(path));
    }

    /// <summary>The full path, or null where it would lead out of the folder or cannot be a path everywhere.</summary>
    public static string? Resolve(string folder, string relative) =>
        ArchiveEntryPath.Resolve(relative, out _) is { } below ? Path.Combine(folder, below) : null;

    /// <summary>Whether the item's file, if it has one, is there and as long as it was.</summary>
    public static bool IsThere(string folder, BackupItem item)
    {
        if (item.Path is null)
        {
            return item.IsGood;
        }

        if (Resolve(folder, item.Path) is not { } path)
        {
            return false;
        }

        var file = new FileInfo(path);
        return file.Exists && file.Length == item.Size;
    }
}

using System.Text;

namespace KoreExport.Files;

/// <summary>
/// Decides which names in an archive may become files. The rules are Windows's on every system, because a tree made on one is read on
/// another.
/// </summary>
internal static class ArchiveEntryPath
{
    // In UTF-8: what most file systems take (NAME_MAX), and no more than what those take that count in UTF-16.
    private const int MaximumPartBytes = 255;
    private const int MaximumParts = 32;

    /// <summary>
    /// Whether the name is a path below the folder it is put in: not an absolute one or one of another system, none that leads out, and
    /// nothing that a file cannot be called.
    /// </summary>
    public static bool IsSafe(string entryName)
    {
        var parts = entryName.Split('/');
        return parts.Length <= MaximumParts && Array.TrueForAll(parts, IsFileName);
    }

    private static bool IsFileName(string part) =>
        part.Length > 0
        && part[part.Length - 1] is not ('.' or ' ')
        && Encoding.UTF8.GetByteCount(part) <= MaximumPartBytes
        && !part.Any(static character => character < ' ' || character == '\u007F' || "<>:\"|?*\\".IndexOf(character) >= 0)
        && !SavePath.IsReserved(part);
}

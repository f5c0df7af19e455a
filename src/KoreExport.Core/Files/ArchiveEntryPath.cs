using System.Text;

namespace KoreExport.Files;

/// <summary>
/// Decides which names in an archive may become files. The rules are Windows's on every system, because a backup made on one is
/// restored on another.
/// </summary>
internal static class ArchiveEntryPath
{
    // In UTF-8: what most file systems take (NAME_MAX), and no more than what those take that count in UTF-16.
    private const int MaximumPartBytes = 255;
    private const int MaximumParts = 32;

    /// <summary>The path below the target folder, or null with the reason why there is none.</summary>
    public static string? Resolve(string entryName, out string reason)
    {
        reason = string.Empty;
        if (entryName.IndexOf('\\') >= 0 || entryName.StartsWith("/", StringComparison.Ordinal) || entryName.IndexOf(':') >= 0)
        {
            reason = "is an absolute path, or one of another system";
            return null;
        }

        var parts = entryName.Split('/');
        if (parts.Length > MaximumParts || Array.Exists(parts, static part => Encoding.UTF8.GetByteCount(part) > MaximumPartBytes))
        {
            reason = "is too long";
            return null;
        }

        foreach (var part in parts)
        {
            if (part is "" or "." or "..")
            {
                reason = "leads out of its folder";
                return null;
            }

            if (part.Any(static character => character < ' ' || character == '\u007F' || "<>\"|?*".IndexOf(character) >= 0))
            {
                reason = "has characters that a file name cannot have";
                return null;
            }

            if (part.EndsWith(" ", StringComparison.Ordinal) || part.EndsWith(".", StringComparison.Ordinal) || SavePath.IsReserved(part))
            {
                reason = "is a name that Windows keeps for itself";
                return null;
            }
        }

        return Path.Combine(parts);
    }
}

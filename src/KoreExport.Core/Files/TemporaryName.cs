using System.Text;

namespace KoreExport.Files;

/// <summary>Names for what is not finished: hidden on Unix, told apart by chance, and easy to recognise after a crash.</summary>
internal static class TemporaryName
{
    public const string Extension = ".partial";

    private const int ShortestRandom = 4;

    /// <summary>A path in the same folder, so that the final rename stays on one file system.</summary>
    public static string For(string finalPath)
    {
        var name = Path.GetFileName(finalPath);

        // Long names leave no room for ours; 255 bytes is the limit of most file systems. Of one character UTF-8 makes three at most.
        var length = Math.Min(name.Length, Encoding.UTF8.GetByteCount(name) > 100 ? 33 : 100);
        var head = name.Substring(0, length > 0 && char.IsHighSurrogate(name[length - 1]) ? length - 1 : length);
        return Path.Combine(Path.GetDirectoryName(finalPath)!, $".{head}.{Guid.NewGuid():N}{Extension}");
    }

    /// <summary>
    /// One that is no longer than the final name, for a path that leaves no room for more. Below thirteen characters it does without the
    /// extension, and nobody will know what it was if it is left behind.
    /// </summary>
    public static string Short(string finalPath)
    {
        var length = Path.GetFileName(finalPath).Length;
        var extension = length > Extension.Length + ShortestRandom ? Extension : string.Empty;
        var random = Guid.NewGuid().ToString("N");
        var name = "." + random.Substring(0, Math.Min(random.Length, Math.Max(1, length - extension.Length - 1))) + extension;
        return Path.Combine(Path.GetDirectoryName(finalPath)!, name);
    }

    /// <summary>
    /// Whether a name or path was too long. .NET Framework says that the folder is not there, although it was made just before.
    /// </summary>
    public static bool IsTooLong(Exception failure) => failure is PathTooLongException or DirectoryNotFoundException;
}

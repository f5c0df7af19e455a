using System.IO;
using System.Runtime.InteropServices;

namespace KoreExport.Files;

/// <summary>
/// Keeps what is saved readable by its owner alone on Unix, because exports hold API keys and variable values. On Windows the folder's
/// own access rules are inherited.
/// </summary>
internal static class OwnerOnly
{
    private const uint FileMode = 0x180; // 0600
    private const uint FolderMode = 0x1C0; // 0700

    /// <summary>Creates a file that must not exist yet; nobody else can read it before its first byte is written.</summary>
    public static FileStream CreateFile(string path)
    {
        var stream = new FileStream(path, System.IO.FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read, bufferSize: 1, useAsync: true);
        Restrict(path, FileMode);
        return stream;
    }

    /// <summary>Creates a folder and those above it that are missing; folders that exist keep their mode.</summary>
    public static void CreateFolder(string path)
    {
        if (Directory.Exists(path))
        {
            return;
        }

        if (Path.GetDirectoryName(path) is { Length: > 0 } parent)
        {
            CreateFolder(parent);
        }

        Directory.CreateDirectory(path);
        Restrict(path, FolderMode);
    }

    private static void Restrict(string path, uint mode)
    {
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
        {
            // Some file systems (FAT, SMB shares) have no modes; saving there is the user's choice and not an error.
            _ = ChangeMode(path, mode);
        }
    }

    [DllImport("libc", EntryPoint = "chmod", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ChangeMode(string path, uint mode);
}

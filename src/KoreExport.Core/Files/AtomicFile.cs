using System.ComponentModel;
using System.Runtime.InteropServices;

namespace KoreExport.Files;

/// <summary>
/// Gives a finished file or folder its name in one step, also while others do the same, and on Windows also where a scanner is in the way
/// for a moment. What .NET has does not do for that: <see cref="File.Move(string, string)"/> looks first and moves then on Unix, so that
/// two can both find the name free; <see cref="File.Replace(string, string, string)"/> needs a file that is there already, keeps that one's
/// access rules, and is not known to every share; the overload that overwrites is not in netstandard2.0.
/// </summary>
internal static class AtomicFile
{
    private const int AlreadyExists = 17; // EEXIST, on Linux and macOS

    private const uint ReplaceExisting = 1;
    private const uint WriteThrough = 8;

    private static readonly bool IsWindows = RuntimeInformation.IsOSPlatform(OSPlatform.Windows);

    /// <summary>Takes a free name; throws <see cref="IOException"/> where it is not free any more.</summary>
    public static void MoveNew(string temporaryPath, string path)
    {
        if (IsWindows)
        {
            // A name that is taken stays taken; only what is in the way for a moment is worth another try.
            BusyRetry.Run(
                () => File.Move(temporaryPath, path),
                () => File.Exists(temporaryPath) && !File.Exists(path) && !Directory.Exists(path));
            return;
        }

        if (Link(temporaryPath, path) == 0)
        {
            File.Delete(temporaryPath);
            return;
        }

        var error = Marshal.GetLastWin32Error();
        if (error == AlreadyExists)
        {
            throw new IOException(new Win32Exception(error).Message);
        }

        // No hard links on this file system (FAT, some shares), or another problem that will show again.
        File.Move(temporaryPath, path);
    }

    /// <summary>Takes a name from whatever file has it; at no moment is there none under it.</summary>
    public static void Replace(string temporaryPath, string path)
    {
        if (!IsWindows)
        {
            if (Rename(temporaryPath, path) != 0)
            {
                throw new IOException(new Win32Exception(Marshal.GetLastWin32Error()).Message);
            }

            return;
        }

        BusyRetry.Run(
            () =>
            {
                if (!MoveFile(Extended(temporaryPath), Extended(path), ReplaceExisting | WriteThrough))
                {
                    throw new IOException(new Win32Exception(Marshal.GetLastWin32Error()).Message);
                }
            },
            () => File.Exists(temporaryPath) && !Directory.Exists(path));
    }

    /// <summary>Gives a folder a name that is free.</summary>
    public static void MoveFolder(string temporaryPath, string path)
    {
        if (IsWindows)
        {
            BusyRetry.Run(
                () => Directory.Move(temporaryPath, path),
                () => Directory.Exists(temporaryPath) && !File.Exists(path) && !Directory.Exists(path));
            return;
        }

        Directory.Move(temporaryPath, path);
    }

    // The form of a path that may be longer than 260 characters; it must be a full one.
    private static string Extended(string path)
    {
        var full = Path.GetFullPath(path);
        return full.StartsWith(@"\\?\", StringComparison.Ordinal) ? full
            : full.StartsWith(@"\\", StringComparison.Ordinal) ? @"\\?\UNC\" + full.Substring(2)
            : @"\\?\" + full;
    }

    [DllImport(
        "libc", EntryPoint = "link", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Link(string existing, string added);

    [DllImport(
        "libc", EntryPoint = "rename", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Rename(string from, string to);

    [DllImport("kernel32", EntryPoint = "MoveFileExW", SetLastError = true, CharSet = CharSet.Unicode)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool MoveFile(string from, string to, uint flags);
}

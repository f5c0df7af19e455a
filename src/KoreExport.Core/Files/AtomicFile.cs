using System.ComponentModel;
using System.Runtime.InteropServices;

namespace KoreExport.Files;

/// <summary>
/// Gives a finished file its name in one step, also while others do the same. <see cref="File.Move(string, string)"/> does not do for
/// that on Unix: it looks first and moves then, so that two can both find the name free.
/// </summary>
internal static class AtomicFile
{
    private const int AlreadyExists = 17; // EEXIST, on Linux and macOS

    private static readonly bool IsWindows = RuntimeInformation.IsOSPlatform(OSPlatform.Windows);

    /// <summary>Takes a free name; throws <see cref="IOException"/> where it is not free any more.</summary>
    public static void MoveNew(string temporaryPath, string path)
    {
        if (IsWindows)
        {
            File.Move(temporaryPath, path);
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

        for (var attempt = 0; ; attempt++)
        {
            try
            {
                if (File.Exists(path))
                {
                    File.Replace(temporaryPath, path, destinationBackupFileName: null);
                }
                else
                {
                    File.Move(temporaryPath, path);
                }

                return;
            }
            catch (Exception busy) when (busy is IOException or UnauthorizedAccessException && attempt < 10 && File.Exists(temporaryPath))
            {
                // The other file came or went in between, or a scanner has one of them open: it takes a second at most.
                Thread.Sleep(TimeSpan.FromMilliseconds(20 * (attempt + 1)));
            }
        }
    }

    [DllImport("libc", EntryPoint = "link", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Link(string existing, string added);

    [DllImport("libc", EntryPoint = "rename", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Rename(string from, string to);
}

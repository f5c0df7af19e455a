using KoreExport.Errors;

namespace KoreExport.Files;

/// <summary>Which paths a file can be saved to.</summary>
internal static class SavePath
{
    private static readonly string[] ReservedOnWindows =
    [
        "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$",
        "COM0", "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9", "COM\u00B9", "COM\u00B2", "COM\u00B3",
        "LPT0", "LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9", "LPT\u00B9", "LPT\u00B2", "LPT\u00B3",
    ];

    /// <summary>Whether Windows keeps the name for a device, with or without an extension.</summary>
    public static bool IsReserved(string name)
    {
        var dot = name.IndexOf('.');
        var stem = (dot < 0 ? name : name.Substring(0, dot)).TrimEnd(' ');
        return Array.Exists(ReservedOnWindows, reserved => reserved.Equals(stem, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>
    /// Throws <see cref="KoreErrorId.FileExists"/> where something is at the path already, or something that no file can replace.
    /// </summary>
    public static void CheckFree(string path, bool overwrite)
    {
        if (Directory.Exists(path))
        {
            throw KoreErrors.FileWriteFailed(
                path, new IOException("A folder has that name."), "Choose another name, or pass the folder as -Destination.");
        }

        if (!overwrite && File.Exists(path))
        {
            throw KoreErrors.FileExists(path);
        }
    }
}

using System.Globalization;
using KoreExport.Errors;

namespace KoreExport.Files;

/// <summary>
/// Chooses names for files. Only the bot's id (checked), times (read and written anew) and words of our own go into them: nothing the
/// server sends becomes a path.
/// </summary>
internal static class SavePath
{
    private static readonly string[] ReservedOnWindows =
    [
        "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$",
        "COM0", "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9", "COM\u00B9", "COM\u00B2", "COM\u00B3",
        "LPT0", "LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9", "LPT\u00B9", "LPT\u00B2", "LPT\u00B3",
    ];

    /// <summary>
    /// The path in a folder: <c>[&lt;bot id&gt;.]&lt;word&gt;[.&lt;part&gt;].&lt;time, UTC&gt;.&lt;zip, csv or json&gt;</c>.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="botId">The bot, checked; null for what belongs to the account.</param>
    /// <param name="word">What is exported, in a word of our own.</param>
    /// <param name="part">Which one, where there are several; a word of our own too.</param>
    /// <param name="time">The time that tells one file from the next.</param>
    /// <param name="extension">What the file is, without a dot.</param>
    public static string InFolder(string folder, string? botId, string word, string? part, DateTimeOffset time, string extension)
    {
        var prefix = botId is null ? string.Empty : IsReserved(botId) ? $"_{botId}." : $"{botId}.";
        var suffix = part is null ? string.Empty : "." + part;
        var stamp = time.UtcDateTime.ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture);
        return Path.Combine(folder, $"{prefix}{word}{suffix}.{stamp}.{extension}");
    }

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

using System.Globalization;
using KoreExport.Errors;
using KoreExport.Models;

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

    /// <summary>The path in a folder: <c>&lt;bot id&gt;.&lt;bot or utterances&gt;.&lt;time, UTC&gt;.&lt;zip, csv or json&gt;</c>.</summary>
    public static string InFolder(string folder, KoreExportJob export, DateTimeOffset now)
    {
        var what = export.Kind == KoreExportKind.Bot ? "bot" : "utterances";
        var botId = BotId.Check(export.BotId);
        var prefix = IsReserved(botId) ? "_" : string.Empty;
        return InFolder(folder, $"{prefix}{botId}.{what}", export.RequestedOn ?? now.UtcDateTime, Extension(export));
    }

    /// <summary>The path in a folder: a name of our own, the time, and what the file is.</summary>
    public static string InFolder(string folder, string name, DateTime time, string extension) =>
        Path.Combine(folder, $"{name}.{time.ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture)}.{extension}");

    /// <summary>The folder a file is expanded to: its path without the extension. Never the folder the file itself is in, or one above.</summary>
    public static string ExpandedFolder(string filePath)
    {
        // What ".zip" or "..zip" leave of themselves are names for other folders, and Windows drops dots and blanks at the end.
        var name = Path.GetFileNameWithoutExtension(filePath);
        var isName = name.Length > 0 && name[name.Length - 1] is not ('.' or ' ') && name != Path.GetFileName(filePath);
        return isName ? Path.Combine(Path.GetDirectoryName(filePath)!, name) : filePath + ".expanded";
    }

    /// <summary>Whether Windows keeps the name for a device, with or without an extension.</summary>
    public static bool IsReserved(string name)
    {
        var dot = name.IndexOf('.');
        var stem = (dot < 0 ? name : name.Substring(0, dot)).TrimEnd(' ');
        return Array.Exists(ReservedOnWindows, reserved => reserved.Equals(stem, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>What the file is: by what was asked for, never by the server's name for it.</summary>
    public static string Extension(KoreExportJob export) => export switch
    {
        KoreBotExport => "zip",
        KoreMlExport { FileType: { } type } when type.Equals("JSON", StringComparison.OrdinalIgnoreCase) => "json",
        KoreMlExport { FileType: { } type } when type.Equals("CSV", StringComparison.OrdinalIgnoreCase) => "csv",
        _ => EndsWithJson(export.GetDownloadUrl()) ? "json" : "csv",
    };

    /// <summary>Throws <see cref="KoreErrorId.FileExists"/> where something is at the path already, or something that no file can replace.</summary>
    public static void CheckFree(string path, bool overwrite)
    {
        if (Directory.Exists(path))
        {
            throw KoreErrors.FileWriteFailed(path, new IOException("A folder has that name."), "Choose another name, or pass the folder as -Destination.");
        }

        if (!overwrite && File.Exists(path))
        {
            throw KoreErrors.FileExists(path);
        }
    }

    private static bool EndsWithJson(string? url)
    {
        var path = url?.Split('?')[0];
        return path is not null && path.EndsWith(".json", StringComparison.OrdinalIgnoreCase);
    }
}

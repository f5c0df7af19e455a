using System.Globalization;

namespace KoreExport.Backups;

/// <summary>How far a download is, as people read it.</summary>
internal static class DownloadText
{
    public static string Of(long done, long? total) => total is { } all ? $"downloading, {Size(done)} of {Size(all)}" : $"downloading, {Size(done)}";

    private static string Size(long bytes) => bytes switch
    {
        >= 1024 * 1024 => (bytes / (1024.0 * 1024.0)).ToString("0.0", CultureInfo.InvariantCulture) + " MB",
        >= 1024 => (bytes / 1024.0).ToString("0", CultureInfo.InvariantCulture) + " KB",
        _ => bytes.ToString(CultureInfo.InvariantCulture) + " B",
    };
}

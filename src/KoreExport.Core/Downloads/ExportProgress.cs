using System.Globalization;

namespace KoreExport.Downloads;

/// <summary>Where an export is.</summary>
/// <param name="Text">In words.</param>
/// <param name="Percent">In percent, where that is known.</param>
/// <param name="Received">The bytes that have arrived, once there are some.</param>
internal readonly record struct ExportProgress(string Text, double? Percent = null, long? Received = null)
{
    /// <summary>While the platform works on it.</summary>
    /// <param name="answer">The platform's last answer about the export; null where there was none.</param>
    public static ExportProgress Waiting(KoreExportJob? answer) =>
        new(answer?.Status is { Length: > 0 } word ? word : "waiting", answer?.Percent);

    /// <summary>While its file arrives.</summary>
    /// <param name="received">The bytes so far.</param>
    /// <param name="total">The bytes in all, where they are known.</param>
    public static ExportProgress Downloading(long received, long? total) => new(
        total is { } all ? $"downloading, {Size(received)} of {Size(all)}" : $"downloading, {Size(received)}",
        total is > 0 ? 100.0 * received / total : null,
        received);

    private static string Size(long bytes) => bytes switch
    {
        >= 1024 * 1024 => (bytes / (1024.0 * 1024.0)).ToString("0.0", CultureInfo.InvariantCulture) + " MB",
        >= 1024 => (bytes / 1024.0).ToString("0", CultureInfo.InvariantCulture) + " KB",
        _ => bytes.ToString(CultureInfo.InvariantCulture) + " B",
    };
}

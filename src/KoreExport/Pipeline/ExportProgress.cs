using KoreExport.Backups;
using KoreExport.Downloads;
using KoreExport.Exports;

namespace KoreExport.Pipeline;

/// <summary>Says where an item is: in words, and in percent where known.</summary>
internal delegate void ExportProgress(string text, double? percent);

/// <summary>Hands what the engine reports on to a progress bar.</summary>
internal static class ExportProgressExtensions
{
    public static WaitOptions ReportTo(this WaitOptions options, ExportProgress progress) =>
        options with { Report = answer => progress(StatusOf(answer), (answer as KoreMlExport)?.PercentComplete) };

    public static SaveOptions ReportTo(this SaveOptions options, ExportProgress progress) =>
        options with { Report = (_, done, total) => progress(DownloadText.Of(done, total), total is > 0 ? 100.0 * done / total : null) };

    private static string StatusOf(KoreExportJob? answer) => answer?.Status is { Length: > 0 } status ? status : "waiting";
}

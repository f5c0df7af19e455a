using System.Text.Json;
using KoreExport.Errors;
using KoreExport.Http;
using KoreExport.Models;

namespace KoreExport.Exports;

/// <summary>
/// A bot's machine-learning utterances (seed: ML Utterances Export Status API; vendor documentation and QA suite for the start).
/// </summary>
internal sealed class MlUtteranceExportDescriptor : JobExportDescriptor
{
    /// <inheritdoc/>
    public override KoreExportKind Kind => KoreExportKind.MlUtterance;

    /// <inheritdoc/>
    public override string FileWord => "utterances";

    /// <inheritdoc/>
    public override string Title => "utterance export";

    /// <inheritdoc/>
    protected override string ScopeAdvice => AppScope.UtteranceExport;

    /// <inheritdoc/>
    protected override string StatusPath => "mlexport/status";

    /// <inheritdoc/>
    public override string DescribeOptions(ExportRequest request) => $"state={request.State}&type={request.FileType}";

    /// <inheritdoc/>
    public override KoreExportJob Read(JsonElement root, BotId bot) => ExportParser.ReadMlExport(root, bot);

    /// <inheritdoc/>
    public override KoreExportJob NotVisibleYet(ExportIdentity identity, string? fileType) => new KoreMlExport
    {
        BotId = identity.Bot.Value,
        Id = identity.Id,
        CreatedOn = identity.RequestedOn,
        RequestedTime = identity.RequestedOn,
        FileType = LogSanitizer.Sanitize(fileType) is { Length: > 0 } known ? known : null,
    };

    /// <inheritdoc/>
    protected override string StartPath(ExportRequest request) =>
        $"mlexport?state={Uri.EscapeDataString(request.State)}&type={Uri.EscapeDataString(request.FileType)}";

    /// <inheritdoc/>
    protected override string Extension(KoreExportJob export) => (export as KoreMlExport)?.FileType?.ToUpperInvariant() switch
    {
        "JSON" => "json",
        "CSV" => "csv",
        _ => export.GetDownloadUrl()?.Split('?')[0].EndsWith(".json", StringComparison.OrdinalIgnoreCase) == true ? "json" : "csv",
    };
}

namespace KoreExport;

/// <summary>An export of a bot's definition, as the platform last described it.</summary>
public sealed class KoreBotExport : KoreExportJob
{
    internal KoreBotExport()
    {
    }

    /// <inheritdoc/>
    public override KoreExportKind Kind => KoreExportKind.Bot;

    /// <summary><c>latest</c> or <c>published</c>.</summary>
    public string? ExportType { get; internal init; }

    /// <summary>The platform's word for this sort of request: <c>Botexport</c>.</summary>
    public string? RequestType { get; internal init; }

    /// <summary>The platform's id of the file.</summary>
    public string? FileId { get; internal init; }

    /// <summary>Size of the file in bytes; the platform sends it as a string.</summary>
    public long? FileSize { get; internal init; }

    /// <inheritdoc/>
    internal override long? AnnouncedSize => FileSize;
}

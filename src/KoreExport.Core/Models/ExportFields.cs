namespace KoreExport.Models;

/// <summary>All fields an answer about an export can have, on their way from JSON into one of the typed objects.</summary>
internal sealed class ExportFields
{
    public string BotId { get; init; } = string.Empty;

    public string Id { get; init; } = string.Empty;

    public string? StreamId { get; init; }

    public string Status { get; init; } = string.Empty;

    public KoreExportState State { get; init; }

    public string? CreatedBy { get; init; }

    public DateTime? CreatedOn { get; init; }

    public string? FailureReason { get; init; }

    public int? DocumentVersion { get; init; }

    public string? DownloadUrl { get; init; }

    public IReadOnlyDictionary<string, object?> AdditionalProperties { get; init; } = new Dictionary<string, object?>();

    public string? ExportType { get; init; }

    public string? RequestType { get; init; }

    public string? FileId { get; init; }

    public long? FileSize { get; init; }

    public string? FileType { get; init; }

    public double? PercentComplete { get; init; }

    public string? JobType { get; init; }

    public string? Action { get; init; }

    public int? CountOfDockStatuses { get; init; }

    public IReadOnlyList<string> StatusLogs { get; init; } = [];

    public DateTime? LastModified { get; init; }

    public DateTime? RequestedTime { get; init; }
}

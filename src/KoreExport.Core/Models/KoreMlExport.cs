using KoreExport.Models;

namespace KoreExport;

/// <summary>An export of a bot's machine-learning utterances, as the platform last described it.</summary>
public sealed class KoreMlExport : KoreExportJob
{
    internal KoreMlExport(ExportFields fields)
        : base(fields)
    {
        FileType = fields.FileType;
        PercentComplete = fields.PercentComplete;
        JobType = fields.JobType;
        Action = fields.Action;
        CountOfDockStatuses = fields.CountOfDockStatuses;
        StatusLogs = fields.StatusLogs;
        LastModified = fields.LastModified;
        RequestedTime = fields.RequestedTime;
    }

    /// <inheritdoc/>
    public override KoreExportKind Kind => KoreExportKind.MlUtterance;

    /// <summary><c>CSV</c> or <c>JSON</c>.</summary>
    public string? FileType { get; }

    /// <summary>How far it is, in percent (<c>percentageComplete</c>).</summary>
    public double? PercentComplete { get; }

    /// <summary>The platform's word for this sort of job: <c>ML_UTTERANCE</c>.</summary>
    public string? JobType { get; }

    /// <summary>What the job does: <c>EXPORT</c>.</summary>
    public string? Action { get; }

    /// <summary>A count the platform keeps; not documented.</summary>
    public int? CountOfDockStatuses { get; }

    /// <summary>What the platform logged about the job, a line each.</summary>
    public IReadOnlyList<string> StatusLogs { get; }

    /// <summary>When the record last changed (<c>lMod</c>), UTC.</summary>
    public DateTime? LastModified { get; }

    /// <summary>When this export was asked for, UTC. The record itself (<see cref="KoreExportJob.CreatedOn"/>) may be years older.</summary>
    public DateTime? RequestedTime { get; }

    /// <inheritdoc/>
    internal override DateTime? RequestedOn => RequestedTime ?? CreatedOn;
}

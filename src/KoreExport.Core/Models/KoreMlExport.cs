namespace KoreExport;

/// <summary>An export of a bot's machine-learning utterances, as the platform last described it.</summary>
public sealed class KoreMlExport : KoreExportJob
{
    internal KoreMlExport()
    {
    }

    /// <inheritdoc/>
    public override KoreExportKind Kind => KoreExportKind.MlUtterance;

    /// <summary><c>CSV</c> or <c>JSON</c>.</summary>
    public string? FileType { get; internal init; }

    /// <summary>How far it is, in percent (<c>percentageComplete</c>).</summary>
    public double? PercentComplete { get; internal init; }

    /// <summary>The platform's word for this sort of job: <c>ML_UTTERANCE</c>.</summary>
    public string? JobType { get; internal init; }

    /// <summary>What the job does: <c>EXPORT</c>.</summary>
    public string? Action { get; internal init; }

    /// <summary>A count the platform keeps; not documented.</summary>
    public int? CountOfDockStatuses { get; internal init; }

    /// <summary>What the platform logged about the job, a line each.</summary>
    public IReadOnlyList<string> StatusLogs { get; internal init; } = [];

    /// <summary>When the record last changed (<c>lMod</c>), UTC.</summary>
    public DateTimeOffset? LastModified { get; internal init; }

    /// <summary>
    /// When this export was asked for, UTC. The record itself (<see cref="KoreExportJob.CreatedOn"/>) may be years older.
    /// </summary>
    public DateTimeOffset? RequestedTime { get; internal init; }

    /// <inheritdoc/>
    internal override DateTimeOffset? RequestedOn => RequestedTime ?? CreatedOn;

    /// <inheritdoc/>
    internal override double? Percent => PercentComplete;
}

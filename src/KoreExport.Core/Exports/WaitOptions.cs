namespace KoreExport.Exports;

/// <summary>How a wait is to be done.</summary>
internal sealed record WaitOptions
{
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(15);

    /// <summary>How long the export may take from now on.</summary>
    public TimeSpan Timeout { get; init; } = DefaultTimeout;

    /// <summary>The longest pause between two looks.</summary>
    public TimeSpan PollInterval { get; init; } = PollDelay.DefaultInterval;

    /// <summary>Whether an answer without <c>_id</c> is trusted to be about this export.</summary>
    public bool AllowUnidentified { get; init; }

    /// <summary>Called with each answer about the export, and null where there was none.</summary>
    public Action<KoreExportJob?>? Report { get; init; }

    /// <summary>The same options with another report.</summary>
    public WaitOptions With(Action<KoreExportJob?> report) => new()
    {
        Timeout = Timeout,
        PollInterval = PollInterval,
        AllowUnidentified = AllowUnidentified,
        Report = report,
    };
}

namespace KoreExport.Exports;

/// <summary>How a wait is to be done.</summary>
internal sealed record WaitOptions
{
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(15);

    /// <summary>How long the export may take from now on.</summary>
    public TimeSpan Timeout { get; init; } = DefaultTimeout;

    /// <summary>The longest pause between two polls.</summary>
    public TimeSpan PollInterval { get; init; } = PollDelay.DefaultInterval;
}

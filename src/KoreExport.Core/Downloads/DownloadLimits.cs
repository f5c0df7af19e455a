namespace KoreExport.Downloads;

/// <summary>
/// What a download may take before it is given up: time in all, slowness, and bytes that nobody announced. Without them a server
/// that sends a byte now and then is waited for without end.
/// </summary>
internal sealed record DownloadLimits
{
    /// <summary>How long one download may take, all its retries, pauses and fresh links included.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The usual limits, and where a time is given that of the whole download; none is given with 0.</summary>
    public static DownloadLimits Within(TimeSpan? timeout) => timeout is { Ticks: > 0 } given ? new() { Timeout = given } : new();

    /// <summary>
    /// The least throughput, in bytes a second, over <see cref="ThroughputWindow"/>. A slower connection is closed and counts as a failure
    /// that is retried. 0 for any.
    /// </summary>
    public int MinimumBytesPerSecond { get; init; } = 1000;

    /// <summary>
    /// What the throughput is measured over; where silence may last longer (<see cref="KoreSession.StallTimeout"/>), that.
    /// </summary>
    public TimeSpan ThroughputWindow { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The most bytes of a file whose size the platform does not announce, as it does not for utterances. Those of real bots have a few
    /// megabytes.
    /// </summary>
    public long MaximumUnannouncedBytes { get; init; } = 1024L * 1024 * 1024;
}

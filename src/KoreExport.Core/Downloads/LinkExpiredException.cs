namespace KoreExport.Downloads;

/// <summary>The download host does not accept the link any more, for whatever reason: a fresh one may help.</summary>
internal sealed class LinkExpiredException(int statusCode, TimeSpan? retryAfter) : Exception
{
    public int StatusCode { get; } = statusCode;

    /// <summary>How long the host asked to wait.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}

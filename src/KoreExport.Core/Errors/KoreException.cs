using KoreExport.Errors;

namespace KoreExport;

/// <summary>
/// The one exception that leaves the engine for anything that went wrong outside the program. Its message, and those of the exceptions
/// inside it, hold no token, secret or signed link; text from the platform has been cleaned by <see cref="LogSanitizer"/>.
/// </summary>
public sealed class KoreException : Exception
{
    internal KoreException(
        string errorId, KoreErrorCategory category, string message, string recommendedAction, Exception? innerException = null)
        : base(LogSanitizer.Message(message), innerException)
    {
        ErrorId = errorId;
        Category = category;
        RecommendedAction = LogSanitizer.Message(recommendedAction);
    }

    /// <summary>One of <see cref="KoreErrorId"/>.</summary>
    public string ErrorId { get; }

    /// <summary>What kind of error it is.</summary>
    public KoreErrorCategory Category { get; }

    /// <summary>What the operator can do about it.</summary>
    public string RecommendedAction { get; }

    /// <summary>The bot or file concerned, if the error is about one.</summary>
    public string? Target { get; internal set; }

    /// <summary>The id of the export concerned, if the error is about one.</summary>
    public string? ExportId { get; internal set; }

    /// <summary>The HTTP status of the answer, if there was one.</summary>
    public int? StatusCode { get; internal set; }

    /// <summary>The platform's own error code (<c>errors[0].code</c>), if it gave one.</summary>
    public int? PlatformCode { get; internal set; }

    /// <summary>The platform's own words (<c>errors[0].msg</c>), if it gave any.</summary>
    public string? PlatformMessage { get; internal set; }

    /// <summary>Whether asking again may help, and whether the request may have been carried out already.</summary>
    internal RetryEligibility RetryEligibility { get; set; }

    /// <summary>
    /// Whether the caller may try again. Not after a rate limit: where that comes out, it was waited out for as long as was allowed.
    /// </summary>
    internal bool IsRetryable => RetryEligibility != RetryEligibility.Never && ErrorId != KoreErrorId.RateLimited;

    /// <summary>Whether the token was seen before.</summary>
    internal bool IsReplay { get; set; }

    /// <summary>How long the server asked to wait (<c>Retry-After</c>).</summary>
    internal TimeSpan? RetryAfter { get; set; }
}

/// <summary>What a failed request allows.</summary>
internal enum RetryEligibility
{
    /// <summary>The answer is final.</summary>
    Never,

    /// <summary>The request may have been carried out. Sent again, an export may run twice, which does no harm.</summary>
    IfIdempotent,

    /// <summary>The request was certainly not carried out.</summary>
    Always,
}

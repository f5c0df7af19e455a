namespace KoreExport.RateLimiting;

/// <summary>
/// What the platform counts together (vendor documentation, rate limit matrix): calls that work on a bot per bot, status calls per request,
/// calls of the account together. Whether each sort of call has a count of its own is not said; taking them together keeps either way.
/// The texts are fit for a log.
/// </summary>
internal static class RateLimitKey
{
    /// <summary>Bots of the account, and roles.</summary>
    public const string Account = "the account";

    /// <summary>Starts, and exports that answer at once.</summary>
    public static string Bot(string botId) => "bot " + botId;

    /// <summary>Status calls, per request where that is known.</summary>
    public static string Status(string botId, string? requestId) => "the status of " + (requestId is { Length: > 0 } id ? id : Bot(botId));
}

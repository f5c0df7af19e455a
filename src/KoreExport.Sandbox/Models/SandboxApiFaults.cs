namespace KoreExport;

/// <summary>Faults of the API's answers. None of them happens to a download.</summary>
public sealed class SandboxApiFaults : SandboxFaultGroup
{
    /// <summary>The words where the limit of the minute is crossed [doc]; how they go on after the first sentence is inferred.</summary>
    public const string PerMinuteMessage = "You've exceeded the per-minute rate limit. Please try again after some time.";

    /// <summary>The words where the limit of the hour is crossed [doc]; how they go on after the first sentence is inferred.</summary>
    public const string PerHourMessage = "You've exceeded the hourly rate limit. Please try again after some time.";

    /// <summary>The words of older installs for either limit [doc].</summary>
    public const string OlderMessage = "Rate limit for this API has been reached. Please try again after some time.";

    /// <summary>The only call these faults happen to; null: all calls of the API.</summary>
    public SandboxRequestKind? Kind { get => Get<SandboxRequestKind?>(); set => Set(value); }

    /// <summary>How many calls answer <see cref="ServerErrorStatus"/> before the token is looked at, as a gateway does.</summary>
    public int ServerErrorCount { get => Get<int>(); set => Set(value); }

    /// <summary>The status code of <see cref="ServerErrorCount"/>.</summary>
    public int ServerErrorStatus { get => Get(500); set => Set(value); }

    /// <summary>How many calls are refused as too many.</summary>
    public int RateLimitCount { get => Get<int>(); set => Set(value); }

    /// <summary>
    /// The status code of a rate limit, the real ones included. The platform's is not documented; 429 is expected [inferred].
    /// </summary>
    public int RateLimitStatus { get => Get(429); set => Set(value); }

    /// <summary>
    /// The words of <see cref="RateLimitCount"/>; three wordings are known, <see cref="PerMinuteMessage"/>, <see cref="PerHourMessage"/>
    /// and <see cref="OlderMessage"/>.
    /// </summary>
    public string RateLimitMessage { get => Get<string?>() ?? PerMinuteMessage; set => Set(value); }

    /// <summary>The <c>Retry-After</c> header of a rate limit, in seconds or as an HTTP date; null sends none, as documented.</summary>
    public string? RetryAfter { get => Get<string?>(); set => Set(value); }

    /// <summary>How many calls have their connection closed before any answer.</summary>
    public int ResetCount { get => Get<int>(); set => Set(value); }

    /// <summary>How many calls are carried out and their answer lost: the connection is closed in its place.</summary>
    public int LostAnswerCount { get => Get<int>(); set => Set(value); }

    /// <summary>How many calls answer 302 to <see cref="RedirectTo"/>.</summary>
    public int RedirectCount { get => Get<int>(); set => Set(value); }

    /// <summary>Where <see cref="RedirectCount"/> points: another host by default, where a token must not go.</summary>
    public string RedirectTo { get => Get<string?>() ?? "http://127.0.0.2:9/"; set => Set(value); }

    /// <summary>How many calls answer 200 with an HTML page, as a sign-in proxy does.</summary>
    public int HtmlCount { get => Get<int>(); set => Set(value); }

    /// <summary>How many calls answer their status with no body at all.</summary>
    public int EmptyBodyCount { get => Get<int>(); set => Set(value); }

    /// <summary>How many calls answer the first half of their JSON, announced as if it were all.</summary>
    public int TruncatedJsonCount { get => Get<int>(); set => Set(value); }

    /// <summary>How many calls answer 200 with JSON that is not what was asked for: an array.</summary>
    public int WrongShapeCount { get => Get<int>(); set => Set(value); }

    /// <summary>How many calls answer 50 MB of JSON whose length is not announced.</summary>
    public int HugeBodyCount { get => Get<int>(); set => Set(value); }

    /// <summary>How many calls get no answer until the sandbox stops.</summary>
    public int StallHeadersCount { get => Get<int>(); set => Set(value); }

    /// <summary>How many calls get half their body and no more until the sandbox stops.</summary>
    public int StallBodyCount { get => Get<int>(); set => Set(value); }

    /// <summary>How long every answer takes.</summary>
    public TimeSpan AnswerDelay { get => Get<TimeSpan>(); set => Set(value); }

    /// <summary>
    /// How far the platform's clock is ahead (or, negative, behind) when it checks tokens and writes the <c>Date</c> header.
    /// </summary>
    public TimeSpan ClockSkew { get => Get<TimeSpan>(); set => Set(value); }

    /// <summary>Compresses an answer for a client that accepts gzip.</summary>
    public bool Gzip { get => Get<bool>(); set => Set(value); }

    /// <summary>The bots list always says that there is more, and past its end repeats its last page.</summary>
    public bool BotListEndless { get => Get<bool>(); set => Set(value); }

    internal bool AppliesTo(SandboxRequestKind kind, string? botId) => (Kind is not { } only || only == kind) && AppliesTo(botId);

    internal bool Take(string count, SandboxRequestKind kind, string? botId) => AppliesTo(kind, botId) && Take(count, botId);
}

namespace KoreExport.Sandbox;

/// <summary>Faults of the API's answers. None of them happens to a download.</summary>
public sealed class SandboxApiFaults : FaultGroup
{
    /// <summary>The words where the limit of the minute is crossed [doc]; how they go on after the first sentence is inferred.</summary>
    public const string PerMinuteMessage = "You've exceeded the per-minute rate limit. Please try again after some time.";

    /// <summary>The words where the limit of the hour is crossed [doc]; how they go on after the first sentence is inferred.</summary>
    public const string PerHourMessage = "You've exceeded the hourly rate limit. Please try again after some time.";

    /// <summary>The words of older installs for either limit [doc].</summary>
    public const string OlderMessage = "Rate limit for this API has been reached. Please try again after some time.";

    private SandboxRequestKind? _kind;
    private int _serverErrorCount;
    private int _serverErrorStatus = 500;
    private int _rateLimitCount;
    private int _rateLimitStatus = 429;
    private string _rateLimitMessage = PerMinuteMessage;
    private string? _retryAfter;
    private int _resetCount;
    private int _redirectCount;
    private string _redirectTo = "http://127.0.0.2:9/";
    private int _htmlCount;
    private int _emptyBodyCount;
    private int _truncatedJsonCount;
    private int _wrongShapeCount;
    private int _hugeBodyCount;
    private int _stallHeadersCount;
    private int _stallBodyCount;
    private TimeSpan _answerDelay;
    private TimeSpan _clockSkew;
    private bool _gzip;
    private bool _botListEndless;

    /// <summary>The only call these faults happen to; null: all calls of the API.</summary>
    public SandboxRequestKind? Kind
    {
        get => Read(ref _kind);
        set => Write(ref _kind, value);
    }

    /// <summary>How many calls answer <see cref="ServerErrorStatus"/> before the token is looked at, as a gateway does.</summary>
    public int ServerErrorCount
    {
        get => Read(ref _serverErrorCount);
        set => Write(ref _serverErrorCount, value);
    }

    /// <summary>The status code of <see cref="ServerErrorCount"/>.</summary>
    public int ServerErrorStatus
    {
        get => Read(ref _serverErrorStatus);
        set => Write(ref _serverErrorStatus, value);
    }

    /// <summary>How many calls are refused as too many.</summary>
    public int RateLimitCount
    {
        get => Read(ref _rateLimitCount);
        set => Write(ref _rateLimitCount, value);
    }

    /// <summary>
    /// The status code of a rate limit, the real ones included. The platform's is not documented; 429 is expected [inferred].
    /// </summary>
    public int RateLimitStatus
    {
        get => Read(ref _rateLimitStatus);
        set => Write(ref _rateLimitStatus, value);
    }

    /// <summary>
    /// The words of <see cref="RateLimitCount"/>; three wordings are known, <see cref="PerMinuteMessage"/>, <see cref="PerHourMessage"/>
    /// and <see cref="OlderMessage"/>.
    /// </summary>
    public string RateLimitMessage
    {
        get => Read(ref _rateLimitMessage);
        set => Write(ref _rateLimitMessage, value);
    }

    /// <summary>The <c>Retry-After</c> header of a rate limit, in seconds or as an HTTP date; null sends none, as documented.</summary>
    public string? RetryAfter
    {
        get => Read(ref _retryAfter);
        set => WriteText(ref _retryAfter, value);
    }

    /// <summary>How many calls have their connection closed before any answer.</summary>
    public int ResetCount
    {
        get => Read(ref _resetCount);
        set => Write(ref _resetCount, value);
    }

    /// <summary>How many calls answer 302 to <see cref="RedirectTo"/>.</summary>
    public int RedirectCount
    {
        get => Read(ref _redirectCount);
        set => Write(ref _redirectCount, value);
    }

    /// <summary>Where <see cref="RedirectCount"/> points: another host by default, where a token must not go.</summary>
    public string RedirectTo
    {
        get => Read(ref _redirectTo);
        set => Write(ref _redirectTo, value);
    }

    /// <summary>How many calls answer 200 with an HTML page, as a sign-in proxy does.</summary>
    public int HtmlCount
    {
        get => Read(ref _htmlCount);
        set => Write(ref _htmlCount, value);
    }

    /// <summary>How many calls answer their status with no body at all.</summary>
    public int EmptyBodyCount
    {
        get => Read(ref _emptyBodyCount);
        set => Write(ref _emptyBodyCount, value);
    }

    /// <summary>How many calls answer the first half of their JSON, announced as if it were all.</summary>
    public int TruncatedJsonCount
    {
        get => Read(ref _truncatedJsonCount);
        set => Write(ref _truncatedJsonCount, value);
    }

    /// <summary>How many calls answer 200 with JSON that is not what was asked for: an array.</summary>
    public int WrongShapeCount
    {
        get => Read(ref _wrongShapeCount);
        set => Write(ref _wrongShapeCount, value);
    }

    /// <summary>How many calls answer 50 MB of JSON whose length is not announced.</summary>
    public int HugeBodyCount
    {
        get => Read(ref _hugeBodyCount);
        set => Write(ref _hugeBodyCount, value);
    }

    /// <summary>How many calls get no answer until the sandbox stops.</summary>
    public int StallHeadersCount
    {
        get => Read(ref _stallHeadersCount);
        set => Write(ref _stallHeadersCount, value);
    }

    /// <summary>How many calls get half their body and no more until the sandbox stops.</summary>
    public int StallBodyCount
    {
        get => Read(ref _stallBodyCount);
        set => Write(ref _stallBodyCount, value);
    }

    /// <summary>How long every answer takes.</summary>
    public TimeSpan AnswerDelay
    {
        get => Read(ref _answerDelay);
        set => Write(ref _answerDelay, value);
    }

    /// <summary>
    /// How far the platform's clock is ahead (or, negative, behind) when it checks tokens and writes the <c>Date</c> header.
    /// </summary>
    public TimeSpan ClockSkew
    {
        get => Read(ref _clockSkew);
        set => Write(ref _clockSkew, value);
    }

    /// <summary>Compresses an answer for a client that accepts gzip.</summary>
    public bool Gzip
    {
        get => Read(ref _gzip);
        set => Write(ref _gzip, value);
    }

    /// <summary>The bots list always says that there is more, and past its end repeats its last page.</summary>
    public bool BotListEndless
    {
        get => Read(ref _botListEndless);
        set => Write(ref _botListEndless, value);
    }

    internal bool TakeServerError(SandboxRequestKind kind, string? botId) => IsAbout(kind) && Take(ref _serverErrorCount, botId);

    internal bool TakeRateLimit(SandboxRequestKind kind, string? botId) => IsAbout(kind) && Take(ref _rateLimitCount, botId);

    internal bool TakeReset(SandboxRequestKind kind, string? botId) => IsAbout(kind) && Take(ref _resetCount, botId);

    internal bool TakeRedirect(SandboxRequestKind kind, string? botId) => IsAbout(kind) && Take(ref _redirectCount, botId);

    internal bool TakeHtml(SandboxRequestKind kind, string? botId) => IsAbout(kind) && Take(ref _htmlCount, botId);

    internal bool TakeEmptyBody(SandboxRequestKind kind, string? botId) => IsAbout(kind) && Take(ref _emptyBodyCount, botId);

    internal bool TakeTruncatedJson(SandboxRequestKind kind, string? botId) => IsAbout(kind) && Take(ref _truncatedJsonCount, botId);

    internal bool TakeWrongShape(SandboxRequestKind kind, string? botId) => IsAbout(kind) && Take(ref _wrongShapeCount, botId);

    internal bool TakeHugeBody(SandboxRequestKind kind, string? botId) => IsAbout(kind) && Take(ref _hugeBodyCount, botId);

    internal bool TakeStallHeaders(SandboxRequestKind kind, string? botId) => IsAbout(kind) && Take(ref _stallHeadersCount, botId);

    internal bool TakeStallBody(SandboxRequestKind kind, string? botId) => IsAbout(kind) && Take(ref _stallBodyCount, botId);

    internal bool Concerns(SandboxRequestKind kind, string? botId) => IsAbout(kind) && Concerns(botId);

    private bool IsAbout(SandboxRequestKind kind) => Kind is not { } only || only == kind;
}

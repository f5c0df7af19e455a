namespace KoreExport.Http;

/// <summary>One request to the platform, described so that it can be sent more than once: each time with a new token.</summary>
/// <param name="method">The HTTP method.</param>
/// <param name="path">Path and query behind the host, without a leading slash.</param>
/// <param name="botId">The bot concerned; errors name it.</param>
internal sealed class ApiCall(HttpMethod method, string path, string? botId)
{
    public HttpMethod Method => method;

    public string Path => path;

    public string? BotId => botId;

    /// <summary>A JSON document unless <see cref="ContentType"/> says otherwise, or none.</summary>
    public byte[]? Body { get; init; }

    /// <summary>What the body is.</summary>
    public string ContentType { get; init; } = "application/json";

    /// <summary>Headers beyond the usual.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>
    /// What the platform counts it with: one of <see cref="RateLimiting.RateLimitKey"/>; without one, with those of the account.
    /// </summary>
    public string RateLimitKey { get; init; } = RateLimiting.RateLimitKey.Account;

    /// <summary>
    /// How long the call may take, its retries and pauses included; null for <see cref="ApiTransport.DefaultTimeout"/>, or for the
    /// session's <see cref="KoreSession.RateLimitTimeout"/> where that is longer. A pause that would go beyond it is not made: the failure
    /// that asks for it is thrown at once. A request that was sent ends by <see cref="KoreSession.RequestTimeout"/>.
    /// </summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>What to do where the app lacks the scope: one of <see cref="AppScope"/>.</summary>
    public string ScopeAdvice { get; init; } = AppScope.BotExport;

    /// <summary>
    /// Whether the answer holds secrets that nobody asked for: they are removed before it is read. See <see cref="SecretRedactor"/>.
    /// </summary>
    public bool RedactsSecrets { get; init; }

    /// <summary>The most bytes the answer may have, decoded.</summary>
    public int MaximumBytes { get; init; } = BoundedBody.MaximumBytes;

    public override string ToString() => $"{Method} /{Path}";
}

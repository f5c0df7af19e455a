namespace KoreExport.Http;

/// <summary>One request to the platform, described so that it can be sent more than once: each time with a new token.</summary>
internal sealed class ApiCall
{
    public ApiCall(HttpMethod method, string path, string? botId)
    {
        Method = method;
        Path = path;
        BotId = botId;
    }

    public HttpMethod Method { get; }

    /// <summary>Path and query behind the host, without a leading slash.</summary>
    public string Path { get; }

    /// <summary>The bot concerned; errors name it.</summary>
    public string? BotId { get; }

    /// <summary>A JSON document unless <see cref="ContentType"/> says otherwise, or none.</summary>
    public byte[]? Body { get; init; }

    /// <summary>What the body is.</summary>
    public string ContentType { get; init; } = "application/json";

    /// <summary>Headers beyond the usual.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>What the platform counts it with: one of <see cref="RateLimiting.RateLimitKey"/>. A call that says nothing counts with those of the account.</summary>
    public string RateLimitKey { get; init; } = RateLimiting.RateLimitKey.Account;

    /// <summary>What to do where the app lacks the scope: one of <see cref="AppScope"/>.</summary>
    public string ScopeAdvice { get; init; } = AppScope.BotExport;

    /// <summary>Whether the answer holds secrets that nobody asked for: they are removed before it is read. See <see cref="SecretRedactor"/>.</summary>
    public bool RedactsSecrets { get; init; }

    /// <summary>The most bytes the answer may have, decoded.</summary>
    public int MaximumBytes { get; init; } = BoundedBody.MaximumBytes;

    public override string ToString() => $"{Method} /{Path}";
}

namespace KoreExport;

/// <summary>
/// One request the sandbox was sent, for a test to assert on. It holds neither the token nor its signature nor the signature of a link:
/// what a log like this holds ends up in build logs.
/// </summary>
public sealed class SandboxRequest
{
    /// <summary>Counts the requests from 1, in the order in which they arrived.</summary>
    public int Sequence { get; internal set; }

    /// <summary>When the request arrived, by the sandbox's clock.</summary>
    public DateTimeOffset Time { get; internal set; }

    /// <summary>The port of the API or of the download links, where it arrived.</summary>
    public int Port { get; internal set; }

    /// <summary>The HTTP method.</summary>
    public string Method { get; internal set; } = "";

    /// <summary>Path and query as sent; the signature of a link is replaced by <c>***</c>.</summary>
    public string Path { get; internal set; } = "";

    /// <summary>The call, known by its path alone: a call with the wrong method has it too.</summary>
    public SandboxRequestKind Kind { get; internal set; }

    /// <summary>The bot in the path, or the bot whose file was asked for; null where there is none.</summary>
    public string? BotId { get; internal set; }

    /// <summary>
    /// What the platform counts this call under: calls with the same key share a rate limit. Starts count per bot, status calls per
    /// request id, lists, roles and new bots per account [doc]. Null where nothing is counted: a download, an unknown path.
    /// </summary>
    public string? LimitKey { get; internal set; }

    /// <summary>What <see cref="SandboxFaults.Random"/> did to it; <see cref="SandboxRandomFault.None"/> for most.</summary>
    public SandboxRandomFault RandomFault { get; internal set; }

    /// <summary>The status code answered; 0 while there is no answer, and for good where the connection was dropped before it.</summary>
    public int StatusCode { get; internal set; }

    /// <summary>Whether there was an <c>auth</c> or an <c>Authorization</c> header.</summary>
    public bool HasAuth { get; internal set; }

    /// <summary>The token's <c>appId</c> as claimed, verified or not.</summary>
    public string? ClientId { get; internal set; }

    /// <summary>The token's <c>sub</c>.</summary>
    public string? Subject { get; internal set; }

    /// <summary>The token's <c>jti</c>.</summary>
    public string? JwtId { get; internal set; }

    /// <summary>The algorithm the token says it is signed with.</summary>
    public string? TokenAlgorithm { get; internal set; }

    /// <summary>The token's <c>exp</c>.</summary>
    public DateTimeOffset? TokenExpiresAt { get; internal set; }

    /// <summary>Whether the token came encrypted (JWE).</summary>
    public bool TokenEncrypted { get; internal set; }

    /// <summary>The <c>User-Agent</c> header.</summary>
    public string? UserAgent { get; internal set; }

    /// <summary>The <c>Accept</c> header.</summary>
    public string? Accept { get; internal set; }

    /// <summary>The <c>Content-Type</c> header.</summary>
    public string? ContentType { get; internal set; }

    /// <summary>The <c>bot-language</c> header.</summary>
    public string? BotLanguage { get; internal set; }

    /// <summary>The <c>Range</c> header.</summary>
    public string? Range { get; internal set; }

    /// <summary>The <c>If-Range</c> header.</summary>
    public string? IfRange { get; internal set; }

    /// <summary>The body as UTF-8 text, "" where there was none; of an upload the names of its parts and the size of its file.</summary>
    public string Body { get; internal set; } = "";

    /// <summary>Method, path and status code on one line.</summary>
    /// <returns>For instance <c>GET /api/public/bot/st-1/export/status 200</c>.</returns>
    public override string ToString() => $"{Method} {Path} {StatusCode}";

    internal SandboxRequest Copy() => (SandboxRequest)MemberwiseClone();
}

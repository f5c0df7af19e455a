namespace KoreExport.Sandbox.Http;

/// <summary>A request as it came over the wire (RFC 9112).</summary>
/// <param name="Method">The method.</param>
/// <param name="Target">The request target as sent: path and query, or a whole address.</param>
/// <param name="IsHttp10">HTTP/1.0, which knows no chunks.</param>
/// <param name="Headers">The headers; one that came several times is joined by commas.</param>
internal sealed record HttpRequest(string Method, string Target, bool IsHttp10, IReadOnlyDictionary<string, string> Headers)
{
    public byte[] Body { get; init; } = [];

    /// <summary>Whether the client wants the connection kept for its next request.</summary>
    public bool KeepsConnection => IsHttp10 ? HasToken("Connection", "keep-alive") : !HasToken("Connection", "close");

    public bool IsChunked => HasToken("Transfer-Encoding", "chunked");

    /// <summary>Whether the client sends its body only after it was told to go on.</summary>
    public bool ExpectsContinue => HasToken("Expect", "100-continue");

    public string? Header(string name) => Headers.TryGetValue(name, out var value) ? value : null;

    private bool HasToken(string header, string token) =>
        (Header(header) ?? "").Split(',').Any(item => string.Equals(item.Trim(), token, StringComparison.OrdinalIgnoreCase));
}

namespace KoreExport.Http;

/// <summary>
/// How a body is encoded on the wire (RFC 9110, 8.4). Nothing asks for an encoded answer, but proxies have been known to send one all the
/// same; gzip is decoded, anything else is an error.
/// </summary>
internal static class ContentCoding
{
    /// <summary>Whether the bytes on the wire are not the body's own.</summary>
    public static bool IsEncoded(HttpContent content) => Names(content).Length > 0;

    /// <summary>Whether <see cref="Decode"/> can decode it.</summary>
    public static bool IsSupported(HttpContent content) => Names(content) is "" or "GZIP" or "X-GZIP";

    /// <summary>The codings as the header lists them, for messages.</summary>
    public static string Names(HttpContent content)
    {
        var names = content.Headers.ContentEncoding.Select(static coding => coding.Trim().ToUpperInvariant());
        return string.Join(", ", names.Where(static coding => coding is not ("" or "IDENTITY")));
    }

    /// <summary>
    /// The body's own bytes; those on the wire where the coding is not supported. Reading throws <see cref="InvalidDataException"/> where
    /// they are damaged or truncated.
    /// </summary>
    public static Stream Decode(Stream raw, HttpContent content) =>
        IsEncoded(content) && IsSupported(content) ? new GzipDecodingStream(raw) : raw;
}

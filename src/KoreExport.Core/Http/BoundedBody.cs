namespace KoreExport.Http;

/// <summary>
/// The body of an API answer, read up to a limit: a megabyte or two is plenty for a status, and memory is not the server's to fill.
/// </summary>
/// <param name="Bytes">The body, decoded.</param>
/// <param name="IsTruncated">Whether there was more than was allowed.</param>
internal sealed record BoundedBody(byte[] Bytes, bool IsTruncated)
{
    /// <summary>The most bytes an API answer may have, decoded, unless the call says otherwise.</summary>
    public const int MaximumBytes = 4 * 1024 * 1024;

    /// <exception cref="InvalidDataException">The body is encoded and damaged.</exception>
    public static async Task<BoundedBody> ReadAsync(HttpContent? content, int maximumBytes, CancellationToken cancellationToken)
    {
        if (content is null)
        {
            return new BoundedBody([], IsTruncated: false);
        }

        using var raw = await content.ReadAsStreamAsync().ConfigureAwait(false);

        // netstandard2.0's streams do not all heed the token; closing the stream ends the read for sure.
        using var abort = StreamAbort.On(raw, cancellationToken);
        using var decoded = ContentCoding.Decode(raw, content);
        using var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        while (true)
        {
            var read = await decoded.ReadAsync(chunk, 0, chunk.Length, cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            var room = maximumBytes - (int)buffer.Length;
            buffer.Write(chunk, 0, Math.Min(read, room));
            if (read == 0 || read > room)
            {
                return new BoundedBody(buffer.ToArray(), IsTruncated: read > 0);
            }
        }
    }
}

using System.IO.Compression;

namespace KoreExport.Http;

/// <summary>The body of an API answer, read up to a limit: a megabyte or two is plenty for a status, and memory is not the server's to fill.</summary>
internal sealed class BoundedBody
{
    /// <summary>The most bytes an API answer may have, decoded, unless the call says otherwise.</summary>
    public const int MaximumBytes = 4 * 1024 * 1024;

    private BoundedBody(byte[] bytes, bool truncated)
    {
        Bytes = bytes;
        Truncated = truncated;
    }

    public byte[] Bytes { get; }

    /// <summary>Whether there was more than was allowed.</summary>
    public bool Truncated { get; }

    public static async Task<BoundedBody> ReadAsync(HttpContent? content, int maximumBytes, CancellationToken cancellationToken)
    {
        if (content is null)
        {
            return new BoundedBody([], truncated: false);
        }

        using var raw = await content.ReadAsStreamAsync().ConfigureAwait(false);

        // netstandard2.0's streams do not all heed the token; closing the stream ends the read for sure.
        using var abort = StreamAbort.On(raw, cancellationToken);
        using var decoded = Decode(raw, content);
        using var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        while (true)
        {
            var read = await decoded.ReadAsync(chunk, 0, chunk.Length, cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            if (read == 0)
            {
                return new BoundedBody(buffer.ToArray(), truncated: false);
            }

            var room = maximumBytes - (int)buffer.Length;
            buffer.Write(chunk, 0, Math.Min(read, room));
            if (read > room)
            {
                return new BoundedBody(buffer.ToArray(), truncated: true);
            }
        }
    }

    /// <summary>Nothing asks for an encoded answer, but proxies have been known to send one all the same.</summary>
    public static Stream Decode(Stream raw, HttpContent content)
    {
        var encoding = content.Headers.ContentEncoding.LastOrDefault();
        return encoding?.ToUpperInvariant() switch
        {
            "GZIP" or "X-GZIP" => new GZipStream(raw, CompressionMode.Decompress, leaveOpen: true),
            _ => raw,
        };
    }
}

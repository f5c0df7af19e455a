using System.Buffers;

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

    private const int UsualBytes = 16 * 1024;

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
        var buffer = ArrayPool<byte>.Shared.Rent(UsualBytes);
        try
        {
            // One byte more than is allowed tells that there is more.
            for (var length = 0; ;)
            {
                if (length == buffer.Length)
                {
                    buffer = Enlarge(buffer);
                }

                var room = Math.Min(buffer.Length, maximumBytes + 1) - length;
                var read = await decoded.ReadAsync(buffer, length, room, cancellationToken).ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
                length += read;
                if (read == 0 || length > maximumBytes)
                {
                    return new BoundedBody(buffer.AsSpan(0, Math.Min(length, maximumBytes)).ToArray(), length > maximumBytes);
                }
            }
        }
        finally
        {
            GiveBack(buffer);
        }
    }

    private static byte[] Enlarge(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        GiveBack(buffer);
        return larger;
    }

    // Who borrows it next must not find a signed link in it.
    private static void GiveBack(byte[] buffer) => ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
}

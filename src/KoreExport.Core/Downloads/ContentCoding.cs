namespace KoreExport.Downloads;

/// <summary>
/// How a body is packed for the way. Downloads ask for none of that, but proxies have been known to do it; and a gzip stream that was
/// cut off looks like a whole one to its reader, unless the length at its end is compared.
/// </summary>
internal static class ContentCoding
{
    /// <summary>Whether the bytes on the way are not the file's own.</summary>
    public static bool IsPacked(HttpContent content) => Encoding(content).Length > 0;

    /// <summary>Whether the bytes can be unpacked here.</summary>
    public static bool IsKnown(HttpContent content) => Encoding(content) is "" or "GZIP" or "X-GZIP";

    /// <summary>The codings as the header lists them, for messages.</summary>
    public static string Encoding(HttpContent content) => string.Join(
        ", ",
        content.Headers.ContentEncoding.Select(static coding => coding.Trim().ToUpperInvariant()).Where(static coding => coding is not ("" or "IDENTITY")));
}

/// <summary>A stream that remembers its last bytes: those of gzip are the length of what is packed (RFC 1952, 2.3.1).</summary>
internal sealed class GzipTail : Stream
{
    private const int ShortestMember = 18;

    private readonly Stream _inner;
    private long _read;
    private uint _last;

    public GzipTail(Stream inner) => _inner = inner;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    /// <summary>Whether the stream ended with the length of what came out of it.</summary>
    public bool Tells(long unpacked) => _read >= ShortestMember && _last == (uint)unpacked;

    public override int Read(byte[] buffer, int offset, int count) => Remember(buffer, offset, _inner.Read(buffer, offset, count));

    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        Remember(buffer, offset, await _inner.ReadAsync(buffer, offset, count, cancellationToken).ConfigureAwait(false));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int Remember(byte[] buffer, int offset, int read)
    {
        for (var i = Math.Max(0, read - 4); i < read; i++)
        {
            // Little-endian: the newest byte is the highest.
            _last = (_last >> 8) | ((uint)buffer[offset + i] << 24);
        }

        _read += read;
        return read;
    }
}

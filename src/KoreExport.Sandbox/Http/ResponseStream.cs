using System.Globalization;
using System.Text;

namespace KoreExport.Sandbox.Http;

/// <summary>
/// Writes a response. Its head goes out with the first byte of the body, or at the end where there is none, so that a response can break
/// before its head. Only a response that was written to its end is ended properly; any other leaves the connection to be broken.
/// </summary>
/// <param name="stream">The connection.</param>
/// <param name="head">The head of the response.</param>
/// <param name="length">The length announced; null sends chunks, or on HTTP/1.0 as much as comes before the connection ends.</param>
/// <param name="chunked">Whether the body comes in chunks.</param>
/// <param name="hasBody">False for the answer to HEAD.</param>
internal sealed class ResponseStream(Stream stream, string head, long? length, bool chunked, bool hasBody) : Stream
{
    private static readonly byte[] LineEnd = [(byte)'\r', (byte)'\n'];
    private static readonly byte[] LastChunk = Encoding.ASCII.GetBytes("0\r\n\r\n");

    private byte[]? _head = Encoding.UTF8.GetBytes(head);
    private long _written;
    private bool _failed;
    private bool _closed;

    /// <summary>Whether the client has all of it, and the connection can take the next request.</summary>
    public bool IsComplete { get; private set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        if (count == 0 || !hasBody)
        {
            return;
        }

        var bytes = Frame(buffer, offset, count);
        try
        {
            await stream.WriteAsync(bytes.Array!, bytes.Offset, bytes.Count, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception)
        {
            _failed = true;
            throw;
        }

        _written += count;
    }

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
        // Nothing is kept back but the head, which waits for the body.
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_closed)
        {
            _closed = true;
            if (!_failed && (!hasBody || length is null || _written == length))
            {
                End();
            }
        }

        base.Dispose(disposing);
    }

    private void End()
    {
        try
        {
            var rest = (_head ?? []).Concat(chunked && hasBody ? LastChunk : []).ToArray();
            _head = null;
            stream.Write(rest, 0, rest.Length);
            IsComplete = true;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The client left, or the connection was broken on purpose.
            _failed = true;
        }
    }

    // Head, length of the chunk and body in one piece, so that a small response is one packet.
    private ArraySegment<byte> Frame(byte[] buffer, int offset, int count)
    {
        if (_head is null && !chunked)
        {
            return new ArraySegment<byte>(buffer, offset, count);
        }

        using var frame = new MemoryStream(count + 1024);
        frame.Write(_head ?? [], 0, _head?.Length ?? 0);
        _head = null;
        if (chunked)
        {
            var size = Encoding.ASCII.GetBytes(count.ToString("x", CultureInfo.InvariantCulture));
            frame.Write(size, 0, size.Length);
            frame.Write(LineEnd, 0, LineEnd.Length);
        }

        frame.Write(buffer, offset, count);
        if (chunked)
        {
            frame.Write(LineEnd, 0, LineEnd.Length);
        }

        return new ArraySegment<byte>(frame.GetBuffer(), 0, (int)frame.Length);
    }
}

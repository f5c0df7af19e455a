namespace KoreExport.Http;

/// <summary>
/// Hands out another stream's bytes and can take back those of the last read: for a reader that reads ahead without telling how far.
/// </summary>
internal sealed class RewindableStream(Stream inner) : ReadOnlyStream
{
    private const int SmallestRead = 4 * 1024;

    private byte[] _buffer = new byte[32 * 1024];
    private int _lastRead;
    private int _next;
    private int _end;

    /// <summary>How many bytes were taken so far, those that were taken back not counted.</summary>
    public long Offset { get; private set; }

    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        if (!await FillAsync(1, cancellationToken).ConfigureAwait(false))
        {
            // The last read stays what it was: it held the end.
            return 0;
        }

        var read = Math.Min(count, _end - _next);
        Buffer.BlockCopy(_buffer, _next, buffer, offset, read);
        _lastRead = _next;
        _next += read;
        Offset += read;
        return read;
    }

    /// <summary>Goes back to where the last read began; returns how many bytes that are.</summary>
    public int Rewind()
    {
        var length = _next - _lastRead;
        _next = _lastRead;
        Offset -= length;
        return length;
    }

    /// <summary>Sees to it that so many bytes can be peeked at; false where the stream ends before.</summary>
    public async Task<bool> FillAsync(int count, CancellationToken cancellationToken)
    {
        while (_end - _next < count)
        {
            MakeRoom();
            var read = await inner.ReadAsync(_buffer, _end, _buffer.Length - _end, cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return false;
            }

            _end += read;
        }

        return true;
    }

    public byte Peek(int index) => _buffer[_next + index];

    /// <summary>Four bytes, little-endian.</summary>
    public uint PeekUInt32(int index) =>
        (uint)(Peek(index) | (Peek(index + 1) << 8) | (Peek(index + 2) << 16) | (Peek(index + 3) << 24));

    public void Skip(int count)
    {
        _next += count;
        Offset += count;
    }

    public byte[] Take(int count)
    {
        var taken = _buffer.AsSpan(_next, count).ToArray();
        Skip(count);
        return taken;
    }

    // .NET Framework's DeflateStream reads asynchronously by reading synchronously on another thread.
    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer, offset, count, CancellationToken.None).GetAwaiter().GetResult();

    // The last read stays where it can be gone back to.
    private void MakeRoom()
    {
        if (_buffer.Length - _end >= SmallestRead)
        {
            return;
        }

        Buffer.BlockCopy(_buffer, _lastRead, _buffer, 0, _end - _lastRead);
        _next -= _lastRead;
        _end -= _lastRead;
        _lastRead = 0;
        if (_buffer.Length - _end < SmallestRead)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }
    }
}

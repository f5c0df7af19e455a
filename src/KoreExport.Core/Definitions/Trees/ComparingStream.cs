namespace KoreExport.Definitions;

/// <summary>Compares what is written to it with what it should be; nothing is kept.</summary>
internal sealed class ComparingStream(byte[] expected) : Stream
{
    private int _position;

    /// <summary>Where the first difference is, or null.</summary>
    public int? Difference { get; private set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _position;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    /// <summary>Says that nothing follows.</summary>
    public void Complete()
    {
        if (_position != expected.Length)
        {
            Difference ??= _position;
        }
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        if (Difference is not null)
        {
            return;
        }

        var known = Math.Min(count, expected.Length - _position);
        var written = buffer.AsSpan(offset, count);
        var wanted = expected.AsSpan(_position, known);
        if (!written.SequenceEqual(wanted))
        {
            var same = 0;
            while (same < known && written[same] == wanted[same])
            {
                same++;
            }

            Difference = _position + same;
        }

        _position += known;
    }

    public override void Flush() { }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}

using System.IO.Compression;
using KoreExport.Verification;

namespace KoreExport.Http;

/// <summary>
/// Decodes gzip (RFC 1952): any number of members, each compared with its checksum and length, so that a stream that was truncated is
/// never taken for a whole one. .NET's GZipStream does neither alike everywhere: what comes after the first member is lost on .NET
/// Framework, and a truncated member ends like a whole one.
/// </summary>
internal sealed class GzipDecodingStream(Stream encoded) : ReadOnlyStream
{
    private const int TrailerLength = 8;
    private const int HeaderChecksum = 0x02;
    private const int ExtraField = 0x04;
    private const int Name = 0x08;
    private const int Comment = 0x10;
    private const int Reserved = 0xE0;

    private readonly RewindableStream _input = new(encoded);
    private DeflateStream? _member;
    private Crc32 _crc;
    private uint _length;

    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        while (_member is not null || await BeginMemberAsync(cancellationToken).ConfigureAwait(false))
        {
            var read = await _member!.ReadAsync(buffer, offset, count, cancellationToken).ConfigureAwait(false);
            if (read > 0)
            {
                _crc.Append(buffer.AsSpan(offset, read));
                _length += (uint)read;
                return read;
            }

            await EndMemberAsync(cancellationToken).ConfigureAwait(false);
        }

        return 0;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _member?.Dispose();
        base.Dispose(disposing);
    }

    // RFC 1952, 2.3.
    private async Task<bool> BeginMemberAsync(CancellationToken cancellationToken)
    {
        if (!await _input.FillAsync(1, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        var header = await TakeAsync(10, cancellationToken).ConfigureAwait(false);
        var flags = header[3];
        if (header[0] != 0x1F || header[1] != 0x8B || header[2] != 8 || (flags & Reserved) != 0)
        {
            throw new InvalidDataException("The body is not gzip, although its Content-Encoding says so.");
        }

        if ((flags & ExtraField) != 0)
        {
            var length = await TakeAsync(2, cancellationToken).ConfigureAwait(false);
            await TakeAsync(length[0] | (length[1] << 8), cancellationToken).ConfigureAwait(false);
        }

        for (var texts = ((flags & Name) != 0 ? 1 : 0) + ((flags & Comment) != 0 ? 1 : 0); texts > 0; texts--)
        {
            while ((await TakeAsync(1, cancellationToken).ConfigureAwait(false))[0] != 0)
            {
            }
        }

        if ((flags & HeaderChecksum) != 0)
        {
            await TakeAsync(2, cancellationToken).ConfigureAwait(false);
        }

        _member = new DeflateStream(_input, CompressionMode.Decompress, leaveOpen: true);
        _crc = default;
        _length = 0;
        return true;
    }

    // DeflateStream reads ahead and does not tell how far. The member's end is in what it read last: where its checksum and length are,
    // and after them nothing, or the next member.
    private async Task EndMemberAsync(CancellationToken cancellationToken)
    {
        _member!.Dispose();
        _member = null;
        var readAhead = _input.Rewind();
        for (var skipped = 0; skipped <= readAhead; skipped++)
        {
            if (!await _input.FillAsync(TrailerLength, cancellationToken).ConfigureAwait(false))
            {
                break;
            }

            if (_input.PeekUInt32(0) == _crc.Value && _input.PeekUInt32(4) == _length)
            {
                var hasMore = await _input.FillAsync(TrailerLength + 1, cancellationToken).ConfigureAwait(false);
                if (!hasMore || _input.Peek(TrailerLength) == 0x1F)
                {
                    _input.Skip(TrailerLength);
                    return;
                }
            }

            _input.Skip(1);
        }

        throw new InvalidDataException("The gzip body is truncated or damaged.");
    }

    private async Task<byte[]> TakeAsync(int count, CancellationToken cancellationToken)
    {
        if (!await _input.FillAsync(count, cancellationToken).ConfigureAwait(false))
        {
            throw new InvalidDataException("The gzip body is truncated.");
        }

        return _input.Take(count);
    }
}

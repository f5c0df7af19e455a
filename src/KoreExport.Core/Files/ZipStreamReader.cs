using System.IO.Compression;
using System.Text;
using System.Text.Json;
using KoreExport.Http;
using KoreExport.Verification;

namespace KoreExport.Files;

/// <summary>
/// Reads the entries of a zip one after the other as its bytes arrive (PKWARE APPNOTE, 4.3.6 to 4.3.9), so that nothing is left to unpack
/// when the last byte is there. Decides nothing: whatever is not plain ends the reading, and the rest is read from the file.
/// </summary>
internal sealed class ZipStreamReader(RewindableStream input)
{
    private const uint LocalSignature = 0x04034B50;
    private const uint DescriptorSignature = 0x08074B50;
    private const int LocalLength = 30;
    private const int LongestDescriptor = 24;
    private const int Encrypted = 0x01;
    private const int HasDescriptor = 0x08;
    private const int Stored = 0;
    private const int Deflated = 8;
    private const uint Masked = 0xFFFFFFFF;

    private readonly ZipEntriesSeen _seen = new();
    private long _unpacked;

    /// <summary>Reads as far as that is possible.</summary>
    public static async Task<ZipEntriesSeen> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var input = new RewindableStream(stream);
        var reader = new ZipStreamReader(input);
        try
        {
            while (await reader.ReadEntryAsync(cancellationToken).ConfigureAwait(false))
            {
            }
        }
        catch (Exception odd) when (
            odd is IOException or InvalidDataException or JsonException or ArgumentException or NotSupportedException)
        {
            // What is wrong with it is found out by reading the file, and only there.
        }

        return reader._seen;
    }

    private async Task<bool> ReadEntryAsync(CancellationToken cancellationToken)
    {
        var offset = input.Offset;
        if (!await input.FillAsync(LocalLength, cancellationToken).ConfigureAwait(false) || input.PeekUInt32(0) != LocalSignature)
        {
            return false;
        }

        var header = new LocalHeader(UInt16(6), UInt16(8), input.PeekUInt32(18), UInt16(26), UInt16(28));
        input.Skip(LocalLength);
        if (!header.IsPlain || !await input.FillAsync(header.NameLength + header.ExtraLength, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        var name = Encoding.UTF8.GetString(input.Take(header.NameLength));
        input.Skip(header.ExtraLength);
        var start = input.Offset;
        using var packed = header.IsMeasured ? new LimitedStream(input, header.Packed) : null;
        using var inflating = header.Method == Deflated
            ? new DeflateStream(packed ?? (Stream)input, CompressionMode.Decompress, leaveOpen: true)
            : null;
        var content = await ZipEntryContent
            .ReadAsync(inflating ?? (Stream)packed!, ZipVerifier.IsDocument(name), Allow, cancellationToken).ConfigureAwait(false);
        _unpacked += content.Length;
        var length = packed is null
            ? await SkipDescriptorAsync(content, start, cancellationToken).ConfigureAwait(false)
            : await packed.SkipRestAsync(cancellationToken).ConfigureAwait(false) ? header.Packed : -1;
        if (length < 0)
        {
            return false;
        }

        _seen.Add(offset, header.Method, length, content);
        return true;
    }

    // The size of what is packed is known behind it only. The inflater reads ahead and does not tell how far: the end is in what it read
    // last, where a descriptor says as many packed and unpacked bytes as there were, and the same checksum.
    private async Task<long> SkipDescriptorAsync(ZipEntryContent content, long start, CancellationToken cancellationToken)
    {
        for (var left = input.Rewind(); left >= 0; left--)
        {
            if (!await input.FillAsync(LongestDescriptor, cancellationToken).ConfigureAwait(false))
            {
                break;
            }

            var packed = input.Offset - start;
            if (DescriptorLength(content, packed) is { } length)
            {
                input.Skip(length);
                return packed;
            }

            input.Skip(1);
        }

        return -1;
    }

    private int? DescriptorLength(ZipEntryContent content, long packed)
    {
        var at = input.PeekUInt32(0) == DescriptorSignature ? 4 : 0;
        if (input.PeekUInt32(at) != content.Crc32 || input.PeekUInt32(at + 4) != (uint)packed)
        {
            return null;
        }

        return input.PeekUInt32(at + 8) == (uint)content.Length && Math.Max(packed, content.Length) < Masked ? at + 12
            : UInt64(at + 4) == packed && UInt64(at + 12) == content.Length ? at + 20
            : null;
    }

    private void Allow(long length)
    {
        if (ArchiveLimits.Refusal(_unpacked + length, input.Offset) is { } refusal)
        {
            throw new InvalidDataException(refusal);
        }
    }

    private int UInt16(int at) => input.Peek(at) | (input.Peek(at + 1) << 8);

    private long UInt64(int at) => (long)(input.PeekUInt32(at) | ((ulong)input.PeekUInt32(at + 4) << 32));

    private readonly record struct LocalHeader(int Flags, int Method, uint Packed, int NameLength, int ExtraLength)
    {
        public bool IsMeasured => (Flags & HasDescriptor) == 0;

        // Of a stored entry without its size nobody can tell where it ends.
        public bool IsPlain =>
            (Flags & Encrypted) == 0 && (Method == Deflated || (Method == Stored && IsMeasured)) && (!IsMeasured || Packed != Masked);
    }

    private sealed class LimitedStream(Stream inner, long length) : ReadOnlyStream
    {
        private long _left = length;

        public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            var most = (int)Math.Min(count, _left);
            var read = most > 0 ? await inner.ReadAsync(buffer, offset, most, cancellationToken).ConfigureAwait(false) : 0;
            _left -= read;
            return read;
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        /// <summary>Goes to the end; false where that is not there.</summary>
        public async Task<bool> SkipRestAsync(CancellationToken cancellationToken)
        {
            var rest = new byte[Math.Min(_left, 4096)];
            while (_left > 0 && await ReadAsync(rest, 0, rest.Length, cancellationToken).ConfigureAwait(false) > 0)
            {
            }

            return _left == 0;
        }
    }
}

namespace KoreExport.Verification;

/// <summary>
/// Reads a zip's central directory (PKWARE APPNOTE, 4.3.12 to 4.3.16) for checksums, encryption flags and file types. The platform
/// streams its entries, so the local headers do not have them.
/// </summary>
internal static class ZipDirectory
{
    private const uint EndSignature = 0x06054B50;
    private const uint Zip64LocatorSignature = 0x07064B50;
    private const uint Zip64EndSignature = 0x06064B50;
    private const uint HeaderSignature = 0x02014B50;
    private const uint LocalSignature = 0x04034B50;
    private const uint Masked = 0xFFFFFFFF;
    private const int EndLength = 22;
    private const int Zip64LocatorLength = 20;
    private const int HeaderLength = 46;
    private const int LocalLength = 30;
    private const int Utf8Name = 0x800;
    private const int MaximumCommentLength = 0xFFFF;

    /// <summary>
    /// The entries in the order of the directory; throws <see cref="InvalidDataException"/> where there is no whole directory.
    /// </summary>
    public static List<ZipDirectoryEntry> Read(Stream zip)
    {
        var (start, count) = FindDirectory(zip);
        if (start < 0 || start > zip.Length || count < 0 || count > zip.Length / HeaderLength)
        {
            throw new InvalidDataException("The zip's directory is not inside the file.");
        }

        var entries = new List<ZipDirectoryEntry>((int)Math.Min(count, 4096));
        zip.Position = start;
        var header = new byte[HeaderLength];
        for (long i = 0; i < count; i++)
        {
            Fill(zip, header);
            if (UInt32(header, 0) != HeaderSignature)
            {
                throw new InvalidDataException("The zip's directory is damaged.");
            }

            var name = Read(zip, UInt16(header, 28));
            var offset = LocalOffset(header, Read(zip, UInt16(header, 30)));
            entries.Add(new ZipDirectoryEntry(
                name, UInt16(header, 8), UInt32(header, 16), UInt32(header, 38), UInt16(header, 10), offset));
            var next = zip.Position + UInt16(header, 32);
            CheckLocalHeader(zip, header, name, offset);
            zip.Position = next;
        }

        return entries;
    }

    // An entry's name has no checksum, but it is written twice.
    private static void CheckLocalHeader(Stream zip, byte[] header, byte[] name, long offset)
    {
        var local = new byte[LocalLength];
        if (offset >= 0 && offset <= zip.Length - LocalLength)
        {
            zip.Position = offset;
            Fill(zip, local);
            var sameCoding = ((UInt16(local, 6) ^ UInt16(header, 8)) & Utf8Name) == 0;
            if (UInt32(local, 0) == LocalSignature && sameCoding && Read(zip, UInt16(local, 26)).AsSpan().SequenceEqual(name))
            {
                return;
            }
        }

        throw new InvalidDataException("The zip's directory does not fit its entries.");
    }

    private static long LocalOffset(byte[] header, byte[] extra)
    {
        var offset = UInt32(header, 42);
        if (offset != Masked)
        {
            return offset;
        }

        // The zip64 field (4.5.3) holds those values that are masked in the header, in this order: size, packed size, offset.
        for (var at = 0; at + 4 <= extra.Length; at += 4 + UInt16(extra, at + 2))
        {
            var position = at + 4 + (UInt32(header, 24) == Masked ? 8 : 0) + (UInt32(header, 20) == Masked ? 8 : 0);
            if (UInt16(extra, at) == 1 && position + 8 <= extra.Length)
            {
                return (long)UInt64(extra, position);
            }
        }

        return offset;
    }

    private static (long Offset, long Count) FindDirectory(Stream zip)
    {
        var length = (int)Math.Min(zip.Length, EndLength + MaximumCommentLength);
        var tail = new byte[length];
        zip.Position = zip.Length - length;
        Fill(zip, tail);
        for (var i = length - EndLength; i >= 0; i--)
        {
            if (UInt32(tail, i) == EndSignature && UInt16(tail, i + 20) <= length - i - EndLength)
            {
                var position = zip.Length - length + i;
                var count = UInt16(tail, i + 10);
                var offset = UInt32(tail, i + 16);
                return count == 0xFFFF || offset == Masked ? FindZip64Directory(zip, position) : (offset, count);
            }
        }

        throw new InvalidDataException("The zip has no directory at its end: it is cut off, or no zip at all.");
    }

    private static (long Offset, long Count) FindZip64Directory(Stream zip, long endPosition)
    {
        var locator = new byte[Zip64LocatorLength];
        zip.Position = Math.Max(0, endPosition - Zip64LocatorLength);
        Fill(zip, locator);
        var position = (long)UInt64(locator, 8);
        if (UInt32(locator, 0) != Zip64LocatorSignature || position < 0 || position > zip.Length)
        {
            throw new InvalidDataException("The zip's large directory is damaged.");
        }

        var end = new byte[56];
        zip.Position = position;
        Fill(zip, end);
        return UInt32(end, 0) == Zip64EndSignature
            ? ((long)UInt64(end, 48), (long)UInt64(end, 32))
            : throw new InvalidDataException("The zip's large directory is damaged.");
    }

    private static byte[] Read(Stream stream, int count)
    {
        var bytes = new byte[count];
        Fill(stream, bytes);
        return bytes;
    }

    private static void Fill(Stream stream, byte[] buffer)
    {
        var done = 0;
        while (done < buffer.Length)
        {
            var read = stream.Read(buffer, done, buffer.Length - done);
            if (read == 0)
            {
                throw new InvalidDataException("The zip is cut off.");
            }

            done += read;
        }
    }

    private static int UInt16(byte[] bytes, int at) => bytes[at] | (bytes[at + 1] << 8);

    private static uint UInt32(byte[] bytes, int at) => (uint)(UInt16(bytes, at) | (UInt16(bytes, at + 2) << 16));

    private static ulong UInt64(byte[] bytes, int at) => UInt32(bytes, at) | ((ulong)UInt32(bytes, at + 4) << 32);
}

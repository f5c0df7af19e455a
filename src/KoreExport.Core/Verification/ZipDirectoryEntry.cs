namespace KoreExport.Verification;

/// <summary>What the central directory says of one entry and <c>System.IO.Compression</c> on netstandard2.0 does not tell.</summary>
/// <param name="Name">The bytes of its name, not decoded.</param>
/// <param name="Flags">The general purpose bit flag (PKWARE APPNOTE, 4.4.4).</param>
/// <param name="Crc32">The checksum of its content.</param>
/// <param name="ExternalAttributes">The upper half is the Unix mode.</param>
/// <param name="Method">How it is packed (4.4.5).</param>
/// <param name="Offset">Where its local header is.</param>
internal readonly record struct ZipDirectoryEntry(
    byte[] Name, int Flags, uint Crc32, uint ExternalAttributes, int Method, long Offset)
{
    private const int UnixSymbolicLink = 0xA000;
    private const int UnixFileTypes = 0xF000;

    public bool IsEncrypted => (Flags & 1) != 0;

    public bool IsSymbolicLink => ((ExternalAttributes >> 16) & UnixFileTypes) == UnixSymbolicLink;

    public bool IsFolder => Name.Length > 0 && Name[Name.Length - 1] == (byte)'/';
}

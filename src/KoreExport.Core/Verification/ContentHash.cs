using System.Security.Cryptography;

namespace KoreExport.Verification;

/// <summary>
/// The hash of what an archive contains, whatever the order, times and compression of its entries. Any program can compute it:
/// <list type="number">
/// <item>Take the entries of the central directory. Those whose names end in <c>/</c> (0x2F) are folders and left out.</item>
/// <item>Sort them by the bytes of their names, as unsigned numbers; a name that another one begins with comes before that. Entries that
/// have the same name keep the order of the directory.</item>
/// <item>For each in turn append: the bytes of its name as they stand in the central directory, whether its UTF-8 flag (bit 11) is set
/// or not, and never decoded; one zero byte; the length of its content, unpacked, as eight bytes, the highest first; the 32 bytes of the
/// SHA-256 of its content, unpacked.</item>
/// <item>The hash is the SHA-256 of all that, in 64 lower-case hex digits.</item>
/// </list>
/// </summary>
internal sealed class ContentHash
{
    private readonly List<(byte[] Name, long Length, byte[] Sha256)> _entries = [];

    /// <summary>Adds an entry that is no folder.</summary>
    /// <param name="name">The bytes of its name in the central directory.</param>
    /// <param name="length">The length of its content.</param>
    /// <param name="sha256">The SHA-256 of its content.</param>
    public void Add(byte[] name, long length, byte[] sha256) => _entries.Add((name, length, sha256));

    /// <summary>The hash in lower-case hex.</summary>
    public string Complete()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, length, sha256) in _entries.OrderBy(static entry => entry.Name, ByteOrder.Instance))
        {
            hash.AppendData(name);
            hash.AppendData([0]);
            hash.AppendData(BigEndian(length));
            hash.AppendData(sha256);
        }

        return Hex.Lower(hash.GetHashAndReset());
    }

    private static byte[] BigEndian(long value)
    {
        var bytes = new byte[8];
        for (var i = 7; i >= 0; i--, value >>= 8)
        {
            bytes[i] = (byte)value;
        }

        return bytes;
    }

    private sealed class ByteOrder : IComparer<byte[]>
    {
        public static ByteOrder Instance { get; } = new();

        public int Compare(byte[]? x, byte[]? y) => x.AsSpan().SequenceCompareTo(y.AsSpan());
    }
}

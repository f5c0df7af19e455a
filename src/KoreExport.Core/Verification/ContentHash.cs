using System.Security.Cryptography;
using System.Text;

namespace KoreExport.Verification;

/// <summary>
/// The hash of what an archive contains, whatever the order, times and compression of its entries. For each entry, sorted by the UTF-8
/// bytes of its name: the name, a zero byte, the length as eight bytes (big-endian) and the SHA-256 of its bytes; over all of that, SHA-256.
/// </summary>
internal sealed class ContentHash
{
    private readonly List<(byte[] Name, long Length, byte[] Sha256)> _entries = [];

    public void Add(string name, long length, byte[] sha256) => _entries.Add((Encoding.UTF8.GetBytes(name), length, sha256));

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

namespace KoreExport.Verification;

/// <summary>
/// The checksum of zip entries (PKWARE APPNOTE, 4.4.7) and gzip members; netstandard2.0 has none. A new one is <c>default</c>.
/// </summary>
internal struct Crc32
{
    private static readonly uint[] Table = MakeTable();

    // Inverted, so that it begins at zero.
    private uint _value;

    public readonly uint Value => _value;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        var value = ~_value;
        foreach (var one in bytes)
        {
            value = (value >> 8) ^ Table[(value ^ one) & 0xFF];
        }

        _value = ~value;
    }

    private static uint[] MakeTable()
    {
        var table = new uint[256];
        for (uint i = 0; i < 256; i++)
        {
            var value = i;
            for (var bit = 0; bit < 8; bit++)
            {
                value = (value & 1) != 0 ? (value >> 1) ^ 0xEDB88320 : value >> 1;
            }

            table[i] = value;
        }

        return table;
    }
}

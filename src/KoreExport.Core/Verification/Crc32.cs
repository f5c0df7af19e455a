using System.Runtime.InteropServices;

namespace KoreExport.Verification;

/// <summary>
/// The checksum of zip entries (PKWARE APPNOTE, 4.4.7) and gzip members; netstandard2.0 has none. A new one is <c>default</c>.
/// </summary>
internal struct Crc32
{
    private const int Slices = 8;
    private static readonly uint[][] Tables = MakeTables();

    // Inverted, so that it begins at zero.
    private uint _value;

    public readonly uint Value => _value;

    public void Append(ReadOnlySpan<byte> bytes) =>
        _value = NativeCrc32.IsAvailable ? NativeCrc32.Append(_value, bytes) : AppendPortable(_value, bytes);

    /// <summary>Eight bytes at a time, with a table for each of them.</summary>
    internal static uint AppendPortable(uint before, ReadOnlySpan<byte> bytes)
    {
        var value = ~before;
        var (t0, t1, t2, t3) = (Tables[0], Tables[1], Tables[2], Tables[3]);
        var (t4, t5, t6, t7) = (Tables[4], Tables[5], Tables[6], Tables[7]);
        if (BitConverter.IsLittleEndian)
        {
            var pairs = MemoryMarshal.Cast<byte, ulong>(bytes);
            foreach (var eight in pairs)
            {
                var low = (uint)eight ^ value;
                var high = (uint)(eight >> 32);
                value = t7[low & 0xFF] ^ t6[(low >> 8) & 0xFF] ^ t5[(low >> 16) & 0xFF] ^ t4[low >> 24]
                    ^ t3[high & 0xFF] ^ t2[(high >> 8) & 0xFF] ^ t1[(high >> 16) & 0xFF] ^ t0[high >> 24];
            }

            bytes = bytes.Slice(pairs.Length * sizeof(ulong));
        }

        foreach (var one in bytes)
        {
            value = (value >> 8) ^ t0[(value ^ one) & 0xFF];
        }

        return ~value;
    }

    private static uint[][] MakeTables()
    {
        var tables = new uint[Slices][];
        for (var slice = 0; slice < Slices; slice++)
        {
            tables[slice] = new uint[256];
            for (uint i = 0; i < 256; i++)
            {
                tables[slice][i] = slice == 0 ? ShiftByte(i) : Next(tables[0], tables[slice - 1][i]);
            }
        }

        return tables;
    }

    private static uint Next(uint[] first, uint value) => (value >> 8) ^ first[value & 0xFF];

    private static uint ShiftByte(uint value)
    {
        for (var bit = 0; bit < 8; bit++)
        {
            value = (value & 1) != 0 ? (value >> 1) ^ 0xEDB88320 : value >> 1;
        }

        return value;
    }
}

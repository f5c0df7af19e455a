namespace KoreExport.Verification;

/// <summary>The checksum of zip entries (PKWARE APPNOTE, 4.4.7); netstandard2.0 has none.</summary>
internal sealed class Crc32
{
    private static readonly uint[] Table = MakeTable();
    private uint _value = 0xFFFFFFFF;

    public uint Value => ~_value;

    public void Append(byte[] buffer, int count)
    {
        var value = _value;
        for (var i = 0; i < count; i++)
        {
            value = (value >> 8) ^ Table[(value ^ buffer[i]) & 0xFF];
        }

        _value = value;
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

using System.IO.Compression;
using System.Text;

namespace KoreExport.Tests.Support;

/// <summary>An entry with everything that can be wrong with one.</summary>
internal sealed record ZipItem(string Name, byte[] Content)
{
    /// <summary>The name's bytes, where they are not those of UTF-8.</summary>
    public byte[]? RawName { get; init; }

    /// <summary>0: as it is, 8: deflated.</summary>
    public ushort Method { get; init; } = 8;

    /// <summary>General purpose flags: 1 encrypted, 8 sizes behind the data, 0x800 UTF-8.</summary>
    public ushort Flags { get; init; } = 0x800;

    /// <summary>What is added to the true checksum.</summary>
    public uint WrongCrcBy { get; init; }

    /// <summary>The upper half is the Unix mode.</summary>
    public uint ExternalAttributes { get; init; }

    public DateTime Time { get; init; } = new(2024, 1, 1);

    /// <summary>Sizes and offset in the zip64 field, as for entries beyond 4 GB.</summary>
    public bool Zip64 { get; init; }
}

/// <summary>
/// Writes zips by hand (PKWARE APPNOTE), because <see cref="ZipArchive"/> does not write the bad ones.
/// </summary>
internal static class ZipMaker
{
    private const uint Masked = 0xFFFFFFFF;

    public static byte[] Make(params ZipItem[] items) => Make(items, zip64: false);

    /// <summary>A zip that is an export for the definition in it, whatever else there is.</summary>
    public static byte[] MakeExport(params ZipItem[] items) => Make([new ZipItem("botDefinition.json", Samples.Definition), .. items]);

    /// <summary>An export with 260 megabytes of zeros in it.</summary>
    public static byte[] MakeBomb()
    {
        using var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            using (var definition = zip.CreateEntry("botDefinition.json").Open())
            {
                definition.Write(Samples.Definition);
            }

            using var bomb = zip.CreateEntry("bomb.txt", CompressionLevel.Optimal).Open();
            var zeros = new byte[1024 * 1024];
            for (var i = 0; i < 260; i++)
            {
                bomb.Write(zeros);
            }
        }

        return packed.ToArray();
    }

    public static byte[] Make(IReadOnlyList<ZipItem> items, bool zip64, string comment = "")
    {
        using var file = new MemoryStream();
        using var directory = new MemoryStream();
        using var writer = new BinaryWriter(file);
        using var index = new BinaryWriter(directory);
        foreach (var item in items)
        {
            WriteItem(writer, index, item);
        }

        var offset = file.Length;
        writer.Write(directory.ToArray());
        if (zip64)
        {
            var end = file.Length;
            Write(
                writer,
                0x06064B50u,
                44UL,
                (ushort)45,
                (ushort)45,
                0u,
                0u,
                (ulong)items.Count,
                (ulong)items.Count,
                (ulong)directory.Length,
                (ulong)offset);
            Write(writer, 0x07064B50u, 0u, (ulong)end, 1u);
        }

        var count = zip64 ? ushort.MaxValue : (ushort)items.Count;
        Write(
            writer,
            0x06054B50u,
            (ushort)0,
            (ushort)0,
            count,
            count,
            zip64 ? Masked : (uint)directory.Length,
            zip64 ? Masked : (uint)offset,
            (ushort)comment.Length);
        writer.Write(Encoding.ASCII.GetBytes(comment));
        return file.ToArray();
    }

    private static void WriteItem(BinaryWriter writer, BinaryWriter index, ZipItem item)
    {
        var name = item.RawName ?? Encoding.UTF8.GetBytes(item.Name);
        var data = item.Method == 8 ? Deflate(item.Content) : item.Content;
        var crc = Checksum(item.Content) + item.WrongCrcBy;
        var offset = (ulong)writer.BaseStream.Length;
        var streamed = (item.Flags & 8) != 0;
        var day = ((item.Time.Year - 1980) << 25) | (item.Time.Month << 21) | (item.Time.Day << 16);
        var date = (uint)(day | (item.Time.Hour << 11) | (item.Time.Minute << 5) | (item.Time.Second / 2));

        Write(
            writer,
            0x04034B50u,
            (ushort)20,
            item.Flags,
            item.Method,
            date,
            streamed ? 0u : crc,
            streamed ? 0u : (uint)data.Length,
            streamed ? 0u : (uint)item.Content.Length,
            (ushort)name.Length,
            (ushort)0);
        writer.Write(name);
        writer.Write(data);
        if (streamed)
        {
            Write(writer, 0x08074B50u, crc, (uint)data.Length, (uint)item.Content.Length);
        }

        Write(index, 0x02014B50u, (ushort)((3 << 8) | 20), (ushort)20, item.Flags, item.Method, date, crc);
        Write(
            index,
            item.Zip64 ? Masked : (uint)data.Length,
            item.Zip64 ? Masked : (uint)item.Content.Length,
            (ushort)name.Length,
            (ushort)(item.Zip64 ? 28 : 0),
            (ushort)0,
            (ushort)0,
            (ushort)0,
            item.ExternalAttributes,
            item.Zip64 ? Masked : (uint)offset);
        index.Write(name);
        if (item.Zip64)
        {
            Write(index, (ushort)1, (ushort)24, (ulong)item.Content.Length, (ulong)data.Length, offset);
        }
    }

    // Bit by bit, as the standard describes it: independent of the table that is under test.
    private static uint Checksum(byte[] content)
    {
        var value = uint.MaxValue;
        foreach (var one in content)
        {
            value ^= one;
            for (var bit = 0; bit < 8; bit++)
            {
                value = (value & 1) != 0 ? (value >> 1) ^ 0xEDB88320 : value >> 1;
            }
        }

        return ~value;
    }

    private static byte[] Deflate(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Optimal))
        {
            deflate.Write(content);
        }

        return packed.ToArray();
    }

    private static void Write(BinaryWriter writer, params object[] values)
    {
        foreach (var value in values)
        {
            switch (value)
            {
                case ushort number:
                    writer.Write(number);
                    break;
                case uint number:
                    writer.Write(number);
                    break;
                case ulong number:
                    writer.Write(number);
                    break;
                default:
                    throw new ArgumentException($"{value.GetType()} is none of the zip's types.");
            }
        }
    }
}

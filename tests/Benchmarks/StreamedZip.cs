using System.IO.Compression;
using System.Text;
using KoreExport.Verification;

namespace KoreExport.Benchmarks;

/// <summary>Writes a zip as a program does that streams it: checksum and sizes come in descriptors behind the entries.</summary>
internal sealed class StreamedZip(BinaryWriter writer)
{
    private readonly List<(string Name, Packed Content, uint Offset)> _entries = [];

    public void Add(string name, Packed content)
    {
        _entries.Add((name, content, (uint)writer.BaseStream.Position));
        writer.Write(0x04034B50u);
        WriteCommon(name, 0, 0, 0);
        writer.Write(Encoding.ASCII.GetBytes(name));
        writer.Write(content.Bytes);
        writer.Write(0x08074B50u);
        writer.Write(content.Crc);
        writer.Write((uint)content.Bytes.Length);
        writer.Write((uint)content.Length);
        writer.Flush();
    }

    public void Complete()
    {
        var start = (uint)writer.BaseStream.Position;
        foreach (var (name, content, offset) in _entries)
        {
            writer.Write(0x02014B50u);
            writer.Write((ushort)20);
            WriteCommon(name, content.Crc, (uint)content.Bytes.Length, (uint)content.Length);
            writer.Write(new byte[10]);
            writer.Write(offset);
            writer.Write(Encoding.ASCII.GetBytes(name));
        }

        writer.Flush();
        var length = (uint)writer.BaseStream.Position - start;
        writer.Write(0x06054B50u);
        writer.Write(0u);
        writer.Write((ushort)_entries.Count);
        writer.Write((ushort)_entries.Count);
        writer.Write(length);
        writer.Write(start);
        writer.Write((ushort)0);
        writer.Flush();
    }

    // Version, flags (a descriptor follows), method (deflate), time, date, checksum, sizes, lengths of name and extra field.
    private void WriteCommon(string name, uint crc, uint packed, uint length)
    {
        writer.Write((ushort)20);
        writer.Write((ushort)8);
        writer.Write((ushort)8);
        writer.Write(0x58210000u);
        writer.Write(crc);
        writer.Write(packed);
        writer.Write(length);
        writer.Write((ushort)name.Length);
        writer.Write((ushort)0);
    }

    /// <summary>What an entry holds, packed.</summary>
    internal sealed class Packed
    {
        public Packed(byte[] content)
        {
            using var buffer = new MemoryStream();
            using (var deflate = new DeflateStream(buffer, CompressionLevel.Optimal, leaveOpen: true))
            {
                deflate.Write(content);
            }

            Crc32 crc = default;
            crc.Append(content);
            Crc = crc.Value;
            Length = content.Length;
            Bytes = buffer.ToArray();
        }

        public byte[] Bytes { get; }

        public int Length { get; }

        public uint Crc { get; }
    }
}

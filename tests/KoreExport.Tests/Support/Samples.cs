using System.IO.Compression;
using System.Text;

namespace KoreExport.Tests.Support;

/// <summary>Small files that pass every check.</summary>
internal static class Samples
{
    public const string Csv = "utterance,intent\nhello there,greet\nbye now,leave\n";
    public const string Json = """[{"utterance":"hello there","intent":"greet"},{"utterance":"bye now","intent":"leave"}]""";

    public static readonly byte[] Definition = Encoding.UTF8.GetBytes(
        """{"dialogs":[{"name":"Welcome"}],"smallTalk":[],"sentences":[{"s":"hello"}]}""");

    /// <summary>A bot export of some kilobytes; another seed, another bot.</summary>
    public static byte[] Zip(int seed = 1, int noise = 5000) => ZipMaker.Make(
        new ZipItem("botDefinition.json", Definition) { Flags = 0x808 },
        new ZipItem("config.json", """{"name":"Bot","envVariables":[]}"""u8.ToArray()) { Flags = 0x808 },
        new ZipItem("icon.png", Noise(seed, noise)) { Method = 0 });

    /// <summary>Bytes that nothing compresses, always the same for one seed.</summary>
    public static byte[] Noise(int seed, int count)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    public static byte[] Gzip(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
        {
            gzip.Write(content);
        }

        return packed.ToArray();
    }

    /// <summary>The same entries in another zip: other times, another order, another compression level.</summary>
    public static byte[] Repack(byte[] zip, CompressionLevel level = CompressionLevel.Fastest)
    {
        using var from = new ZipArchive(new MemoryStream(zip));
        using var packed = new MemoryStream();
        using (var to = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var entry in from.Entries.Reverse())
            {
                var copy = to.CreateEntry(entry.FullName, level);
                copy.LastWriteTime = new DateTimeOffset(2019, 5, 4, 3, 2, 0, TimeSpan.Zero);
                using var source = entry.Open();
                using var target = copy.Open();
                source.CopyTo(target);
            }
        }

        return packed.ToArray();
    }
}

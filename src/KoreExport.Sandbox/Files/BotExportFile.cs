using System.IO.Compression;
using System.Text;
using KoreExport.Sandbox.Bots;
using KoreExport.Sandbox.Http;

namespace KoreExport.Sandbox.Files;

/// <summary>
/// Makes the zip of a bot export: <c>botDefinition.json</c>, <c>config.json</c>, <c>icon.png</c> at the root, deflated and streamed [seen].
/// The same bot with the same options gives the same entries byte for byte, in a zip that differs by its entry times [seen].
/// </summary>
internal static class BotExportFile
{
    private const int LineBytes = 57;

    // One grey pixel.
    private static readonly byte[] Icon = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==");

    /// <summary>Makes a zip.</summary>
    /// <param name="bot">What is in the bot.</param>
    /// <param name="number">Tells zips of the same bot apart: it becomes their entries' time.</param>
    /// <param name="bytes">About how long the zip is at least; a script of the bot makes up for what is missing.</param>
    /// <param name="extraEntry">The name of one more entry; null: none.</param>
    public static byte[] Make(BotContent bot, int number, int bytes, string? extraEntry)
    {
        var time = new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(2 * number);
        using var buffer = new MemoryStream();
        using (var zip = new ZipArchive(new ForwardOnlyStream(buffer), ZipArchiveMode.Create))
        {
            Write(zip, "botDefinition.json", time, JsonText.Utf8(bot.Definition(), indented: true));
            Write(zip, "config.json", time, JsonText.Utf8(bot.Config(), indented: true));
            Write(zip, "icon.png", time, Icon);
            if (extraEntry is not null)
            {
                Write(zip, extraEntry, time, Encoding.ASCII.GetBytes("extra\n"));
            }

            if (bytes > buffer.Length)
            {
                WriteScript(zip, time, bytes - (int)buffer.Length);
            }
        }

        return buffer.ToArray();
    }

    private static void Write(ZipArchive zip, string name, DateTimeOffset time, byte[] content)
    {
        using var entry = Open(zip, name, time);
        entry.Write(content, 0, content.Length);
    }

    // Comments of base64 over noise: deflate gets them back to about the length of the noise, and no further.
    private static void WriteScript(ZipArchive zip, DateTimeOffset time, int bytes)
    {
        using var entry = Open(zip, "botFunctions.js", time);
        var noise = new byte[LineBytes];
        var state = 2463534242u;
        for (var written = 0; written < bytes; written += LineBytes)
        {
            for (var i = 0; i < noise.Length; i++)
            {
                // Xorshift: System.Random does not promise the same numbers everywhere.
                state ^= state << 13;
                state ^= state >> 17;
                state ^= state << 5;
                noise[i] = (byte)(state >> 8);
            }

            var line = Encoding.ASCII.GetBytes("// " + Convert.ToBase64String(noise) + "\n");
            entry.Write(line, 0, line.Length);
        }
    }

    private static Stream Open(ZipArchive zip, string name, DateTimeOffset time)
    {
        var entry = zip.CreateEntry(name, CompressionLevel.Optimal);
        entry.LastWriteTime = time;
        return entry.Open();
    }
}

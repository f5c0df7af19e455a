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

    /// <summary>Makes a zip.</summary>
    /// <param name="bot">What is in the bot.</param>
    /// <param name="appDefinition">Whether the definition has the name that exports of XO11 give it.</param>
    /// <param name="number">Tells zips of the same bot apart: it becomes their entries' time.</param>
    /// <param name="bytes">About how long the zip is at least; a script of the bot makes up for what is missing.</param>
    /// <param name="extraEntry">The name of one more entry; null: none.</param>
    public static byte[] Make(BotContent bot, bool appDefinition, int number, int bytes, string? extraEntry)
    {
        var time = new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(2 * number);
        using var buffer = new MemoryStream();
        using (var zip = new ZipArchive(new ForwardOnlyStream(buffer), ZipArchiveMode.Create))
        {
            Write(zip, appDefinition ? "appDefinition.json" : "botDefinition.json", time, JsFormat.Pretty(bot.Definition));
            Write(zip, "config.json", time, JsFormat.Pretty(bot.Config));
            Write(zip, "icon.png", time, bot.Icon);
            foreach (var function in bot.Functions)
            {
                Write(zip, function.Key, time, function.Value);
            }

            if (extraEntry is not null)
            {
                Write(zip, extraEntry, time, Encoding.ASCII.GetBytes("extra\n"));
            }

            if (bytes > buffer.Length && bot.Functions.Count == 0)
            {
                WriteScript(zip, time, bytes - (int)buffer.Length);
            }
        }

        return buffer.ToArray();
    }

    /// <summary>Reads a bot export.</summary>
    /// <returns>Null where the bytes are none.</returns>
    public static BotContent? TryRead(byte[] zip)
    {
        try
        {
            using var archive = new ZipArchive(new MemoryStream(zip), ZipArchiveMode.Read);
            var files = archive.Entries.ToDictionary(entry => entry.FullName, Read, StringComparer.OrdinalIgnoreCase);
            var definition = files.TryGetValue("botDefinition.json", out var bot) || files.TryGetValue("appDefinition.json", out bot)
                ? JsFormat.TryReadObject(bot)
                : null;
            var config = files.TryGetValue("config.json", out var text) ? JsFormat.TryReadObject(text) : null;
            return definition is null || config is null ? null : new BotContent(
                definition, config, files.TryGetValue("icon.png", out var icon) ? icon : BotContent.GreyIcon)
            {
                Functions = files.Where(file => file.Key.EndsWith(".js", StringComparison.OrdinalIgnoreCase)).ToList(),
            };
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException or IOException)
        {
            // No zip, two entries of one name, or one that cannot be unpacked.
            return null;
        }
    }

    private static byte[] Read(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
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

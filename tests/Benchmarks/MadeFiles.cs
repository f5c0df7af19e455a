using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using KoreExport.Backups;

namespace KoreExport.Benchmarks;

/// <summary>Makes what is measured: exports of any size and backup sets, always the same for the same arguments.</summary>
internal static class MadeFiles
{
    private static readonly DateTimeOffset Time = new(2025, 1, 1, 3, 0, 0, TimeSpan.Zero);

    public static int Run(string[] arguments)
    {
        switch (arguments)
        {
            case ["zip", var path, var megabytes]:
                WriteZip(path, Number(megabytes));
                return 0;
            case ["definition", var path, var megabytes, var changes]:
                new SyntheticDefinition(SyntheticDefinition.DialogsFor(Number(megabytes)), Number(changes)).Write(path);
                return 0;
            case ["csv", var path, var lines]:
                WriteCsv(path, Number(lines));
                return 0;
            case ["json", var path, var megabytes]:
                WriteJson(path, Number(megabytes));
                return 0;
            case ["set", var folder, var bots, var filesForEach, var bytes]:
                WriteSet(folder, Number(bots), Number(filesForEach), Number(bytes));
                return 0;
            default:
                return 2;
        }
    }

    // As large exports are: a definition, and files that are packed already, such as audio. Packed the way the platform does it: streamed,
    // with the sizes behind the entries. One block of noise is packed and stands in all of them.
    private static void WriteZip(string path, int megabytes)
    {
        const int blockSize = 16 << 20;
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20);
        using var writer = new BinaryWriter(file);
        var zip = new StreamedZip(writer);
        var items = string.Join(',', Enumerable.Repeat("{\"name\":\"greeting\"}", 10_000));
        zip.Add("botDefinition.json", new StreamedZip.Packed(Encoding.UTF8.GetBytes("{\"dialogs\":[" + items + "]}")));
        zip.Add("config.json", new StreamedZip.Packed("{\"version\":1}"u8.ToArray()));
        var noise = new byte[Math.Min(blockSize, megabytes << 20)];
        new Random(1).NextBytes(noise);
        var packed = new StreamedZip.Packed(noise);
        for (var i = 0; i < megabytes; i += blockSize >> 20)
        {
            var rest = (megabytes - i) << 20;
            zip.Add($"media/{i:d4}.mp3", rest < noise.Length ? new StreamedZip.Packed(noise[..rest]) : packed);
        }

        zip.Complete();
    }

    private static void WriteCsv(string path, int lines)
    {
        using var writer = new StreamWriter(path, append: false, new UTF8Encoding(false), 1 << 20) { NewLine = "\n" };
        writer.WriteLine("Utterance,Intent,Entities,Language");
        for (var i = 0; i < lines; i++)
        {
            writer.WriteLine($"\"what will the weather be like in city number {i} tomorrow, please\",Get weather {i % 97},\"city:{i}\",en");
        }
    }

    private static void WriteJson(string path, int megabytes)
    {
        using var writer = new StreamWriter(path, append: false, new UTF8Encoding(false), 1 << 20) { NewLine = "\n" };
        writer.Write('[');
        for (long i = 0, written = 0; written < (long)megabytes << 20; i++)
        {
            var item = $"{(i == 0 ? "" : ",")}\n{{\"sentence\":\"what will the weather be like in city number {i}\","
                + $"\"taskName\":\"Get weather {i % 97}\",\"type\":\"intent\",\"entities\":[]}}";
            writer.Write(item);
            written += item.Length;
        }

        writer.Write("\n]\n");
    }

    private static void WriteSet(string folder, int bots, int filesForEach, int bytes) => Parallel.For(0, bots, bot =>
    {
        var random = new Random(bot);
        var content = new byte[bytes];
        var botId = $"st-{bot:x8}-0000-0000-0000-000000000000";
        var path = Path.Combine(folder, BackupFileName.FolderName(botId));
        Directory.CreateDirectory(path);
        for (var i = 0; i < filesForEach; i++)
        {
            random.NextBytes(content);
            var hash = Convert.ToHexStringLower(SHA256.HashData(content));
            var time = Time.AddMinutes(-i);
            var record = new BackupRecord
            {
                BotId = botId,
                Name = "Bot " + bot.ToString(CultureInfo.InvariantCulture),
                Kind = KoreExportKind.Bot,
                Options = "{\"exportType\":\"latest\"}",
                Host = "https://platform.kore.example",
                ClientId = "cs-1",
                Outcome = KoreBackupOutcome.Saved,
                SavedOn = time,
                CheckedOn = time,
                Size = bytes,
                Sha256 = hash,
                ContentHash = hash,
            };
            var file = Path.Combine(path, BackupFileName.For(record.Series, time, "zip").FileName);
            File.WriteAllBytes(file, content);
            File.WriteAllBytes(file + BackupFileName.RecordExtension, BackupRecordJson.Write(record));
        }
    });

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}

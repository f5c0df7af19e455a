using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using KoreExport.Errors;
using KoreExport.Files;
using KoreExport.Models;

namespace KoreExport.Backups;

/// <summary>
/// A backup set's index as JSON, and the lines of its journal. Reading is strict: an index that cannot be right is refused as a whole,
/// because whoever trusts half of it trusts nothing. Keys it does not know are passed over; another schema is not.
/// </summary>
internal static class BackupJson
{
    public const int Schema = 1;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 16 };

    // Names are read by people; nothing puts this into a web page.
    private static readonly JavaScriptEncoder Plain = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    /// <summary>The whole index.</summary>
    public static void Write(Stream stream, BackupIndex index, DateTime now)
    {
        using var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, Encoder = Plain });
        writer.WriteStartObject();
        writer.WriteNumber("schema", Schema);
        writer.WriteString("generator", "KoreExport " + typeof(BackupJson).Assembly.GetName().Version?.ToString(3));
        writer.WriteString("createdOn", Time(index.CreatedOn ?? now));
        writer.WriteString("updatedOn", Time(now));
        writer.WriteStartArray("items");
        foreach (var item in index.Items)
        {
            Write(writer, item);

            // Otherwise the writer keeps all of it in memory.
            if (writer.BytesPending > 64 * 1024)
            {
                writer.Flush();
            }
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>One line of the journal, with its end.</summary>
    public static byte[] WriteLine(BackupItem item)
    {
        using var stream = new MemoryStream(512);
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = Plain }))
        {
            Write(writer, item);
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    /// <summary>Reads an index, or throws <see cref="KoreErrorId.IndexInvalid"/>.</summary>
    /// <param name="utf8">Its bytes.</param>
    /// <param name="path">Where it is, for errors.</param>
    public static BackupIndex Read(ReadOnlyMemory<byte> utf8, string path)
    {
        try
        {
            // A byte order mark is what some editors leave behind.
            var json = utf8.Span.StartsWith(Encoding.UTF8.GetPreamble()) ? utf8.Slice(3) : utf8;
            using var document = JsonDocument.Parse(json, Options);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("schema", out var schema))
            {
                throw new FormatException("it is JSON, but not an index of a backup");
            }

            if (schema.ValueKind != JsonValueKind.Number || !schema.TryGetInt32(out var version) || version != Schema)
            {
                throw new FormatException($"its schema is {LogSanitizer.Sanitize(schema.GetRawText())}, and this version of KoreExport knows schema {Schema}");
            }

            var index = new BackupIndex { CreatedOn = ReadTime(root, "createdOn", required: true) };
            if (!root.TryGetProperty("items", out var items) || items.ValueKind != JsonValueKind.Array)
            {
                throw new FormatException("it has no list of items");
            }

            foreach (var item in items.EnumerateArray())
            {
                index.Add(Read(item));
            }

            return index;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            throw KoreErrors.IndexInvalid(path, "it is not whole JSON");
        }
        catch (FormatException problem)
        {
            throw KoreErrors.IndexInvalid(path, problem.Message);
        }
    }

    /// <summary>Reads one line of a journal, or throws <see cref="KoreErrorId.IndexInvalid"/>.</summary>
    public static BackupItem ReadLine(ReadOnlyMemory<byte> utf8, string path)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8, Options);
            return Read(document.RootElement);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            throw KoreErrors.IndexInvalid(path, "one of its lines is not JSON");
        }
        catch (FormatException problem)
        {
            throw KoreErrors.IndexInvalid(path, problem.Message);
        }
    }

    private static void Write(Utf8JsonWriter writer, BackupItem item)
    {
        writer.WriteStartObject();
        WriteText(writer, "botId", item.BotId);
        WriteText(writer, "name", item.Name);
        writer.WriteString("kind", item.Kind.ToString());
        WriteText(writer, "part", item.Part);
        writer.WriteString("outcome", item.Outcome.ToString());
        if (item.IsPending)
        {
            writer.WriteBoolean("pending", true);
        }

        WriteText(writer, "path", item.Path);
        if (item.Path is not null)
        {
            writer.WriteNumber("size", item.Size);
        }

        WriteText(writer, "sha256", item.Sha256);
        WriteText(writer, "contentHash", item.ContentHash);
        WriteText(writer, "expandedPath", item.ExpandedPath);
        WriteText(writer, "requestId", item.RequestId);
        WriteText(writer, "createdOn", item.CreatedOn is { } created ? Time(created) : null);
        writer.WriteString("savedOn", Time(item.SavedOn));
        WriteText(writer, "errorId", item.ErrorId);
        WriteText(writer, "message", item.Message);
        WriteText(writer, "options", item.Options);
        WriteText(writer, "host", item.Host);
        writer.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            writer.WriteString(name, value);
        }
    }

    private static BackupItem Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException("one of its items is not an object");
        }

        var kind = ReadWord<KoreExportKind>(json, "kind");
        var outcome = ReadWord<KoreBackupOutcome>(json, "outcome");

        // "Unchanged" without a file says that all parts were seen to, for instance that a bot has no test suites.
        var hasFile = outcome == KoreBackupOutcome.Saved || (outcome == KoreBackupOutcome.Unchanged && json.TryGetProperty("path", out _));
        return new BackupItem
        {
            BotId = ReadBotId(json, kind),
            Name = LogSanitizer.Sanitize(ReadText(json, "name")) is { Length: > 0 } name ? name : null,
            Kind = kind,
            Part = ReadText(json, "part"),
            Outcome = outcome,
            IsPending = json.TryGetProperty("pending", out var pending) && pending.ValueKind == JsonValueKind.True,
            Path = ReadPath(json, "path", hasFile),
            Size = hasFile ? ReadSize(json) : 0,
            Sha256 = ReadHash(json, "sha256", hasFile),
            ContentHash = ReadHash(json, "contentHash", hasFile),
            ExpandedPath = ReadPath(json, "expandedPath", required: false),
            RequestId = ReadText(json, "requestId"),
            CreatedOn = ReadTime(json, "createdOn", required: false),
            SavedOn = ReadTime(json, "savedOn", required: true)!.Value,
            ErrorId = ReadText(json, "errorId"),
            Message = LogSanitizer.Sanitize(ReadText(json, "message")) is { Length: > 0 } message ? message : null,
            Options = ReadText(json, "options"),
            Host = ReadText(json, "host"),
        };
    }

    private static string ReadBotId(JsonElement json, KoreExportKind kind)
    {
        var text = ReadText(json, "botId") ?? string.Empty;
        if (text.Length == 0 && kind == KoreExportKind.Role)
        {
            return text;
        }

        try
        {
            return BotId.Parse(text).Value;
        }
        catch (KoreException)
        {
            throw new FormatException($"'{LogSanitizer.Sanitize(text)}' in it cannot be a bot id");
        }
    }

    private static T ReadWord<T>(JsonElement json, string name)
        where T : struct, Enum
    {
        var text = ReadText(json, name);
        return Enum.TryParse<T>(text, out var value) && value.ToString() == text
            ? value
            : throw new FormatException($"'{LogSanitizer.Sanitize(text)}' is not a {name} that this version of KoreExport knows");
    }

    private static string? ReadText(JsonElement json, string name)
    {
        if (!json.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.String ? value.GetString() : throw new FormatException($"'{name}' in it is not text");
    }

    private static string? ReadPath(JsonElement json, string name, bool required)
    {
        var text = ReadText(json, name);
        if (text is null)
        {
            return required ? throw new FormatException($"an item in it has no {name}") : null;
        }

        return ArchiveEntryPath.Resolve(text, out var reason) is not null
            ? text
            : throw new FormatException($"the path '{LogSanitizer.Sanitize(text)}' in it {reason}");
    }

    private static long ReadSize(JsonElement json) =>
        json.TryGetProperty("size", out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var size) && size >= 0
            ? size
            : throw new FormatException("an item in it has no size");

    private static string? ReadHash(JsonElement json, string name, bool required)
    {
        var text = ReadText(json, name);
        if (text is null && !required)
        {
            return null;
        }

        return text is { Length: 64 } && Array.TrueForAll(text.ToCharArray(), static digit => digit is (>= '0' and <= '9') or (>= 'a' and <= 'f'))
            ? text
            : throw new FormatException($"an item in it has no {name}");
    }

    private static DateTime? ReadTime(JsonElement json, string name, bool required)
    {
        var text = ReadText(json, name);
        if (text is null && !required)
        {
            return null;
        }

        return DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : throw new FormatException($"'{LogSanitizer.Sanitize(text)}' in it is not a time");
    }

    private static string Time(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}

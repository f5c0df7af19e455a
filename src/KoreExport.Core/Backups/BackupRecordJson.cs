using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using KoreExport.Errors;
using KoreExport.Models;

namespace KoreExport.Backups;

/// <summary>
/// A record as JSON. Reading is strict about what is needed and about types, passes over keys it does not know, and refuses another
/// schema. What is wrong comes as a <see cref="FormatException"/> that says it in words.
/// </summary>
internal static class BackupRecordJson
{
    public const int Schema = 1;

    private const int MaximumOptions = 4096;
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
    private const DateTimeStyles Universal = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 16 };

    // Names are read by people; nothing puts this into a web page.
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string ToolVersion = typeof(BackupRecordJson).Assembly.GetName().Version?.ToString(3) ?? string.Empty;

    /// <summary>Writes a record, UTF-8, with the line end that text files have.</summary>
    public static byte[] Write(BackupRecord record)
    {
        using var stream = new MemoryStream(1024);
        using (var writer = new Utf8JsonWriter(stream, Indented))
        {
            writer.WriteStartObject();
            writer.WriteNumber("schema", Schema);
            WriteText(writer, "botId", record.BotId);
            WriteText(writer, "name", record.Name);
            writer.WriteString("kind", record.Kind.ToString());
            WriteText(writer, "part", record.Part);
            writer.WriteString("host", record.Host);
            WriteText(writer, "account", record.Account);
            WriteText(writer, "clientId", record.ClientId);
            WriteText(writer, "options", record.Options);
            WriteText(writer, "requestId", record.RequestId);
            writer.WriteString("outcome", record.Outcome.ToString());
            WriteOutcome(writer, record);
            writer.WriteString("checkedOn", Text(record.CheckedOn));
            WriteList(writer, "writtenAfter", record.WrittenAfter.Select(Text));
            WriteText(writer, "toolVersion", record.ToolVersion ?? ToolVersion);
            writer.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    /// <summary>Reads a record.</summary>
    public static BackupRecord Read(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            // A byte order mark is what some editors leave behind.
            using var document = JsonDocument.Parse(utf8.Span.StartsWith(Encoding.UTF8.GetPreamble()) ? utf8.Slice(3) : utf8, Options);
            return Read(document.RootElement);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            throw new FormatException("it is not whole JSON");
        }
    }

    /// <summary>Options as a record keeps them: as they are, unless they are very long; then what tells them apart.</summary>
    public static string? Shorten(string? options)
    {
        if (options is null || options.Length <= MaximumOptions)
        {
            return options;
        }

        using var sha = System.Security.Cryptography.SHA256.Create();
        return "sha256:" + Verification.Hex.Lower(sha.ComputeHash(Encoding.UTF8.GetBytes(options)));
    }

    private static void WriteOutcome(Utf8JsonWriter writer, BackupRecord record)
    {
        switch (record.Outcome)
        {
            case KoreBackupOutcome.Failed:
                writer.WriteString("errorId", record.ErrorId);
                WriteText(writer, "message", record.Message);
                writer.WriteString("since", Text(record.SavedOn));
                break;
            case KoreBackupOutcome.Listed:
                WriteList(writer, "parts", record.Parts, evenIfEmpty: true);
                writer.WriteString("savedOn", Text(record.SavedOn));
                break;
            default:
                writer.WriteNumber("size", record.Size);
                writer.WriteString("sha256", record.Sha256);
                writer.WriteString("contentHash", record.ContentHash);
                if (record.EntryCount is { } entries)
                {
                    writer.WriteNumber("entryCount", entries);
                }

                WriteText(writer, "createdOn", record.CreatedOn is { } created ? Text(created) : null);
                writer.WriteString("savedOn", Text(record.SavedOn));
                break;
        }
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            writer.WriteString(name, value);
        }
    }

    private static void WriteList(Utf8JsonWriter writer, string name, IEnumerable<string> values, bool evenIfEmpty = false)
    {
        var list = values.ToList();
        if (list.Count == 0 && !evenIfEmpty)
        {
            return;
        }

        writer.WriteStartArray(name);
        list.ForEach(writer.WriteStringValue);
        writer.WriteEndArray();
    }

    private static BackupRecord Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("schema", out var schema))
        {
            throw new FormatException("it is JSON, but not the record of a backup");
        }

        if (schema.ValueKind != JsonValueKind.Number || !schema.TryGetInt32(out var version) || version != Schema)
        {
            throw new FormatException(
                $"its schema is {LogSanitizer.Sanitize(schema.GetRawText())}, and this version of KoreExport knows schema {Schema}");
        }

        var kind = ReadWord<KoreExportKind>(json, "kind");
        var outcome = ReadWord<KoreBackupOutcome>(json, "outcome");
        var isFile = outcome == KoreBackupOutcome.Saved;
        var savedOn = ReadTime(json, outcome == KoreBackupOutcome.Failed ? "since" : "savedOn")
            ?? throw new FormatException("it has no time");
        return new BackupRecord
        {
            BotId = ReadBotId(json, kind),
            Name = Shown(json, "name"),
            Kind = kind,
            Part = ReadText(json, "part"),
            Host = ReadText(json, "host") ?? throw new FormatException("it has no host"),
            Account = ReadText(json, "account"),
            ClientId = ReadText(json, "clientId"),
            Options = ReadText(json, "options"),
            RequestId = ReadText(json, "requestId"),
            Outcome = outcome,
            CreatedOn = ReadTime(json, "createdOn"),
            SavedOn = savedOn,
            CheckedOn = ReadTime(json, "checkedOn") ?? savedOn,
            WrittenAfter = ReadList(json, "writtenAfter").Select(ParseTime).ToList(),
            Size = isFile ? ReadNumber(json, "size") ?? throw new FormatException("it has no size") : 0,
            Sha256 = isFile ? ReadHash(json, "sha256") : null,
            ContentHash = isFile ? ReadHash(json, "contentHash") : null,
            EntryCount = (int?)ReadNumber(json, "entryCount"),
            Parts = ReadList(json, "parts"),
            ErrorId = ReadText(json, "errorId"),
            Message = Shown(json, "message"),
            ToolVersion = ReadText(json, "toolVersion"),
        };
    }

    private static string ReadBotId(JsonElement json, KoreExportKind kind)
    {
        var text = ReadText(json, "botId") ?? string.Empty;
        return (text.Length == 0 && BackupKinds.BelongsToAccount(kind)) || BotId.TryParse(text, out _)
            ? text
            : throw new FormatException($"'{LogSanitizer.Sanitize(text)}' in it cannot be a bot id");
    }

    private static T ReadWord<T>(JsonElement json, string name)
        where T : struct, Enum
    {
        var text = ReadText(json, name);
        return Enum.TryParse<T>(text, out var value) && value.ToString() == text && value is not KoreBackupOutcome.Unchanged
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

    // What is shown to people.
    private static string? Shown(JsonElement json, string name) =>
        LogSanitizer.Sanitize(ReadText(json, name)) is { Length: > 0 } text ? text : null;

    private static List<string> ReadList(JsonElement json, string name)
    {
        if (!json.TryGetProperty(name, out var value))
        {
            return [];
        }

        return value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(static item => item.ValueKind == JsonValueKind.String)
            ? value.EnumerateArray().Select(static item => item.GetString()!).ToList()
            : throw new FormatException($"'{name}' in it is not a list of texts");
    }

    private static long? ReadNumber(JsonElement json, string name)
    {
        if (!json.TryGetProperty(name, out var value))
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= 0
            ? number
            : throw new FormatException($"'{name}' in it is not a number");
    }

    private static string ReadHash(JsonElement json, string name)
    {
        var text = ReadText(json, name);
        return text is { Length: 64 } && text.All(static digit => digit is (>= '0' and <= '9') or (>= 'a' and <= 'f'))
            ? text
            : throw new FormatException($"it has no {name}");
    }

    private static DateTimeOffset? ReadTime(JsonElement json, string name) => ReadText(json, name) is { } text ? ParseTime(text) : null;

    private static DateTimeOffset ParseTime(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Universal, out var time)
            ? time
            : throw new FormatException($"'{LogSanitizer.Sanitize(text)}' in it is not a time");

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);
}

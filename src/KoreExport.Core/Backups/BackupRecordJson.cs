using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

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
    public static BackupRecord Read(ReadOnlySpan<byte> utf8)
    {
        try
        {
            // A byte order mark is what some editors leave behind.
            return Read(new BackupRecordFields(utf8.StartsWith(Encoding.UTF8.GetPreamble()) ? utf8.Slice(3) : utf8));
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

    private static BackupRecord Read(BackupRecordFields fields)
    {
        if (!fields.Has("schema"))
        {
            throw new FormatException("it is JSON, but not the record of a backup");
        }

        if (fields.Number("schema") is var version && version != Schema)
        {
            throw new FormatException($"its schema is {version}, and this version of KoreExport knows schema {Schema}");
        }

        var kind = fields.Word<KoreExportKind>("kind");
        var outcome = fields.Word<KoreBackupOutcome>("outcome");
        var isFile = outcome == KoreBackupOutcome.Saved;
        var savedOn = fields.Time(outcome == KoreBackupOutcome.Failed ? "since" : "savedOn")
            ?? throw new FormatException("it has no time");
        return new BackupRecord
        {
            BotId = fields.BotId(kind),
            Name = fields.ShownText("name"),
            Kind = kind,
            Part = fields.Text("part"),
            Host = fields.Text("host") ?? throw new FormatException("it has no host"),
            Account = fields.Text("account"),
            ClientId = fields.Text("clientId"),
            Options = fields.Text("options"),
            RequestId = fields.Text("requestId"),
            Outcome = outcome,
            CreatedOn = fields.Time("createdOn"),
            SavedOn = savedOn,
            CheckedOn = fields.Time("checkedOn") ?? savedOn,
            WrittenAfter = fields.Times("writtenAfter"),
            Size = isFile ? fields.Number("size") ?? throw new FormatException("it has no size") : 0,
            Sha256 = isFile ? fields.Hash("sha256") : null,
            ContentHash = isFile ? fields.Hash("contentHash") : null,
            EntryCount = (int?)fields.Number("entryCount"),
            Parts = fields.Texts("parts"),
            ErrorId = fields.Text("errorId"),
            Message = fields.ShownText("message"),
            ToolVersion = fields.Text("toolVersion"),
        };
    }

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);
}

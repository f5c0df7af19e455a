using System.Globalization;
using System.Text.Json;
using KoreExport.Errors;

namespace KoreExport.Backups;

/// <summary>
/// The members of a record that this version knows, read from its JSON in one pass: a set of thousands of bots has thousands of records.
/// What is of another type than it should be comes as a <see cref="FormatException"/> that says so.
/// </summary>
internal sealed class BackupRecordFields
{
    private const DateTimeStyles Universal = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = 16 };

    private static readonly object Other = new();

    // Texts, whole numbers and lists of texts; of anything else that it is there.
    private readonly Dictionary<string, object> _values = new(24, StringComparer.Ordinal);

    /// <summary>
    /// Reads the members; there are none where it is another kind of JSON. Throws <see cref="JsonException"/> where it is none.
    /// </summary>
    public BackupRecordFields(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, Options);
        _ = reader.Read();
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                _ = reader.Read();
                if (Read(ref reader) is { } value)
                {
                    _values[name] = value;
                }
            }
        }
        else
        {
            reader.Skip();
        }

        // There must be nothing after it.
        _ = reader.Read();
    }

    /// <summary>Whether there is such a member, of whatever type.</summary>
    public bool Has(string name) => _values.ContainsKey(name);

    public string? Text(string name) => _values.TryGetValue(name, out var value)
        ? value as string ?? throw new FormatException($"'{name}' in it is not text")
        : null;

    /// <summary>A text that is shown to people.</summary>
    public string? ShownText(string name) => LogSanitizer.Sanitize(Text(name)) is { Length: > 0 } text ? text : null;

    public IReadOnlyList<string> Texts(string name) => _values.TryGetValue(name, out var value)
        ? value as List<string> ?? throw new FormatException($"'{name}' in it is not a list of texts")
        : [];

    public long? Number(string name) => _values.TryGetValue(name, out var value)
        ? value is long and >= 0 and var number ? number : throw new FormatException($"'{name}' in it is not a number")
        : null;

    public DateTimeOffset? Time(string name) => Text(name) is { } text ? ParseTime(text) : null;

    public List<DateTimeOffset> Times(string name) => Texts(name).Select(ParseTime).ToList();

    public string Hash(string name)
    {
        var text = Text(name);
        return text is { Length: 64 }
            && Array.TrueForAll(text.ToCharArray(), static digit => digit is (>= '0' and <= '9') or (>= 'a' and <= 'f'))
            ? text
            : throw new FormatException($"it has no {name}");
    }

    public T Word<T>(string name)
        where T : struct, Enum
    {
        var text = Text(name);
        return Enum.TryParse<T>(text, out var value) && value.ToString() == text && value is not KoreBackupOutcome.Unchanged
            ? value
            : throw new FormatException($"'{LogSanitizer.Sanitize(text)}' is not a {name} that this version of KoreExport knows");
    }

    /// <summary>The bot of the record; empty for the account.</summary>
    public string BotId(KoreExportKind kind)
    {
        var text = Text("botId") ?? string.Empty;
        return (text.Length == 0 && BackupKinds.BelongsToAccount(kind)) || Models.BotId.TryParse(text, out _)
            ? text
            : throw new FormatException($"'{LogSanitizer.Sanitize(text)}' in it cannot be a bot id");
    }

    private static DateTimeOffset ParseTime(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Universal, out var time)
            ? time
            : throw new FormatException($"'{LogSanitizer.Sanitize(text)}' in it is not a time");

    private static object? Read(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.String:
                return reader.GetString();
            case JsonTokenType.Number when reader.TryGetInt64(out var number):
                return number;
            case JsonTokenType.StartArray:
                return ReadTexts(ref reader);
            default:
                reader.Skip();
                return Other;
        }
    }

    private static object ReadTexts(ref Utf8JsonReader reader)
    {
        var texts = new List<string>();
        var areTexts = true;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.String)
            {
                texts.Add(reader.GetString()!);
            }
            else
            {
                areTexts = false;
                reader.Skip();
            }
        }

        return areTexts ? texts : Other;
    }
}

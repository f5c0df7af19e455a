using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KoreExport.Sandbox.Http;

/// <summary>JSON as the platform writes it: UTF-8 without a byte order mark, and a link's <c>&amp;</c> not escaped.</summary>
internal static class JsFormat
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Utf8(JsonNode node)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Compact))
        {
            node.WriteTo(writer);
        }

        return stream.ToArray();
    }

    /// <summary>
    /// What <c>JSON.stringify(node, null, 4)</c> gives, byte for byte, as the platform writes definitions [seen]: line feeds, none at the
    /// end, nothing escaped but quotes, backslashes and control characters, and numbers as they were read.
    /// </summary>
    public static byte[] Pretty(JsonNode node)
    {
        var text = new StringBuilder();
        Write(text, node, 0);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>A time as the platform writes it: ISO 8601 in UTC with milliseconds.</summary>
    public static string Iso(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Reads a JSON object.</summary>
    /// <returns>Null where the bytes are not JSON or not an object.</returns>
    public static JsonObject? TryReadObject(byte[] utf8) => TryRead(utf8) as JsonObject;

    /// <summary>Reads JSON.</summary>
    /// <returns>Null where the bytes are not JSON, or the JSON null.</returns>
    public static JsonNode? TryRead(byte[] utf8)
    {
        try
        {
            var node = JsonNode.Parse(utf8);

            // A name that stands there twice is noticed only when the object is first used.
            _ = (node as JsonObject)?.Count;
            return node;
        }
        catch (JsonException)
        {
            return null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The text of a JSON string; null for anything else.</summary>
    public static string? TextOf(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static void Write(StringBuilder text, JsonNode? node, int depth)
    {
        switch (node)
        {
            case JsonObject { Count: > 0 } members:
                WriteAll(text, '{', members, depth, member =>
                {
                    WriteString(text, member.Key);
                    text.Append(": ");
                    Write(text, member.Value, depth + 1);
                }, '}');
                break;
            case JsonArray { Count: > 0 } items:
                WriteAll(text, '[', items, depth, item => Write(text, item, depth + 1), ']');
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                WriteString(text, value.GetValue<string>());
                break;
            default:
                text.Append(node?.ToJsonString() ?? "null");
                break;
        }
    }

    private static void WriteAll<T>(StringBuilder text, char open, IEnumerable<T> items, int depth, Action<T> write, char close)
    {
        text.Append(open);
        var separator = "\n";
        foreach (var item in items)
        {
            text.Append(separator).Append(' ', 4 * (depth + 1));
            write(item);
            separator = ",\n";
        }

        text.Append('\n').Append(' ', 4 * depth).Append(close);
    }

    private static void WriteString(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var letter in value)
        {
            switch (letter)
            {
                case '"' or '\\':
                    text.Append('\\').Append(letter);
                    break;
                case '\n':
                    text.Append("\\n");
                    break;
                case '\r':
                    text.Append("\\r");
                    break;
                case '\t':
                    text.Append("\\t");
                    break;
                case '\b':
                    text.Append("\\b");
                    break;
                case '\f':
                    text.Append("\\f");
                    break;
                case < ' ':
                    text.Append("\\u").Append(((int)letter).ToString("x4", CultureInfo.InvariantCulture));
                    break;
                default:
                    text.Append(letter);
                    break;
            }
        }

        text.Append('"');
    }
}

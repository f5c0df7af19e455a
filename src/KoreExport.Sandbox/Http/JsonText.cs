using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KoreExport.Sandbox.Http;

/// <summary>JSON as the platform writes it: UTF-8 without a byte order mark, and a link's <c>&amp;</c> not escaped.</summary>
internal static class JsonText
{
    public static byte[] Utf8(JsonNode node, bool indented = false)
    {
        using var stream = new MemoryStream();
        var options = new JsonWriterOptions { Indented = indented, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var writer = new Utf8JsonWriter(stream, options))
        {
            node.WriteTo(writer);
        }

        // The writer breaks lines as the computer does; an export has to be the same bytes everywhere.
        return indented
            ? Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(stream.ToArray()).Replace("\r\n", "\n"))
            : stream.ToArray();
    }

    /// <summary>A time as the platform writes it: ISO 8601 in UTC with milliseconds.</summary>
    public static string Iso(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Reads a JSON object.</summary>
    /// <returns>Null where the bytes are not JSON or not an object.</returns>
    public static JsonObject? TryReadObject(byte[] utf8)
    {
        try
        {
            var node = JsonNode.Parse(utf8) as JsonObject;

            // A name that stands there twice is noticed only when the object is first used.
            _ = node?.Count;
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
}

using System.Globalization;
using System.Text.Json;
using KoreExport.Errors;

namespace KoreExport.Http;

/// <summary>Reads fields that may be missing, null, or of another JSON type than documented. What is no object has no fields.</summary>
internal static class JsonElementExtensions
{
    /// <summary>The field, where there is one.</summary>
    public static JsonElement? Field(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : null;

    /// <summary>The field as text; numbers too. Null where it is missing, null, or not a plain value.</summary>
    public static string? Text(this JsonElement element, string name) => element.Field(name) switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => null,
    };

    /// <summary>The field as text that is fit to be shown; null where that is empty.</summary>
    public static string? Sanitized(this JsonElement element, string name) =>
        element.Text(name) is { Length: > 0 } text ? LogSanitizer.Sanitize(text) : null;

    /// <summary>The field as a whole number, also where it is written as a string.</summary>
    public static long? Number(this JsonElement element, string name) =>
        long.TryParse(element.Text(name), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The field as a number, also where it is written as a string.</summary>
    public static double? Fraction(this JsonElement element, string name) =>
        double.TryParse(element.Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && !double.IsNaN(number) && !double.IsInfinity(number) ? number : null;

    /// <summary>The field as true or false, also where it is written as a string.</summary>
    public static bool? Flag(this JsonElement element, string name) => element.Field(name) switch
    {
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { ValueKind: JsonValueKind.String } text when bool.TryParse(text.GetString(), out var flag) => flag,
        _ => null,
    };

    /// <summary>The field as a time in UTC: ISO 8601, or milliseconds since 1970.</summary>
    public static DateTimeOffset? Time(this JsonElement element, string name)
    {
        var text = element.Text(name);
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds))
        {
            return milliseconds <= 253402300799999 ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;
        }

        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Utc, out var time) ? time : null;
    }

    /// <summary>The items of the list; none where the field holds no list.</summary>
    public static JsonElement.ArrayEnumerator Items(this JsonElement element, string name) =>
        element.Field(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : default;

    /// <summary>Those of the items that are objects.</summary>
    public static IEnumerable<JsonElement> Objects(this JsonElement.ArrayEnumerator items) =>
        items.Where(static item => item.ValueKind == JsonValueKind.Object);

    /// <summary>The field's own fields by name, of two of one name the last; none where it is no object.</summary>
    public static Dictionary<string, T> Fields<T>(this JsonElement element, string name, Func<JsonElement, T> read) =>
        element.Field(name) is { ValueKind: JsonValueKind.Object } map ? ToDictionary(map.EnumerateObject(), read) : [];

    /// <summary>The fields that are not known, as plain values that are fit to be shown.</summary>
    public static Dictionary<string, object?> UnknownFields(this JsonElement element, HashSet<string> known) => ToDictionary(
        element.EnumerateObject().Where(property => !known.Contains(property.Name) && !SecretRedactor.IsSecret(property.Name)),
        static value => PlainValue.Read(value));

    private static Dictionary<string, T> ToDictionary<T>(IEnumerable<JsonProperty> properties, Func<JsonElement, T> read)
    {
        var result = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var property in properties)
        {
            result[LogSanitizer.Sanitize(property.Name)] = read(property.Value);
        }

        return result;
    }
}

using System.Collections;
using System.Globalization;
using System.Text.Json.Nodes;
using KoreExport.Errors;

namespace KoreExport.Exports;

/// <summary>Turns plain .NET values, dictionaries and lists into JSON.</summary>
internal static class JsonMerge
{
    private const int MaximumDepth = 32;

    /// <summary>
    /// Adds each key to <paramref name="target"/>; where both sides have an object the two are merged, otherwise the added value wins.
    /// </summary>
    public static void Into(JsonObject target, IDictionary additions, int depth = 0)
    {
        foreach (DictionaryEntry entry in additions)
        {
            var name = Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? string.Empty;
            if (entry.Value is IDictionary nested && target[name] is JsonObject existing)
            {
                Into(existing, nested, depth + 1);
            }
            else
            {
                target[name] = ToNode(entry.Value, depth + 1);
            }
        }
    }

    /// <summary>A copy with the keys of each object in ordinal order. Lists stay as they are: their order may mean something.</summary>
    public static JsonNode? Sort(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.OrderBy(static pair => pair.Key, StringComparer.Ordinal)
            .Select(static pair => new KeyValuePair<string, JsonNode?>(pair.Key, Sort(pair.Value)))),
        JsonArray list => new JsonArray(list.Select(Sort).ToArray()),
        _ => node?.DeepClone(),
    };

    private static JsonNode? ToNode(object? value, int depth)
    {
        if (depth > MaximumDepth)
        {
            throw KoreErrors.BodyTooDeep();
        }

        switch (value)
        {
            case null:
                return null;
            case IDictionary dictionary:
                var result = new JsonObject();
                Into(result, dictionary, depth);
                return result;
            case string text:
                return JsonValue.Create(text);
            case bool flag:
                return JsonValue.Create(flag);
            case sbyte or byte or short or ushort or int or uint or long:
                return JsonValue.Create(Convert.ToInt64(value, CultureInfo.InvariantCulture));
            case float or double when Convert.ToDouble(value, CultureInfo.InvariantCulture) is var number
                && !double.IsNaN(number) && !double.IsInfinity(number):
                return JsonValue.Create(number);
            case float or double:
                throw KoreErrors.OptionInvalid("-AdditionalBody holds a number that JSON cannot express.", "Pass finite numbers.");
            case decimal or ulong:
                return JsonValue.Create(Convert.ToDecimal(value, CultureInfo.InvariantCulture));
            case DateTime time:
                return JsonValue.Create(time.ToUniversalTime().ToString("o", CultureInfo.InvariantCulture));
            case IEnumerable items:
                return new JsonArray(items.Cast<object?>().Select(item => ToNode(item, depth + 1)).ToArray());
            default:
                return JsonValue.Create(Convert.ToString(value, CultureInfo.InvariantCulture));
        }
    }
}

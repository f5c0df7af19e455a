using System.Text.Json;
using KoreExport.Errors;

namespace KoreExport.Http;

/// <summary>JSON as plain .NET values that PowerShell shows well, with links and tokens masked.</summary>
internal static class PlainValue
{
    // Enough for anything the platform sends; what is nested deeper is dropped rather than followed.
    private const int MaximumDepth = 8;

    public static object? Read(JsonElement value, int depth = 0)
    {
        if (depth > MaximumDepth)
        {
            return null;
        }

        return value.ValueKind switch
        {
            JsonValueKind.String => LogSanitizer.Sanitize(value.GetString()),
            JsonValueKind.Number => Number(value),
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Array => value.EnumerateArray().Select(item => Read(item, depth + 1)).ToArray(),
            JsonValueKind.Object => value.EnumerateObject()
                .GroupBy(static property => LogSanitizer.Sanitize(property.Name))
                .ToDictionary(
                    static group => group.Key,
                    group => IsLinkPart(group.Key) ? LogSanitizer.Mask : Read(group.Last().Value, depth + 1)),
            _ => null,
        };
    }

    // Whole numbers stay whole; what fits no number of .NET stays text.
    private static object Number(JsonElement value)
    {
        if (value.TryGetInt64(out var whole))
        {
            return whole;
        }

        return value.TryGetDouble(out var number) && !double.IsInfinity(number) ? number : LogSanitizer.Sanitize(value.GetRawText());
    }

    // store.urlParams holds, as far as is known, the pieces a signed link is made of.
    private static bool IsLinkPart(string name) => name is "urlParams" or "s" or "signature";
}

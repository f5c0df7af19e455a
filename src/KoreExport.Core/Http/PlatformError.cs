using System.Globalization;
using System.Text.Json;
using KoreExport.Errors;

namespace KoreExport.Http;

/// <summary>The platform's own account of what went wrong: <c>{"errors":[{"msg":"…","code":N}]}</c>.</summary>
internal sealed class PlatformError
{
    private PlatformError(string message, int? code)
    {
        Message = message;
        Code = code;
    }

    /// <summary>The platform's words, cleaned.</summary>
    public string Message { get; }

    public int? Code { get; }

    /// <summary>Returns the first error in the answer, or null where there is none.</summary>
    public static PlatformError? Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("errors", out var errors))
        {
            return null;
        }

        if (errors.ValueKind == JsonValueKind.Array)
        {
            if (errors.GetArrayLength() == 0)
            {
                return null;
            }

            errors = errors[0];
        }

        return errors.ValueKind switch
        {
            JsonValueKind.Object when !errors.EnumerateObject().MoveNext() => null,
            JsonValueKind.String when errors.GetString() is not { Length: > 0 } => null,
            JsonValueKind.Object => new PlatformError(LogSanitizer.Sanitize(Text(errors, "msg") ?? Text(errors, "message")), Number(errors, "code")),
            JsonValueKind.String => new PlatformError(LogSanitizer.Sanitize(errors.GetString()), null),
            _ => null,
        };
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static int? Number(JsonElement element, string name)
    {
        if (!element.TryGetProperty(name, out var value))
        {
            return null;
        }

        return value.ValueKind switch
        {
            JsonValueKind.Number when value.TryGetInt32(out var number) => number,
            JsonValueKind.String when int.TryParse(value.GetString(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) => number,
            _ => null,
        };
    }
}

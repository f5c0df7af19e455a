using System.Text.Json;
using KoreExport.Errors;

namespace KoreExport.Http;

/// <summary>The platform's own account of what went wrong: <c>{"errors":[{"msg":"…","code":N}]}</c>.</summary>
/// <param name="Message">The platform's words, cleaned.</param>
/// <param name="Code">Its code.</param>
internal sealed record PlatformError(string Message, int? Code)
{
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
            JsonValueKind.Object => new PlatformError(
                LogSanitizer.Sanitize(errors.Text("msg") ?? errors.Text("message")),
                errors.Number("code") is { } code and >= int.MinValue and <= int.MaxValue ? (int)code : null),
            JsonValueKind.String => new PlatformError(LogSanitizer.Sanitize(errors.GetString()), null),
            _ => null,
        };
    }
}

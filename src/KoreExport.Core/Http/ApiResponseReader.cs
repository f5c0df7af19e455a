using System.Text.Json;
using KoreExport.Errors;

namespace KoreExport.Http;

/// <summary>Tells an answer from a failure.</summary>
internal static class ApiResponseReader
{
    /// <summary>Returns the JSON of a successful answer, or throws what the answer means.</summary>
    public static JsonElement Read(ApiCall call, HttpResponseMessage response, BoundedBody body, KoreSession session)
    {
        var status = (int)response.StatusCode;
        if (status is >= 300 and < 400)
        {
            throw ApiErrors.Redirected(call, response, session);
        }

        var json = TryParse(body);
        var failed = json is { ValueKind: JsonValueKind.Object } && PlatformError.Read(json.Value) is not null;
        if (status is < 200 or >= 300 || failed)
        {
            throw ApiErrors.Describe(call, response, json, session);
        }

        if (body.IsTruncated)
        {
            throw ApiErrors.Invalid(call, $"it is longer than {call.MaximumBytes / (1024 * 1024)} MB", session);
        }

        return json ?? throw Unreadable(call, response, body, session);
    }

    private static JsonElement? TryParse(BoundedBody body)
    {
        if (body.IsTruncated || body.Bytes.Length == 0)
        {
            return null;
        }

        try
        {
            return LenientJson.Parse(body.Bytes);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static KoreException Unreadable(ApiCall call, HttpResponseMessage response, BoundedBody body, KoreSession session)
    {
        if (body.Bytes.Length == 0)
        {
            return ApiErrors.Invalid(call, "it is empty", session);
        }

        if (response.Content is { } content && !ContentCoding.IsSupported(content))
        {
            var names = LogSanitizer.Sanitize(ContentCoding.Names(content));
            return ApiErrors.Invalid(call, $"its Content-Encoding is {names}, which was not asked for", session);
        }

        var type = response.Content?.Headers.ContentType?.MediaType;
        var first = (char)body.Bytes.FirstOrDefault(static value => value > 0x20);
        var isPage = first == '<' || type == "text/html";
        return ApiErrors.Invalid(call, isPage ? "it is a web page, not JSON" : "it is not whole JSON", session);
    }
}

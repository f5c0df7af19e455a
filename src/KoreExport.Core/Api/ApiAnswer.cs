using System;
using System.Linq;
using System.Net.Http;
using System.Text.Json;
using KoreExport.Sessions;

namespace KoreExport.Api;

/// <summary>Tells an answer from a failure.</summary>
internal static class ApiAnswer
{
    /// <summary>Returns the JSON of a successful answer, or throws what the answer means.</summary>
    public static JsonElement Read(ApiCall call, HttpResponseMessage response, BoundedBody body, KoreSession session)
    {
        var status = (int)response.StatusCode;
        if (status is >= 300 and < 400)
        {
            throw ApiFailure.Redirected(call, response, session);
        }

        var json = TryParse(body);
        var failed = json is { ValueKind: JsonValueKind.Object } && PlatformError.Read(json.Value) is not null;
        if (status is < 200 or >= 300 || failed)
        {
            throw ApiFailure.Describe(call, response, json, session);
        }

        if (body.Truncated)
        {
            throw ApiFailure.Invalid(call, $"it is longer than {call.MaximumBytes / (1024 * 1024)} MB", session);
        }

        return json ?? throw ApiFailure.Invalid(call, Explain(body, response), session);
    }

    private static JsonElement? TryParse(BoundedBody body)
    {
        if (body.Truncated || body.Bytes.Length == 0)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(WithoutByteOrderMark(body.Bytes));
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ReadOnlyMemory<byte> WithoutByteOrderMark(byte[] bytes) =>
        bytes.Length >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF ? bytes.AsMemory(3) : bytes;

    private static string Explain(BoundedBody body, HttpResponseMessage response)
    {
        if (body.Bytes.Length == 0)
        {
            return "it is empty";
        }

        var type = response.Content?.Headers.ContentType?.MediaType;
        var first = (char)body.Bytes.FirstOrDefault(static value => value > 0x20);
        return first == '<' || type == "text/html" ? "it is a web page, not JSON" : "it is not whole JSON";
    }
}

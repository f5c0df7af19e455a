using System.Text;
using System.Text.Json.Nodes;

namespace KoreExport.Sandbox.Http;

/// <summary>What is to be sent back: a status, headers and a body that is at hand.</summary>
internal sealed record Response(int StatusCode, string ContentType, byte[] Body)
{
    public List<KeyValuePair<string, string>> Headers { get; init; } = [];

    public static Response Json(int statusCode, JsonNode node) => new(statusCode, "application/json; charset=utf-8", JsFormat.Utf8(node));

    public static Response Html(int statusCode, string title)
    {
        var page = $"<!DOCTYPE html>\n<html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>\n";
        return new Response(statusCode, "text/html; charset=utf-8", Encoding.UTF8.GetBytes(page));
    }

    public Response With(string header, string value)
    {
        Headers.Add(new KeyValuePair<string, string>(header, value));
        return this;
    }
}

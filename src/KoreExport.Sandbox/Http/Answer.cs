using System.Text;
using System.Text.Json.Nodes;

namespace KoreExport.Sandbox.Http;

/// <summary>What is to be sent back: a status, headers and a body that is at hand.</summary>
internal sealed class Answer
{
    public Answer(int statusCode, string contentType, byte[] body)
    {
        StatusCode = statusCode;
        ContentType = contentType;
        Body = body;
    }

    public int StatusCode { get; }

    public string ContentType { get; }

    public byte[] Body { get; }

    public List<KeyValuePair<string, string>> Headers { get; } = new();

    public static Answer Json(int statusCode, JsonNode node) => new(statusCode, "application/json; charset=utf-8", JsonText.Utf8(node));

    public static Answer Html(int statusCode, string title)
    {
        var page = $"<!DOCTYPE html>\n<html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>\n";
        return new Answer(statusCode, "text/html; charset=utf-8", Encoding.UTF8.GetBytes(page));
    }

    public Answer With(string header, string value)
    {
        Headers.Add(new KeyValuePair<string, string>(header, value));
        return this;
    }
}

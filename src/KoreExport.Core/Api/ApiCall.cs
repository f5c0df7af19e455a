using System.Net.Http;

namespace KoreExport.Api;

/// <summary>One request to the platform, described so that it can be sent more than once: each time with a new token.</summary>
internal sealed class ApiCall
{
    public ApiCall(HttpMethod method, string path, string? botId)
    {
        Method = method;
        Path = path;
        BotId = botId;
    }

    public HttpMethod Method { get; }

    /// <summary>Path and query behind the host, without a leading slash.</summary>
    public string Path { get; }

    /// <summary>The bot concerned; errors name it.</summary>
    public string? BotId { get; }

    /// <summary>A JSON document, or none.</summary>
    public byte[]? Body { get; init; }

    public override string ToString() => $"{Method} /{Path}";
}

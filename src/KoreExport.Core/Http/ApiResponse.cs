using System.Text.Json;

namespace KoreExport.Http;

/// <summary>A successful answer: its bytes as the platform sent them, and what they say.</summary>
internal readonly struct ApiResponse
{
    public ApiResponse(byte[] bytes, JsonElement json)
    {
        Bytes = bytes;
        Json = json;
    }

    public byte[] Bytes { get; }

    public JsonElement Json { get; }
}

using System.Text.Json;

namespace KoreExport.Http;

/// <summary>A successful answer: its bytes as the platform sent them, and what they say.</summary>
internal readonly record struct ApiResponse(byte[] Bytes, JsonElement Json);

using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using KoreExport.Sandbox.Http;

namespace KoreExport.Sandbox.Imports;

/// <summary>
/// The upload of a file, <c>POST /api/public/uploadfile</c>, and the files that were uploaded. The extension is not checked, nor is the
/// content type of the part [qa].
/// </summary>
internal sealed class Uploads
{
    // A zip [doc]; how more is refused is not known.
    private const int LargestFile = 50 * 1024 * 1024;
    private const int KeptFiles = 1000;

    private readonly object _gate = new();
    private readonly Dictionary<string, byte[]> _files = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <summary>Describes an upload for the log, which is no place for a bot's definition.</summary>
    public static string Summarize(Exchange exchange) => string.Join("; ", Parts(exchange).Select(part =>
        part.FileName is { } file
            ? $"{part.Name}={file} ({part.Content.Length.ToString(CultureInfo.InvariantCulture)} bytes)"
            : $"{part.Name}={part.Text}"));

    public Response Add(Exchange exchange)
    {
        // How a form that lacks something is answered is not known [inferred].
        var parts = Parts(exchange);
        if (parts.FirstOrDefault(part => part.Name == "file" && part.FileName is not null) is not { } file
            || parts.FirstOrDefault(part => part.Name == "fileContext")?.Text != "bulkImport"
            || parts.All(part => part.Name != "fileExtension"))
        {
            return ErrorResponses.InvalidArguments();
        }

        if (file.Content.Length > LargestFile)
        {
            return ErrorResponses.FileTooLarge();
        }

        // The shape of the platform's ids: 24 hexadecimal digits.
        var id = Guid.NewGuid().ToString("N").Substring(0, 24);
        lock (_gate)
        {
            _files[id] = file.Content;
            _order.Enqueue(id);
            if (_order.Count > KeptFiles)
            {
                _files.Remove(_order.Dequeue());
            }
        }

        return Response.Json(200, new JsonObject { ["fileId"] = id, ["hash"] = Hash(file.Content), ["fileName"] = "f-" + Guid.NewGuid() });
    }

    /// <summary>An uploaded file; null where there is none with the id.</summary>
    public byte[]? Find(string id)
    {
        lock (_gate)
        {
            return _files.TryGetValue(id, out var file) ? file : null;
        }
    }

    private static IReadOnlyList<FormPart> Parts(Exchange exchange) =>
        MultipartBody.TryParse(exchange.Header("Content-Type"), exchange.Body) ?? [];

    // 40 digits [seen], as SHA-1 has; what the platform hashes is not known.
    private static string Hash(byte[] content)
    {
#pragma warning disable CA5350 // Nothing depends on it.
        using var sha = SHA1.Create();
#pragma warning restore CA5350
        return BitConverter.ToString(sha.ComputeHash(content)).Replace("-", "").ToLowerInvariant();
    }
}

using System;
using System.Security.Cryptography;
using System.Threading;

namespace KoreExport.Sandbox.Files;

/// <summary>A file that can be downloaded. Its bytes are made when first asked for, and then stay the same.</summary>
internal sealed class StoredFile
{
    private readonly Func<int, byte[]> _make;
    private readonly Lazy<byte[]> _content;
    private int _variants;

    /// <summary>Describes a file.</summary>
    /// <param name="botId">The bot it is an export of.</param>
    /// <param name="folder">The word after <c>getMediaStream</c>: <c>market</c> or <c>media</c>.</param>
    /// <param name="extension">The ending of its name, without a dot.</param>
    /// <param name="contentType">Its content type.</param>
    /// <param name="make">Makes its bytes; the number tells variants of the same length apart, 0 is the file itself.</param>
    public StoredFile(string botId, string folder, string extension, string contentType, Func<int, byte[]> make)
    {
        Id = "f-" + Guid.NewGuid();
        BotId = botId;
        Path = $"/api/getMediaStream/{folder}/{Id}.{extension}";
        ContentType = contentType;
        _make = make;
        _content = new Lazy<byte[]>(() => make(0));
    }

    public string Id { get; }

    public string BotId { get; }

    public string Path { get; }

    public string ContentType { get; }

    public long Length => _content.Value.Length;

    public byte[] Content => _content.Value;

    /// <summary>The file as it is after a change: other bytes, the same length.</summary>
    public byte[] NextVariant(out int variant)
    {
        variant = Interlocked.Increment(ref _variants);
        return _make(variant);
    }

    public static string ETag(byte[] content, int variant)
    {
        using var sha = SHA256.Create();
        return $"\"{BitConverter.ToString(sha.ComputeHash(content), 0, 8).Replace("-", "").ToLowerInvariant()}-{variant}\"";
    }
}

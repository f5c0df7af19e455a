using System.Security.Cryptography;

namespace KoreExport.Sandbox.Files;

/// <summary>
/// A file that can be downloaded. Its bytes are made when first asked for, kept until they were sent, and made anew where they are asked
/// for once more: always the same ones, as long as its recipe is.
/// </summary>
/// <param name="botId">The bot it is an export of.</param>
/// <param name="folder">The word after <c>getMediaStream</c>: <c>market</c> or <c>media</c>.</param>
/// <param name="extension">The ending of its name, without a dot.</param>
/// <param name="contentType">Its content type.</param>
/// <param name="clientName">The name its links suggest for it.</param>
/// <param name="make">Makes its bytes; the number tells variants of the same length apart, 0 is the file itself.</param>
internal sealed class StoredFile(
    string botId, string folder, string extension, string contentType, string clientName, Func<int, byte[]> make)
{
    private readonly object _gate = new();
    private byte[]? _content;
    private WeakReference<byte[]>? _sent;
    private long? _length;
    private string? _etag;
    private int _variants;

    public string Id { get; } = "f-" + Guid.NewGuid();

    public string BotId => botId;

    public string Path => $"/api/getMediaStream/{folder}/{Id}.{extension}";

    public string ContentType => contentType;

    public string ClientName => clientName;

    /// <summary>When the last of its links expires.</summary>
    public DateTimeOffset LinkedUntil { get; set; }

    public long Length
    {
        get
        {
            lock (_gate)
            {
                return _length ?? Content.Length;
            }
        }
    }

    public byte[] Content
    {
        get
        {
            lock (_gate)
            {
                if (_content is null && (_sent is null || !_sent.TryGetTarget(out _content)))
                {
                    _content = make(0);
                }

                _sent = null;
                _length = _content.Length;
                return _content;
            }
        }
    }

    /// <summary>The bytes were sent: they need not be kept.</summary>
    public void Release()
    {
        lock (_gate)
        {
            if (_content is not null)
            {
                _sent = new WeakReference<byte[]>(_content);
                _content = null;
            }
        }
    }

    /// <summary>The file as it is after a change: other bytes, the same length.</summary>
    public byte[] NextVariant(out int variant)
    {
        variant = Interlocked.Increment(ref _variants);
        return make(variant);
    }

    public string ETag(byte[] content, int variant)
    {
        if (variant != 0)
        {
            return MakeETag(content, variant);
        }

        lock (_gate)
        {
            return _etag ??= MakeETag(content, 0);
        }
    }

    private static string MakeETag(byte[] content, int variant)
    {
        using var sha = SHA256.Create();
        return $"\"{BitConverter.ToString(sha.ComputeHash(content), 0, 8).Replace("-", "").ToLowerInvariant()}-{variant}\"";
    }
}

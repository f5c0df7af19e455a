using System.Globalization;
using KoreExport.Http;

namespace KoreExport.Downloads;

/// <summary>What is known of the file on the other side, as the answers tell it.</summary>
internal sealed class DownloadSource(Uri link, long? announcedSize)
{
    private bool _piecesProveNothing;

    public Uri Link { get; private set; } = link;

    /// <summary>The size in the platform's status (<c>fileSize</c>).</summary>
    public long? AnnouncedSize { get; private set; } = announcedSize;

    /// <summary>The size in the download host's headers.</summary>
    public long? TotalLength { get; private set; }

    /// <summary>What proves that two answers are pieces of one file: a strong ETag, or else Last-Modified (RFC 9110, 13.1.5).</summary>
    public string? Validator { get; private set; }

    public bool CanResume => Validator is not null && !_piecesProveNothing;

    /// <summary>The byte that the next request begins at, where so many are there.</summary>
    public long ResumesAt(long length) => CanResume ? length : 0;

    /// <summary>Whether the way the body is sent tells a whole one from one that was cut off.</summary>
    public bool EndsForSure { get; private set; }

    /// <summary>A fresh link to the same export.</summary>
    public void Renew(Uri link, long? announcedSize)
    {
        Link = link;
        AnnouncedSize = announcedSize ?? AnnouncedSize;
    }

    /// <summary>
    /// Whether a piece is of our file: as long, and of the same version, which a server that ignores If-Range does not see to.
    /// </summary>
    public bool Fits(HttpResponseMessage piece)
    {
        var length = piece.Content.Headers.ContentRange?.Length;
        return (length is null || TotalLength is null || length == TotalLength) && Validator is not null && Version(piece) == Validator;
    }

    /// <summary>
    /// The file has to be downloaded from its first byte. Where the host refused with a piece that does not say of which version it is, it
    /// is not asked for another one.
    /// </summary>
    public void BeginAnew(HttpResponseMessage refusal)
    {
        _piecesProveNothing |= (int)refusal.StatusCode == 206 && Validator is not null && Version(refusal) is null;
        Validator = null;
    }

    /// <summary>Takes what the headers of a 200 or 206 say.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="offset">The byte it begins at.</param>
    public void Learn(HttpResponseMessage response, long offset)
    {
        var headers = response.Content.Headers;
        var isEncoded = ContentCoding.IsEncoded(response.Content);
        EndsForSure = response.Headers.TransferEncodingChunked == true || isEncoded;

        // Lengths and ranges of an encoded body count its encoded bytes, which are not the file's.
        TotalLength = isEncoded ? null : headers.ContentRange?.Length ?? (headers.ContentLength is { } length ? offset + length : null);
        Validator = isEncoded ? null : Strong(response);
    }

    // Like is compared with like.
    private string? Version(HttpResponseMessage piece) => Validator![0] == '"' ? piece.Headers.ETag?.ToString() : Modified(piece);

    private static string? Strong(HttpResponseMessage response) => response.Headers.ETag switch
    {
        { IsWeak: false } tag => tag.Tag,

        // A date proves nothing while its second lasts (RFC 9110, 8.8.2.2): the file may change once more in it.
        _ when response.Headers.Date - response.Content.Headers.LastModified >= TimeSpan.FromSeconds(1) => Modified(response),
        _ => null,
    };

    private static string? Modified(HttpResponseMessage response) =>
        response.Content.Headers.LastModified?.ToString("r", CultureInfo.InvariantCulture);
}

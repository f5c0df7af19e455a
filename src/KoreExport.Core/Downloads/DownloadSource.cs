namespace KoreExport.Downloads;

/// <summary>What is known of the file on the other side, as the answers tell it.</summary>
internal sealed class DownloadSource
{
    public DownloadSource(Uri link, long? announcedSize)
    {
        Link = link;
        AnnouncedSize = announcedSize;
    }

    public Uri Link { get; private set; }

    /// <summary>The size in the platform's status (<c>fileSize</c>).</summary>
    public long? AnnouncedSize { get; private set; }

    /// <summary>The size in the download host's headers.</summary>
    public long? TotalLength { get; private set; }

    /// <summary>What proves that two answers are pieces of one file: a strong ETag, or else Last-Modified (RFC 9110, 13.1.5).</summary>
    public string? Validator { get; private set; }

    public bool CanResume => Validator is not null;

    /// <summary>Whether the way the body is sent tells a whole one from one that broke off.</summary>
    public bool EndsForSure { get; private set; }

    /// <summary>A fresh link to the same export.</summary>
    public void Renew(Uri link, long? announcedSize)
    {
        Link = link;
        AnnouncedSize = announcedSize ?? AnnouncedSize;
    }

    public void ForgetValidator() => Validator = null;

    /// <summary>Whether a piece is of our file: as long, and not of another version, which a server that overlooks If-Range would send.</summary>
    public bool Fits(HttpResponseMessage piece)
    {
        var length = piece.Content.Headers.ContentRange?.Length;
        return (length is null || TotalLength is null || length == TotalLength)
            && (Validator is null || Version(piece) is not { } version || version == Validator);

        // Like is compared with like: a piece may lack what the first answer had.
        string? Version(HttpResponseMessage answer) => Validator![0] == '"' ? answer.Headers.ETag?.ToString() : Modified(answer);
    }

    /// <summary>Takes what the headers of a 200 or 206 say.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="offset">The byte it begins at.</param>
    public void Learn(HttpResponseMessage response, long offset)
    {
        var headers = response.Content.Headers;
        var encoded = ContentCoding.IsPacked(response.Content);
        EndsForSure = response.Headers.TransferEncodingChunked == true || encoded;
        if (encoded)
        {
            // Lengths and ranges count the encoded bytes, which are not the file's.
            TotalLength = null;
            Validator = null;
            return;
        }

        TotalLength = headers.ContentRange?.Length ?? (headers.ContentLength is { } length ? offset + length : null);
        Validator = Strong(response);
    }

    private static string? Strong(HttpResponseMessage response) => response.Headers.ETag switch
    {
        { IsWeak: false } tag => tag.Tag,

        // A date proves nothing while its second lasts (RFC 9110, 8.8.2.2): the file may change once more in it.
        _ when response.Headers.Date - response.Content.Headers.LastModified >= TimeSpan.FromSeconds(1) => Modified(response),
        _ => null,
    };

    private static string? Modified(HttpResponseMessage response) =>
        response.Content.Headers.LastModified?.ToString("r", System.Globalization.CultureInfo.InvariantCulture);
}

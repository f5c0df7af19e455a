namespace KoreExport;

/// <summary>
/// Faults of links and downloads. A byte is counted from the start of an answer, so a resumed download gets further each time.
/// </summary>
public sealed class SandboxDownloadFaults : SandboxFaultGroup
{
    /// <summary>
    /// The byte after which an answer ends as if it were whole: its announced length fits, only the file is cut. The status still has the
    /// true <c>fileSize</c>.
    /// </summary>
    public long? TruncateAt { get => Get<long?>(); set => Set(value); }

    /// <summary>How many downloads <see cref="TruncateAt"/> hits before it goes back to null.</summary>
    public int TruncateCount { get => Get(1); set => Set(value); }

    /// <summary>The byte of an answer after which its connection is closed, short of the announced length; 0: before the headers.</summary>
    public long? ResetAt { get => Get<long?>(); set => Set(value); }

    /// <summary>How many downloads <see cref="ResetAt"/> hits before it goes back to null.</summary>
    public int ResetCount { get => Get(1); set => Set(value); }

    /// <summary>As <see cref="ResetAt"/>, and from then on the link is expired.</summary>
    public long? ExpireAt { get => Get<long?>(); set => Set(value); }

    /// <summary>How many downloads <see cref="ExpireAt"/> hits before it goes back to null.</summary>
    public int ExpireAtCount { get => Get(1); set => Set(value); }

    /// <summary>The byte of an answer after which nothing more comes until the sandbox stops; 0: before the headers.</summary>
    public long? StallAt { get => Get<long?>(); set => Set(value); }

    /// <summary>How many downloads <see cref="StallAt"/> hits before it goes back to null.</summary>
    public int StallCount { get => Get(1); set => Set(value); }

    /// <summary>How many downloads answer <see cref="StatusCode"/>.</summary>
    public int StatusCodeCount { get => Get<int>(); set => Set(value); }

    /// <summary>The status code of <see cref="StatusCodeCount"/>.</summary>
    public int StatusCode { get => Get(503); set => Set(value); }

    /// <summary>How many of the links given out from now on are expired already.</summary>
    public int ExpiredLinkCount { get => Get<int>(); set => Set(value); }

    /// <summary>How many downloads answer 200 with an HTML page, as a sign-in proxy does.</summary>
    public int HtmlCount { get => Get<int>(); set => Set(value); }

    /// <summary>How many downloads have flipped bytes in their middle; length and ETag are right.</summary>
    public int CorruptCount { get => Get<int>(); set => Set(value); }

    /// <summary>How many downloads answer 302 to <see cref="RedirectTo"/>.</summary>
    public int RedirectCount { get => Get<int>(); set => Set(value); }

    /// <summary>Where <see cref="RedirectCount"/> points; null: to the same link on the host of the API, where it works.</summary>
    public string? RedirectTo { get => Get<string?>(); set => Set(value); }

    /// <summary>A <c>Range</c> header is not looked at: the answer is 200 with the whole file.</summary>
    public bool IgnoreRange { get => Get<bool>(); set => Set(value); }

    /// <summary>Answers have no <c>ETag</c>.</summary>
    public bool OmitETag { get => Get<bool>(); set => Set(value); }

    /// <summary>Answers come in chunks, their length not announced.</summary>
    public bool NoContentLength { get => Get<bool>(); set => Set(value); }

    /// <summary>
    /// The file, and with it its <c>ETag</c>, is another one at every download, of the same length. Of a file given in the options only the
    /// <c>ETag</c> changes.
    /// </summary>
    public bool ChangeFile { get => Get<bool>(); set => Set(value); }

    /// <summary>A bot export is text in place of a zip, of the length of the zip. Decided when its job starts.</summary>
    public bool NotAZip { get => Get<bool>(); set => Set(value); }

    /// <summary>
    /// The name of one more entry in made bot exports, for instance <c>../outside.txt</c>; null: none. Decided when their jobs start.
    /// </summary>
    public string? ExtraEntryName { get => Get<string?>(); set => Set(value); }

    /// <summary>The link in place of a real one, for instance <c>file:///etc/passwd</c>.</summary>
    public string? Link { get => Get<string?>(); set => Set(value); }

    /// <summary>
    /// Scheme, host and port of the links, for instance <c>http://10.0.0.1:8081</c> as on-premises installs have answered [seen]. The host
    /// of the API serves the same paths.
    /// </summary>
    public string? LinkBase { get => Get<string?>(); set => Set(value); }

    /// <summary>
    /// More of the query, put before <c>e=</c> as it is, for instance <c>name=a%2Bb c$</c>. A link works only if this comes back as it was;
    /// a blank may come back as %20.
    /// </summary>
    public string? LinkExtraQuery { get => Get<string?>(); set => Set(value); }

    /// <summary>
    /// How many times the file name at the end of a link is percent-encoded: once or twice [seen]. 0 leaves the name out.
    /// </summary>
    public int FileNameEncodings { get => Get(1); set => Set(value); }

    /// <summary>The speed of downloads; 0: as fast as it goes.</summary>
    public int BytesPerSecond { get => Get<int>(); set => Set(value); }
}

namespace KoreExport.Sandbox;

/// <summary>
/// Faults of links and downloads. A byte is counted from the start of an answer, so a resumed download gets further each time.
/// </summary>
public sealed class SandboxDownloadFaults : FaultGroup
{
    private long? _truncateAt;
    private int _truncateCount = 1;
    private long? _resetAt;
    private int _resetCount = 1;
    private long? _expireAt;
    private int _expireAtCount = 1;
    private long? _stallAt;
    private int _stallCount = 1;
    private int _statusCodeCount;
    private int _statusCode = 503;
    private int _expiredLinkCount;
    private int _htmlCount;
    private int _corruptCount;
    private int _redirectCount;
    private string? _redirectTo;
    private bool _ignoreRange;
    private bool _omitETag;
    private bool _noContentLength;
    private bool _changeFile;
    private bool _notAZip;
    private string? _extraEntryName;
    private string? _link;
    private string? _linkBase;
    private string? _linkExtraQuery;
    private int _bytesPerSecond;

    /// <summary>
    /// The byte after which an answer ends as if it were whole: its announced length fits, only the file is cut. The status still has the
    /// true <c>fileSize</c>.
    /// </summary>
    public long? TruncateAt
    {
        get => Read(ref _truncateAt);
        set => Write(ref _truncateAt, value);
    }

    /// <summary>How many downloads <see cref="TruncateAt"/> hits before it goes back to null.</summary>
    public int TruncateCount
    {
        get => Read(ref _truncateCount);
        set => Write(ref _truncateCount, value);
    }

    /// <summary>The byte of an answer after which its connection is closed, short of the announced length; 0: before the headers.</summary>
    public long? ResetAt
    {
        get => Read(ref _resetAt);
        set => Write(ref _resetAt, value);
    }

    /// <summary>How many downloads <see cref="ResetAt"/> hits before it goes back to null.</summary>
    public int ResetCount
    {
        get => Read(ref _resetCount);
        set => Write(ref _resetCount, value);
    }

    /// <summary>As <see cref="ResetAt"/>, and from then on the link is expired.</summary>
    public long? ExpireAt
    {
        get => Read(ref _expireAt);
        set => Write(ref _expireAt, value);
    }

    /// <summary>How many downloads <see cref="ExpireAt"/> hits before it goes back to null.</summary>
    public int ExpireAtCount
    {
        get => Read(ref _expireAtCount);
        set => Write(ref _expireAtCount, value);
    }

    /// <summary>The byte of an answer after which nothing more comes until the sandbox stops; 0: before the headers.</summary>
    public long? StallAt
    {
        get => Read(ref _stallAt);
        set => Write(ref _stallAt, value);
    }

    /// <summary>How many downloads <see cref="StallAt"/> hits before it goes back to null.</summary>
    public int StallCount
    {
        get => Read(ref _stallCount);
        set => Write(ref _stallCount, value);
    }

    /// <summary>How many downloads answer <see cref="StatusCode"/>.</summary>
    public int StatusCodeCount
    {
        get => Read(ref _statusCodeCount);
        set => Write(ref _statusCodeCount, value);
    }

    /// <summary>The status code of <see cref="StatusCodeCount"/>.</summary>
    public int StatusCode
    {
        get => Read(ref _statusCode);
        set => Write(ref _statusCode, value);
    }

    /// <summary>How many of the links given out from now on are expired already.</summary>
    public int ExpiredLinkCount
    {
        get => Read(ref _expiredLinkCount);
        set => Write(ref _expiredLinkCount, value);
    }

    /// <summary>How many downloads answer 200 with an HTML page, as a sign-in proxy does.</summary>
    public int HtmlCount
    {
        get => Read(ref _htmlCount);
        set => Write(ref _htmlCount, value);
    }

    /// <summary>How many downloads have flipped bytes in their middle; length and ETag are right.</summary>
    public int CorruptCount
    {
        get => Read(ref _corruptCount);
        set => Write(ref _corruptCount, value);
    }

    /// <summary>How many downloads answer 302 to <see cref="RedirectTo"/>.</summary>
    public int RedirectCount
    {
        get => Read(ref _redirectCount);
        set => Write(ref _redirectCount, value);
    }

    /// <summary>Where <see cref="RedirectCount"/> points; null: to the same link on the host of the API, where it works.</summary>
    public string? RedirectTo
    {
        get => Read(ref _redirectTo);
        set => WriteText(ref _redirectTo, value);
    }

    /// <summary>A <c>Range</c> header is not looked at: the answer is 200 with the whole file.</summary>
    public bool IgnoreRange
    {
        get => Read(ref _ignoreRange);
        set => Write(ref _ignoreRange, value);
    }

    /// <summary>Answers have no <c>ETag</c>.</summary>
    public bool OmitETag
    {
        get => Read(ref _omitETag);
        set => Write(ref _omitETag, value);
    }

    /// <summary>Answers come in chunks, their length not announced.</summary>
    public bool NoContentLength
    {
        get => Read(ref _noContentLength);
        set => Write(ref _noContentLength, value);
    }

    /// <summary>
    /// The file, and with it its <c>ETag</c>, is another one at every download, of the same length. Of a file given in the options only the
    /// <c>ETag</c> changes.
    /// </summary>
    public bool ChangeFile
    {
        get => Read(ref _changeFile);
        set => Write(ref _changeFile, value);
    }

    /// <summary>A bot export is text in place of a zip, of the length of the zip.</summary>
    public bool NotAZip
    {
        get => Read(ref _notAZip);
        set => Write(ref _notAZip, value);
    }

    /// <summary>The name of one more entry in made bot exports, for instance <c>../outside.txt</c>; null: none.</summary>
    public string? ExtraEntryName
    {
        get => Read(ref _extraEntryName);
        set => WriteText(ref _extraEntryName, value);
    }

    /// <summary>The link in place of a real one, for instance <c>file:///etc/passwd</c>.</summary>
    public string? Link
    {
        get => Read(ref _link);
        set => WriteText(ref _link, value);
    }

    /// <summary>
    /// Scheme, host and port of the links, for instance <c>http://10.0.0.1:8081</c> as on-premises installs have answered [seen]. The host
    /// of the API serves the same paths.
    /// </summary>
    public string? LinkBase
    {
        get => Read(ref _linkBase);
        set => WriteText(ref _linkBase, value);
    }

    /// <summary>
    /// More of the query, put before <c>e=</c> as it is, for instance <c>name=a%2Bb c$</c>. A link works only if this comes back as it was;
    /// a blank may come back as %20.
    /// </summary>
    public string? LinkExtraQuery
    {
        get => Read(ref _linkExtraQuery);
        set => WriteText(ref _linkExtraQuery, value);
    }

    /// <summary>The speed of downloads; 0: as fast as it goes.</summary>
    public int BytesPerSecond
    {
        get => Read(ref _bytesPerSecond);
        set => Write(ref _bytesPerSecond, value);
    }

    internal bool TakeStatusCode(string? botId) => Take(ref _statusCodeCount, botId);

    internal bool TakeExpiredLink(string? botId) => Take(ref _expiredLinkCount, botId);

    internal bool TakeHtml(string? botId) => Take(ref _htmlCount, botId);

    internal bool TakeCorrupt(string? botId) => Take(ref _corruptCount, botId);

    internal bool TakeRedirect(string? botId) => Take(ref _redirectCount, botId);

    internal long? TakeTruncate(string? botId) => TakePosition(ref _truncateAt, ref _truncateCount, botId);

    internal long? TakeReset(string? botId) => TakePosition(ref _resetAt, ref _resetCount, botId);

    internal long? TakeExpire(string? botId) => TakePosition(ref _expireAt, ref _expireAtCount, botId);

    internal long? TakeStall(string? botId) => TakePosition(ref _stallAt, ref _stallCount, botId);
}

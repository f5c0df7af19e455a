using System.Globalization;
using System.Security.Cryptography;
using KoreExport.Sandbox.Http;

namespace KoreExport.Sandbox.Files;

/// <summary>Whether a link still opens its file.</summary>
internal enum LinkState
{
    Valid,
    Expired,
    Unknown,
}

/// <summary>
/// The download links issued. A link is valid only with its query byte for byte as it was issued, and only until it expires [doc].
/// </summary>
internal sealed class LinkStore : IDisposable
{
    private readonly object _gate = new();
    private readonly Dictionary<string, (DateTimeOffset Expires, bool Ended)> _links = new(StringComparer.Ordinal);
    private readonly RandomNumberGenerator _random = RandomNumberGenerator.Create();
    private long _number = 1_000_000;

    /// <summary>Makes a new link to a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="expires">Until when the link is good.</param>
    /// <param name="extraQuery">More of the query, put first as it is; null: none.</param>
    /// <param name="fileName">The name put last, encoded; null: none.</param>
    /// <returns>
    /// Path and query: <c>…?e=&lt;expiry&gt;&amp;n=&lt;digits&gt;&amp;s=&lt;signature&gt;$$</c> [doc], and
    /// <c>&amp;clientfilename=&lt;name&gt;</c> behind it [seen].
    /// </returns>
    public string Issue(string path, DateTimeOffset expires, string? extraQuery, string? fileName)
    {
        lock (_gate)
        {
            var signature = new byte[32];
            _random.GetBytes(signature);
            var extra = string.IsNullOrEmpty(extraQuery) ? "" : extraQuery + "&";
            var seconds = expires.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
            var number = (++_number).ToString(CultureInfo.InvariantCulture);
            var name = fileName is null ? "" : "&clientfilename=" + fileName;
            var link = $"{path}?{extra}e={seconds}&n={number}&s={Base64Url.Encode(signature)}$${name}";
            _links[Key(link)] = (expires, false);
            return link;
        }
    }

    public LinkState Check(string pathAndQuery, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (_links.TryGetValue(Key(pathAndQuery), out var link))
            {
                return link.Ended || link.Expires <= now ? LinkState.Expired : LinkState.Valid;
            }

            // Forgotten, or never issued: an expired link is told by its own words.
            return ExpiryIn(pathAndQuery) <= now ? LinkState.Expired : LinkState.Unknown;
        }
    }

    public void Expire(string pathAndQuery)
    {
        lock (_gate)
        {
            if (_links.TryGetValue(Key(pathAndQuery), out var link))
            {
                _links[Key(pathAndQuery)] = (link.Expires, true);
            }
        }
    }

    /// <summary>Forgets the links that have expired.</summary>
    public void Forget(DateTimeOffset now)
    {
        lock (_gate)
        {
            foreach (var link in _links.Where(link => link.Value.Expires <= now).Select(link => link.Key).ToArray())
            {
                _links.Remove(link);
            }
        }
    }

    public void Dispose() => _random.Dispose();

    private static DateTimeOffset? ExpiryIn(string link)
    {
        var query = link.Substring(link.IndexOf('?') + 1);
        return long.TryParse(QueryText.Find(query, "e"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds < DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
    }

    // No client can send a blank as it is.
    private static string Key(string link) => link.Replace(" ", "%20");
}

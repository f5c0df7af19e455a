using System;
using System.Collections.Generic;
using System.Globalization;
using System.Security.Cryptography;
using KoreExport.Sandbox.Tokens;

namespace KoreExport.Sandbox.Files;

/// <summary>Whether a link still opens its file.</summary>
internal enum LinkState
{
    Good,
    Expired,
    Unknown,
}

/// <summary>
/// The links given out. A link is good only with its query byte for byte as it was given out, and only until it expires [doc].
/// </summary>
internal sealed class LinkBook : IDisposable
{
    private readonly object _gate = new();
    private readonly Dictionary<string, DateTimeOffset> _expiry = new(StringComparer.Ordinal);
    private readonly RandomNumberGenerator _random = RandomNumberGenerator.Create();
    private long _number = 1_000_000;

    /// <summary>Makes a new link to a file.</summary>
    /// <returns>Path and query: <c>…?e=&lt;expiry&gt;&amp;n=&lt;digits&gt;&amp;s=&lt;signature&gt;$$</c> [doc].</returns>
    public string Issue(string path, DateTimeOffset expires, string? extraQuery)
    {
        lock (_gate)
        {
            var signature = new byte[32];
            _random.GetBytes(signature);
            var extra = string.IsNullOrEmpty(extraQuery) ? "" : extraQuery + "&";
            var seconds = expires.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
            var number = (++_number).ToString(CultureInfo.InvariantCulture);
            var link = $"{path}?{extra}e={seconds}&n={number}&s={Base64Url.Encode(signature)}$$";
            _expiry[Key(link)] = expires;
            return link;
        }
    }

    public LinkState Check(string pathAndQuery, DateTimeOffset now)
    {
        lock (_gate)
        {
            return !_expiry.TryGetValue(Key(pathAndQuery), out var expires) ? LinkState.Unknown
                : expires <= now ? LinkState.Expired
                : LinkState.Good;
        }
    }

    public void Expire(string pathAndQuery)
    {
        lock (_gate)
        {
            _expiry[Key(pathAndQuery)] = DateTimeOffset.MinValue;
        }
    }

    public void Dispose() => _random.Dispose();

    // No client can send a blank as it is.
    private static string Key(string link) => link.Replace(" ", "%20");
}

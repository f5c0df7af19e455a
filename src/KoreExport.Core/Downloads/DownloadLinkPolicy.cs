using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using KoreExport.Errors;
using KoreExport.Sessions;

namespace KoreExport.Downloads;

/// <summary>
/// Decides where a download may go. The link comes from the server and must not lead this machine to read its own files, or to talk to
/// hosts inside its network that the server could not reach itself.
/// </summary>
internal sealed class DownloadLinkPolicy
{
    // Names that no public DNS answers (RFC 6761, RFC 6762, and ICANN's reservation of .internal).
    private static readonly string[] PrivateNames = [".localhost", ".local", ".internal"];

    private static readonly Regex Scheme = new(@"\A[A-Za-z][A-Za-z0-9+.-]*:", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    private static readonly byte[] Translated = [0x00, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0];

    private readonly KoreSession _session;
    private readonly bool _fromSessionHost;
    private readonly bool _allowPrivateHost;

    /// <param name="session">The session whose platform gave the link.</param>
    /// <param name="fromSessionHost">Whether scheme, host and port of every link are replaced by the session's.</param>
    /// <param name="allowPrivateHost">Whether a link of a public platform may lead to a private address.</param>
    public DownloadLinkPolicy(KoreSession session, bool fromSessionHost, bool allowPrivateHost)
    {
        _session = session;
        _fromSessionHost = fromSessionHost;
        _allowPrivateHost = allowPrivateHost;
    }

    /// <summary>The address to fetch, or an error that says why it is not fetched. Path and query are as the platform sent them.</summary>
    public Uri Resolve(DownloadTicket ticket)
    {
        // A link without a host is the session's own.
        var text = ticket.Link;
        var link = ExactUri.Create(IsPath(text) ? SessionAuthority + text : text);
        if (link is null)
        {
            throw KoreErrors.DownloadLinkRefused(ticket.BotId, "it cannot be read as an address", "Start the export again; if it happens again, ask whoever runs the platform.");
        }

        if (_fromSessionHost && link.Scheme is "http" or "https")
        {
            link = ExactUri.Create(SessionAuthority + PathAndQuery(text)) ?? link;
        }

        Check(link, ticket.BotId);
        return link;
    }

    /// <summary>The address a download host sends us on to.</summary>
    public Uri ResolveRedirect(Uri from, Uri location, string botId)
    {
        var target = ExactUri.Create(Absolute(from, location.OriginalString))
            ?? throw KoreErrors.DownloadLinkRefused(botId, "the download host sends us on to what cannot be read as an address", "Ask whoever runs the platform or the proxy in front of it.");
        if (from.Scheme == "https" && target.Scheme == "http")
        {
            throw KoreErrors.DownloadLinkRefused(botId, "the download host sends us from https to plain http", "Ask whoever runs the platform or the proxy in front of it.");
        }

        Check(target, botId);
        return target;
    }

    private string SessionAuthority => _session.HostUri.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);

    private static bool IsPath(string text) => text.StartsWith("/", StringComparison.Ordinal) && !text.StartsWith("//", StringComparison.Ordinal);

    private static string PathAndQuery(string text)
    {
        if (IsPath(text))
        {
            return text;
        }

        var start = text.IndexOfAny(['/', '?'], text.IndexOf("://", StringComparison.Ordinal) + 3);
        return start < 0 ? "/" : text[start] == '/' ? text.Substring(start) : "/" + text.Substring(start);
    }

    // By hand, because Uri takes a path for a file on Unix, and would change escapes in the query.
    private static string Absolute(Uri from, string location)
    {
        var host = $"{from.Scheme}://{from.Authority}";
        if (Scheme.IsMatch(location))
        {
            return location;
        }

        if (location.StartsWith("//", StringComparison.Ordinal))
        {
            return $"{from.Scheme}:{location}";
        }

        var query = location.IndexOf('?');
        var path = query < 0 ? location : location.Substring(0, query);
        var folder = from.AbsolutePath.Substring(0, from.AbsolutePath.LastIndexOf('/') + 1);
        var merged = path.Length == 0 ? from.AbsolutePath : IsPath(path) ? path : new Uri(host + folder + path).AbsolutePath;
        return host + merged + (query < 0 ? string.Empty : location.Substring(query));
    }

    private void Check(Uri link, string botId)
    {
        if (link.Scheme is not ("https" or "http"))
        {
            throw KoreErrors.DownloadLinkRefused(botId, $"it is a '{LogSanitizer.Sanitize(link.Scheme)}:' address, not https", "Nothing was fetched. Ask whoever runs the platform why it sends such links.");
        }

        if (link.UserInfo.Length > 0)
        {
            throw KoreErrors.DownloadLinkRefused(botId, "it holds a user name or password", "Nothing was fetched. Ask whoever runs the platform why it sends such links.");
        }

        // Asked for by the user, who trusts the session's own host.
        var isSessionHost = link.Host.Equals(_session.HostUri.Host, StringComparison.OrdinalIgnoreCase);
        if (!isSessionHost && !_allowPrivateHost && IsPrivate(link) && !IsPrivate(_session.HostUri))
        {
            throw KoreErrors.DownloadLinkRefused(
                botId,
                $"it leads to {LogSanitizer.Sanitize(link.Host)}, a private address, although the platform is a public host",
                "If the platform shows an internal address by mistake, pass -DownloadFromSessionHost; if the address is right and reachable, pass -AllowPrivateDownloadHost.");
        }

        if (link.Scheme == "http" && _session.HostUri.Scheme == "https" && !_session.AllowHttp && !HostAddress.IsLoopback(link))
        {
            throw KoreErrors.DownloadLinkRefused(
                botId,
                $"it is plain http to {LogSanitizer.Sanitize(link.Host)}, so the network could read the export",
                "If it works over the session's own host, pass -DownloadFromSessionHost; if the network can be trusted, connect with -AllowHttp.");
        }
    }

    /// <summary>Whether the host is loopback, link-local, private or unspecified, as far as its text tells (names are not looked up).</summary>
    internal static bool IsPrivate(Uri uri)
    {
        var host = uri.Host.Trim('[', ']').TrimEnd('.');
        if (uri.IsLoopback || Array.Exists(PrivateNames, name => ("." + host).EndsWith(name, StringComparison.OrdinalIgnoreCase)))
        {
            return true;
        }

        return IPAddress.TryParse(host, out var address) && (address.AddressFamily == AddressFamily.InterNetworkV6 ? IsPrivate6(address) : IsPrivate4(address.GetAddressBytes()));
    }

    private static bool IsPrivate6(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        var embedded = bytes.AsSpan(12).ToArray();

        // An IPv4 address in another dress: mapped (::ffff:0:0/96), compatible (::/96, with :: and ::1) or translated (64:ff9b::/96).
        if (address.IsIPv4MappedToIPv6 || bytes.AsSpan(0, 12).SequenceEqual(new byte[12]) || bytes.AsSpan(0, 12).SequenceEqual(Translated))
        {
            return IsPrivate4(embedded);
        }

        return address.IsIPv6LinkLocal || address.IsIPv6SiteLocal || (bytes[0] & 0xFE) == 0xFC;
    }

    private static bool IsPrivate4(byte[] bytes) => bytes[0] switch
    {
        0 or 10 or 127 => true,
        100 => bytes[1] is >= 64 and <= 127,
        169 => bytes[1] == 254,
        172 => bytes[1] is >= 16 and <= 31,
        192 => bytes[1] == 168,
        _ => false,
    };
}

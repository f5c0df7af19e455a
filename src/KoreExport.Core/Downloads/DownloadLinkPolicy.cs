using System.Net;
using System.Text.RegularExpressions;
using KoreExport.Errors;
using KoreExport.Sessions;

namespace KoreExport.Downloads;

/// <summary>
/// Decides where a download may go. The link comes from the server and must not lead this machine to read its own files, or to talk to
/// hosts inside its network that the server could not reach itself.
/// </summary>
/// <param name="session">The session whose platform gave the link.</param>
/// <param name="fromSessionHost">Whether scheme, host and port of every link are replaced by the session's.</param>
/// <param name="allowPrivateHost">Whether a link of a public platform may lead to a private address.</param>
internal sealed class DownloadLinkPolicy(KoreSession session, bool fromSessionHost, bool allowPrivateHost)
{
    private const string AskOperator = "Ask whoever runs the platform or the proxy in front of it.";
    private const string AskAboutLinks = "Nothing was fetched. Ask whoever runs the platform why it sends such links.";

    // Names that no public DNS answers (RFC 6761, RFC 6762, RFC 8375, and ICANN's reservation of .internal).
    private static readonly string[] PrivateNames = [".localhost", ".local", ".home.arpa", ".internal"];

    private static readonly Regex Scheme = new(@"\A[A-Za-z][A-Za-z0-9+.-]*:", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    /// <summary>The address to fetch, or an error that says why it is not fetched. Path and query are as the platform sent them.</summary>
    public Uri Resolve(DownloadTicket ticket)
    {
        // A link without a host is the session's own.
        var text = ticket.Link;
        var link = ExactUri.Create(IsPath(text) ? SessionAuthority + text : text);
        if (link is null)
        {
            throw KoreErrors.DownloadLinkRefused(
                ticket.BotId, "it is not a valid URL", "Start the export again; if it happens again, ask whoever runs the platform.");
        }

        if (fromSessionHost && link.Scheme is "http" or "https")
        {
            link = ExactUri.Create(SessionAuthority + PathAndQuery(text)) ?? link;
        }

        Check(link, ticket.BotId);
        return link;
    }

    /// <summary>The address that a download host redirects to.</summary>
    public Uri ResolveRedirect(Uri from, Uri location, string botId)
    {
        var target = ExactUri.Create(Absolute(from, location.OriginalString))
            ?? throw KoreErrors.DownloadLinkRefused(botId, "the download host redirects to what is not a valid URL", AskOperator);
        if (from.Scheme == "https" && target.Scheme == "http")
        {
            throw KoreErrors.DownloadLinkRefused(botId, "the download host redirects from https to plain HTTP", AskOperator);
        }

        Check(target, botId);
        return target;
    }

    private string SessionAuthority => session.HostUri.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);

    private static bool IsPath(string text) =>
        text.StartsWith("/", StringComparison.Ordinal) && !text.StartsWith("//", StringComparison.Ordinal);

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
            throw KoreErrors.DownloadLinkRefused(botId, $"its scheme is '{LogSanitizer.Sanitize(link.Scheme)}:', not https", AskAboutLinks);
        }

        if (link.UserInfo.Length > 0)
        {
            throw KoreErrors.DownloadLinkRefused(botId, "it contains a user name or password", AskAboutLinks);
        }

        // Asked for by the user, who trusts the session's own host.
        var isSessionHost = link.Host.Equals(session.HostUri.Host, StringComparison.OrdinalIgnoreCase);
        if (!isSessionHost && !allowPrivateHost && IsPrivate(link) && !IsPrivate(session.HostUri))
        {
            throw KoreErrors.DownloadLinkRefused(
                botId,
                $"it leads to {LogSanitizer.Sanitize(link.Host)}, a private or special address, although the platform is a public host",
                "If the platform shows an internal address by mistake, pass -DownloadFromSessionHost; if the address is right and "
                + "reachable, pass -AllowPrivateDownloadHost.");
        }

        if (link.Scheme == "http" && session.HostUri.Scheme == "https" && !session.AllowHttp && !HostAddress.IsLoopback(link))
        {
            throw KoreErrors.DownloadLinkRefused(
                botId,
                $"{LogSanitizer.Sanitize(link.Host)} would be connected over plain HTTP, so the network could read the export",
                "If it works over the session's own host, pass -DownloadFromSessionHost; if the network can be trusted, connect with "
                + "-AllowHttp.");
        }
    }

    /// <summary>
    /// Whether the host is one that the public internet does not reach, as far as its text tells (names are not looked up).
    /// </summary>
    internal static bool IsPrivate(Uri uri)
    {
        var host = uri.Host.Trim('[', ']').TrimEnd('.');
        return uri.IsLoopback
            || Array.Exists(PrivateNames, name => ("." + host).EndsWith(name, StringComparison.OrdinalIgnoreCase))
            || (IPAddress.TryParse(host, out var address) && SpecialAddresses.Contain(address));
    }
}

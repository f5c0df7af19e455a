using System.Net;
using KoreExport.Errors;

namespace KoreExport.Sessions;

/// <summary>
/// Reads the host as people type it: with or without <c>https://</c>, a trailing slash, <c>/api</c> or a port. The result is the
/// address alone, for instance <c>https://platform.kore.ai/</c>.
/// </summary>
internal static class HostAddress
{
    /// <summary>
    /// Returns the platform's address, or throws <see cref="KoreErrorId.HostInvalid"/> or <see cref="KoreErrorId.HostInsecure"/>.
    /// </summary>
    public static Uri Parse(string? text, bool allowHttp)
    {
        var trimmed = (text ?? string.Empty).Trim();
        if (trimmed.Length == 0)
        {
            throw KoreErrors.HostInvalid(trimmed, "it is empty");
        }

        var address = trimmed.IndexOf("://", StringComparison.Ordinal) < 0 ? "https://" + trimmed : trimmed;
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Host.Length == 0)
        {
            throw KoreErrors.HostInvalid(WithoutUserInfo(trimmed), "it is not a valid URL");
        }

        if (uri.UserInfo.Length > 0)
        {
            throw KoreErrors.HostInvalid(LogSanitizer.Address(uri), "it contains a user name or password");
        }

        if (uri.Scheme is not ("https" or "http"))
        {
            throw KoreErrors.HostInvalid(WithoutUserInfo(trimmed), $"'{uri.Scheme}' is not https");
        }

        var path = uri.AbsolutePath.TrimEnd('/');
        var isBase = path.Length == 0 || path.Equals("/api", StringComparison.OrdinalIgnoreCase);
        if (!isBase || uri.Query.Length > 0 || uri.Fragment.Length > 0)
        {
            // A password that begins with a slash ends the host before the user info does.
            throw KoreErrors.HostInvalid(
                WithoutUserInfo(LogSanitizer.Address(uri)), "it has a path other than '/api', a query or a fragment");
        }

        var host = new Uri(uri.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped) + "/");
        if (host.Scheme == "http" && !allowHttp && !IsLoopback(host))
        {
            throw KoreErrors.HostInsecure(host);
        }

        return host;
    }

    /// <summary>Whether the address is this very machine: what is sent there crosses no network.</summary>
    public static bool IsLoopback(Uri uri) =>
        uri.IsLoopback || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static string WithoutUserInfo(string text)
    {
        var at = text.LastIndexOf('@');
        return at < 0 ? text : LogSanitizer.Mask + text.Substring(at);
    }
}

using KoreExport.Errors;

namespace KoreExport.Sessions;

/// <summary>Checks the address of a proxy.</summary>
internal static class ProxyAddress
{
    /// <summary>
    /// Returns the address, or throws <see cref="KoreErrorId.OptionInvalid"/>; null stays null. A password in it is refused: it would be
    /// shown with the session.
    /// </summary>
    public static Uri? Check(Uri? proxy)
    {
        if (proxy is null)
        {
            return null;
        }

        if (proxy.IsAbsoluteUri && proxy.UserInfo.Length > 0)
        {
            throw KoreErrors.OptionInvalid(
                "-Proxy contains a user name or password.", "Give the address alone, and user name and password as -ProxyCredential.");
        }

        // "proxy:3128" reads as an address with the scheme "proxy".
        if (!proxy.IsAbsoluteUri || proxy.Scheme is not ("http" or "https"))
        {
            throw KoreErrors.OptionInvalid(
                $"-Proxy '{LogSanitizer.Sanitize(proxy.OriginalString)}' is not an address of the form http://host:port.",
                "Write it with http:// in front, for instance http://proxy.example:3128.");
        }

        return proxy;
    }
}

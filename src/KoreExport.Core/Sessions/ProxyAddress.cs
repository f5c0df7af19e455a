using KoreExport.Errors;

namespace KoreExport.Sessions;

/// <summary>Checks the address of a proxy.</summary>
internal static class ProxyAddress
{
    /// <summary>
    /// Reads the address, or throws <see cref="KoreErrorId.OptionInvalid"/>; without a text there is no proxy. A password in it is refused:
    /// it would be shown with the session. No error repeats it.
    /// </summary>
    public static Uri? Parse(string? text)
    {
        if (text is null || text.Trim().Length == 0)
        {
            return null;
        }

        // Wherever it stands: a password with a slash in it ends the host.
        if (text.Contains('@'))
        {
            throw KoreErrors.OptionInvalid(
                "-Proxy contains a user name or password.", "Give the address alone, and user name and password as -ProxyCredential.");
        }

        // "proxy:3128" reads as an address with the scheme "proxy".
        return Uri.TryCreate(text.Trim(), UriKind.Absolute, out var proxy) && proxy!.Scheme is "http" or "https"
            ? proxy
            : throw KoreErrors.OptionInvalid(
                $"-Proxy '{LogSanitizer.Sanitize(text)}' is not an address of the form http://host:port.",
                "Write it with http:// in front, for instance http://proxy.example:3128. User name and password go into -ProxyCredential.");
    }
}

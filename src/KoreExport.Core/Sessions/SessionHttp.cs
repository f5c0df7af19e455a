using System.Net;
using System.Net.Http.Headers;

namespace KoreExport.Sessions;

/// <summary>Sets up the one HTTP client of a session.</summary>
internal static class SessionHttp
{
    /// <summary><c>KoreExport/&lt;version&gt;</c>.</summary>
    public static ProductInfoHeaderValue UserAgent { get; } = new("KoreExport", Version());

    public static HttpClient Create(SessionOptions options, TimeSpan connectTimeout)
    {
        var handler = new HttpClientHandler
        {
            // Redirects are followed by hand, for downloads alone: an API call's token must not travel along.
            AllowAutoRedirect = false,
            UseCookies = false,

            // Encoded answers are decoded by hand, because a download must see the bytes that Range counts.
            AutomaticDecompression = DecompressionMethods.None,
            MaxConnectionsPerServer = 256,
        };

        if (options.NoProxy)
        {
            handler.UseProxy = false;
        }
        else if (options.Proxy is not null)
        {
            handler.Proxy = new WebProxy(options.Proxy) { Credentials = options.ProxyCredential };
            handler.UseProxy = true;
        }
        else if (options.ProxyCredential is not null)
        {
            handler.DefaultProxyCredentials = options.ProxyCredential;
        }

        if (options.SkipCertificateCheck)
        {
            handler.ServerCertificateCustomValidationCallback = static (_, _, _, _) => true;
        }

        // Every call has its own time-outs; the client's would count a whole download.
        var timed = ConnectTimeout.Apply(handler, connectTimeout);
        var client = new HttpClient(timed, disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan };

        // .NET Framework would ask before it sends a body, which costs a round trip and old proxies refuse.
        client.DefaultRequestHeaders.ExpectContinue = false;
        client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue(UserAgent.Product!));
        return client;
    }

    private static string Version()
    {
        var version = typeof(SessionHttp).Assembly.GetName().Version ?? new Version(0, 0, 0);
        return version.ToString(3);
    }
}

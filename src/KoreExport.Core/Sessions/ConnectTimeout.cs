using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace KoreExport.Sessions;

/// <summary>
/// Gives connections a time-out of their own. Only a handler of .NET's has one, which netstandard2.0 does not know, so it is made and set
/// up by the names of its public properties. .NET Framework has nothing of the kind: there the request's time-out and the system's count.
/// </summary>
internal static class ConnectTimeout
{
    private static readonly Type? SocketsHandler = Type.GetType("System.Net.Http.SocketsHttpHandler, System.Net.Http", throwOnError: false);

    // Both handlers call these the same.
    private static readonly string[] Shared =
    [
        nameof(HttpClientHandler.AllowAutoRedirect),
        nameof(HttpClientHandler.UseCookies),
        nameof(HttpClientHandler.AutomaticDecompression),
        nameof(HttpClientHandler.MaxConnectionsPerServer),
        nameof(HttpClientHandler.UseProxy),
        nameof(HttpClientHandler.Proxy),
        nameof(HttpClientHandler.DefaultProxyCredentials),
    ];

    /// <summary>A handler set up as the given one and with a time-out for connections; the given one where the runtime has none.</summary>
    /// <param name="handler">What the session asks for; nothing was sent with it yet.</param>
    /// <param name="timeout">How long name resolution, connection, proxy and TLS may take together.</param>
    public static HttpMessageHandler Apply(HttpClientHandler handler, TimeSpan timeout)
    {
        if (SocketsHandler is null || Activator.CreateInstance(SocketsHandler) is not HttpMessageHandler sockets)
        {
            return handler;
        }

        foreach (var name in Shared)
        {
            Set(sockets, name, typeof(HttpClientHandler).GetProperty(name)!.GetValue(handler));
        }

        Set(sockets, "ConnectTimeout", timeout);
        if (handler.ServerCertificateCustomValidationCallback is { } check)
        {
            RemoteCertificateValidationCallback callback = (_, certificate, chain, errors) =>
                check(null!, (certificate as X509Certificate2)!, chain!, errors);
            Set(SocketsHandler.GetProperty("SslOptions")!.GetValue(sockets)!, nameof(RemoteCertificateValidationCallback), callback);
        }

        handler.Dispose();
        return sockets;
    }

    private static void Set(object instance, string name, object? value) => instance.GetType().GetProperty(name)!.SetValue(instance, value);
}

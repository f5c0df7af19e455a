using System.Net.Sockets;
using System.Text;

namespace KoreExport.Tests.Support;

/// <summary>A forward proxy on loopback: plain http by the whole address, everything else by CONNECT; with or without a password.</summary>
internal sealed class TinyProxy : IDisposable
{
    private readonly WireServer _server;
    private readonly string? _expected;
    private int _carried;

    public TinyProxy(string? userName = null, string? password = null)
    {
        _expected = userName is null ? null : "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{userName}:{password}"));
        _server = WireServer.Start(ServeAsync);
    }

    public Uri Uri => _server.Uri;

    /// <summary>How many requests or tunnels were let through.</summary>
    public int Carried => Volatile.Read(ref _carried);

    /// <summary>Everything that was asked of the proxy itself.</summary>
    public IReadOnlyList<WireRequest> Requests => _server.Requests;

    public void Dispose() => _server.Dispose();

    private async Task ServeAsync(WireConnection wire)
    {
        var request = await wire.ReadRequestAsync();
        if (_expected is not null && request.Headers.GetValueOrDefault("Proxy-Authorization") != _expected)
        {
            await wire.SendAsync(
                "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"tests\"\r\nConnection: close\r\n"
                    + "Content-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>");
            return;
        }

        Interlocked.Increment(ref _carried);
        var isTunnel = request.Method == "CONNECT";
        var target = isTunnel ? new Uri("tcp://" + request.Target) : new Uri(request.Target);
        using var client = new TcpClient();
        await client.ConnectAsync(target.Host, target.Port);
        var far = client.GetStream();
        if (isTunnel)
        {
            await wire.SendAsync("HTTP/1.1 200 Connection established\r\n\r\n");
            await Task.WhenAny(wire.Stream.CopyToAsync(far), far.CopyToAsync(wire.Stream));
            return;
        }

        // One request a connection: the server is told to close, and what it says goes back as it is.
        var head = new StringBuilder($"{request.Method} {target.PathAndQuery} HTTP/1.1\r\nConnection: close\r\n");
        foreach (var (name, value) in request.Headers)
        {
            if (name is not ("Connection" or "Proxy-Authorization" or "Proxy-Connection"))
            {
                head.Append(name).Append(": ").Append(value).Append("\r\n");
            }
        }

        await far.WriteAsync(Encoding.UTF8.GetBytes(head + "\r\n" + request.Body));
        await far.CopyToAsync(wire.Stream);
    }
}

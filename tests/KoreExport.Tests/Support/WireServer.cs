using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace KoreExport.Tests.Support;

/// <summary>
/// A server of raw bytes on loopback for what no proper server does: each connection runs a script. Counts the connections and keeps
/// every request, down to those that were never answered. With a certificate it talks TLS.
/// </summary>
internal sealed class WireServer : IDisposable
{
    private readonly TcpListener _listener;
    private readonly Func<WireConnection, Task> _script;
    private readonly X509Certificate2? _certificate;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentQueue<WireRequest> _requests = new();
    private readonly ConcurrentBag<Socket> _sockets = [];
    private int _connections;

    private WireServer(Func<WireConnection, Task> script, X509Certificate2? certificate, IPAddress address)
    {
        _script = script;
        _certificate = certificate;
        _listener = new TcpListener(address, 0);
        _listener.Start();
        var endPoint = (IPEndPoint)_listener.LocalEndpoint;
        Uri = new Uri($"{(certificate is null ? "http" : "https")}://{endPoint}/");
        _ = AcceptAsync();
    }

    /// <summary>Where it listens: <c>http://127.0.0.1:port/</c> unless told otherwise.</summary>
    public Uri Uri { get; }

    public int Port => Uri.Port;

    /// <summary>How many connections were accepted.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Every request that was read to its end, oldest first.</summary>
    public IReadOnlyList<WireRequest> Requests => _requests.ToList();

    /// <summary>Runs <paramref name="script"/> for each connection; the connection is closed when it returns.</summary>
    public static WireServer Start(Func<WireConnection, Task> script, X509Certificate2? certificate = null, IPAddress? address = null) =>
        new(script, certificate, address ?? IPAddress.Loopback);

    /// <summary>
    /// Reads one request on each connection and answers with the bytes given: the n-th request with the n-th answer, the last one for all
    /// that follow.
    /// </summary>
    public static WireServer Answering(params string[] answers)
    {
        var count = 0;
        return Start(async wire =>
        {
            await wire.ReadRequestAsync();
            var number = Interlocked.Increment(ref count);
            await wire.SendAsync(answers[Math.Min(number, answers.Length) - 1]);
        });
    }

    /// <summary>A port of loopback where nothing listens.</summary>
    public static Uri Nowhere()
    {
        // Taken and given back: nobody else is given it for a while.
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var uri = new Uri($"http://{listener.LocalEndpoint}/");
        listener.Stop();
        return uri;
    }

    public void Dispose()
    {
        _stopping.Cancel();
        _listener.Stop();
        foreach (var socket in _sockets)
        {
            socket.Dispose();
        }

        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket socket;
            try
            {
                socket = await _listener.AcceptSocketAsync();
            }
            catch (Exception end) when (end is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }

            _sockets.Add(socket);
            var number = Interlocked.Increment(ref _connections);
            _ = Task.Run(() => ServeAsync(socket, number));
        }
    }

    private async Task ServeAsync(Socket socket, int number)
    {
        try
        {
            using var network = new NetworkStream(socket, ownsSocket: true);
            Stream stream = network;
            if (_certificate is not null)
            {
                var tls = new SslStream(network);
                await tls.AuthenticateAsServerAsync(_certificate);
                stream = tls;
            }

            await _script(new WireConnection(number, stream, socket, _requests.Enqueue, _stopping.Token));

            // What was sent arrives before the end does.
            socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception end) when (end is IOException or SocketException or ObjectDisposedException or OperationCanceledException
            or System.Security.Authentication.AuthenticationException)
        {
            // The client left, or the script cut it off.
        }
    }
}

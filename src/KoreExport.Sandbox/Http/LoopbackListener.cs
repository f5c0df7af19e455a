using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace KoreExport.Sandbox.Http;

/// <summary>Listens on one port of loopback and hands every request to a handler, each connection on its own.</summary>
internal sealed class LoopbackListener : IDisposable
{
    private const int Backlog = 512;

    private readonly Socket _socket;
    private readonly ConcurrentDictionary<HttpConnection, bool> _open = new();
    private volatile bool _stopped;

    private LoopbackListener(Socket socket)
    {
        _socket = socket;
        Uri = new Uri($"http://127.0.0.1:{((IPEndPoint)socket.LocalEndPoint!).Port}/");
    }

    public Uri Uri { get; }

    /// <summary>Takes a port.</summary>
    /// <param name="port">The port, or 0 for a free one.</param>
    /// <exception cref="IOException">The port cannot be had.</exception>
    public static LoopbackListener Bind(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (Path.DirectorySeparatorChar == '\\')
            {
                // Windows lets two programs share a port otherwise.
                socket.ExclusiveAddressUse = true;
            }

            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            socket.Listen(Backlog);
            return new LoopbackListener(socket);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new IOException($"The sandbox cannot listen on port {port} of 127.0.0.1: {e.Message}", e);
        }
    }

    /// <summary>Accepts connections until <see cref="Dispose"/>.</summary>
    public async Task RunAsync(Func<HttpRequest, HttpConnection, Task> handle)
    {
        while (!_stopped)
        {
            try
            {
                var socket = await _socket.AcceptAsync().ConfigureAwait(false);
                _ = Task.Run(() => ServeAsync(socket, handle));
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                // Either the socket was closed, which ends the loop, or a client left before it was accepted.
                continue;
            }
        }
    }

    /// <summary>Gives the port back and breaks what is being answered; what was sent arrives.</summary>
    public void Dispose()
    {
        _stopped = true;
        _socket.Dispose();
        foreach (var connection in _open.Keys)
        {
            connection.Break(keepSent: true);
        }
    }

    private async Task ServeAsync(Socket socket, Func<HttpRequest, HttpConnection, Task> handle)
    {
        HttpConnection connection;
        try
        {
            connection = new HttpConnection(socket);
        }
        catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException)
        {
            socket.Dispose();
            return;
        }

        _open[connection] = true;
        if (_stopped)
        {
            connection.Dispose();
        }

        await connection.RunAsync(handle).ConfigureAwait(false);
        _open.TryRemove(connection, out _);
    }
}

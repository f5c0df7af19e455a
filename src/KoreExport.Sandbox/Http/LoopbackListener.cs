using System.Net;
using System.Net.Sockets;

namespace KoreExport.Sandbox.Http;

/// <summary>Listens on one port of loopback and hands every request to a handler, each on its own.</summary>
internal sealed class LoopbackListener(HttpListener listener, Uri uri) : IDisposable
{
    private const int AccessDenied = 5;
    private const int Attempts = 50;

    public Uri Uri => uri;

    /// <summary>Takes a port.</summary>
    /// <param name="port">The port, or 0 for a free one.</param>
    /// <exception cref="IOException">The port cannot be had.</exception>
    public static LoopbackListener Bind(int port)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return TryBind(port == 0 ? FindFreePort() : port);
            }
            catch (HttpListenerException) when (port == 0 && attempt < Attempts)
            {
                // HttpListener knows no port 0, and between looking for a free port and taking it somebody else may have taken it.
                continue;
            }
            catch (HttpListenerException e)
            {
                throw new IOException($"The sandbox cannot listen on port {port} of 127.0.0.1: {e.Message}", e);
            }
        }
    }

    /// <summary>Accepts requests until <see cref="Dispose"/>.</summary>
    public async Task RunAsync(Func<HttpListenerContext, Task> handle)
    {
        while (listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await listener.GetContextAsync().ConfigureAwait(false);
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                // Either the listener was closed, which ends the loop, or a client left before it had said what it wanted.
                continue;
            }

            _ = Task.Run(() => handle(context));
        }
    }

    public void Dispose() => listener.Abort();

    private static LoopbackListener TryBind(int port)
    {
        try
        {
            return Listen("127.0.0.1", port);
        }
        catch (HttpListenerException e) when (e.ErrorCode == AccessDenied)
        {
            // Windows lets a user without rights listen on the name localhost, but not on the address it stands for.
            return Listen("localhost", port);
        }
    }

    private static LoopbackListener Listen(string host, int port)
    {
        var uri = new Uri($"http://{host}:{port}/");
        var listener = new HttpListener { IgnoreWriteExceptions = false };
        try
        {
            listener.Prefixes.Add(uri.AbsoluteUri);
            listener.Start();
            return new LoopbackListener(listener, uri);
        }
        catch (HttpListenerException)
        {
            listener.Close();
            throw;
        }
    }

    private static int FindFreePort()
    {
        var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        try
        {
            return ((IPEndPoint)probe.LocalEndpoint).Port;
        }
        finally
        {
            probe.Stop();
        }
    }
}

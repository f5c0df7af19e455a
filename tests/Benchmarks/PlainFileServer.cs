using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace KoreExport.Benchmarks;

/// <summary>
/// Serves one file, whatever is asked for, as fast as the system sends files: the bytes do not pass through this process. So it is never
/// what a download waits for.
/// </summary>
internal sealed class PlainFileServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly string _path;

    private PlainFileServer(string path)
    {
        _path = path;
        _listener.Start();
        Uri = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _ = AcceptAsync();
    }

    public Uri Uri { get; }

    public static PlainFileServer Start(string path) => new(path);

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket client;
            try
            {
                client = await _listener.AcceptSocketAsync();
            }
            catch (Exception ended) when (ended is ObjectDisposedException or SocketException)
            {
                return;
            }

            _ = Task.Run(() => ServeAsync(client));
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using (client)
        {
            client.NoDelay = true;
            var request = new StringBuilder();
            var buffer = new byte[8192];
            try
            {
                int read;
                while ((read = await client.ReceiveAsync(buffer)) > 0)
                {
                    request.Append(Encoding.Latin1.GetString(buffer, 0, read));
                    if (request.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
                    {
                        request.Clear();
                        await client.SendAsync(Head());
                        await client.SendFileAsync(_path);
                    }
                }
            }
            catch (SocketException)
            {
                // The client has left.
            }
        }
    }

    private byte[] Head()
    {
        var length = new FileInfo(_path).Length.ToString(CultureInfo.InvariantCulture);
        return Encoding.ASCII.GetBytes(
            "HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nETag: \"1\"\r\nContent-Length: " + length + "\r\n\r\n");
    }
}

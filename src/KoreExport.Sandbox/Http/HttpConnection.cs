using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace KoreExport.Sandbox.Http;

/// <summary>One connection of a client: its requests one after the other, and the means to break it.</summary>
internal sealed class HttpConnection : IDisposable
{
    private static readonly byte[] Continue = Encoding.ASCII.GetBytes("HTTP/1.1 100 Continue\r\n\r\n");

    private readonly Socket _socket;
    private readonly NetworkStream _stream;
    private readonly RequestReader _reader;
    private ResponseStream? _response;

    public HttpConnection(Socket socket)
    {
        socket.NoDelay = true;
        _socket = socket;
        _stream = new NetworkStream(socket, ownsSocket: false);
        _reader = new RequestReader(_stream);
        LocalPort = ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    public int LocalPort { get; }

    /// <summary>Answers requests until the client leaves, the connection breaks or one of both wants its end.</summary>
    public async Task RunAsync(Func<HttpRequest, HttpConnection, Task> handle)
    {
        try
        {
            while (await _reader.ReadAsync(SendContinueAsync).ConfigureAwait(false) is { } request)
            {
                _response = null;
                await handle(request, this).ConfigureAwait(false);
                if (_response is not { IsComplete: true } || !request.KeepsConnection)
                {
                    break;
                }
            }
        }
        catch (InvalidDataException)
        {
            await RefuseAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or SocketException)
        {
            // The client left, or the sandbox stops.
        }
        finally
        {
            Dispose();
        }
    }

    /// <summary>Begins a response; its head waits for the first byte of the body.</summary>
    /// <param name="request">What is answered.</param>
    /// <param name="response">Status and headers; its body is not looked at.</param>
    /// <param name="length">The length to announce; null sends chunks.</param>
    /// <param name="date">The <c>Date</c> header.</param>
    public Stream Begin(HttpRequest request, Response response, long? length, DateTimeOffset date)
    {
        var chunked = length is null && !request.IsHttp10;
        var head = new StringBuilder();
        head.Append($"HTTP/1.1 {response.StatusCode} {ReasonOf(response.StatusCode)}\r\n");
        head.Append($"Date: {date.UtcDateTime:r}\r\n").Append($"Content-Type: {response.ContentType}\r\n");
        foreach (var header in response.Headers)
        {
            head.Append($"{header.Key}: {header.Value}\r\n");
        }

        head.Append(length is { } announced ? $"Content-Length: {announced}\r\n" : chunked ? "Transfer-Encoding: chunked\r\n" : "");
        head.Append(!request.KeepsConnection || (length is null && !chunked) ? "Connection: close\r\n"
            : request.IsHttp10 ? "Connection: keep-alive\r\n" : "");
        return _response = new ResponseStream(_stream, head.Append("\r\n").ToString(), length, chunked, request.Method != "HEAD");
    }

    /// <summary>Breaks the connection off.</summary>
    /// <param name="keepSent">True lets what was sent arrive; false resets the connection at once.</param>
    public void Break(bool keepSent)
    {
        try
        {
            if (!keepSent)
            {
                _socket.LingerState = new LingerOption(true, 0);
            }
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException)
        {
            // It is broken already.
        }

        Dispose();
    }

    // Not the stream: that would end the connection politely before it is reset.
    public void Dispose() => _socket.Dispose();

    private static string ReasonOf(int statusCode) =>
        Regex.Replace(((HttpStatusCode)statusCode).ToString(), "(?<=[a-z])(?=[A-Z])", " ", RegexOptions.CultureInvariant);

    private Task SendContinueAsync() => _stream.WriteAsync(Continue, 0, Continue.Length);

    // What the client still sends is read for a moment: to close before would reset the connection, and the refusal with it.
    private async Task RefuseAsync()
    {
        try
        {
            var refusal = Encoding.ASCII.GetBytes("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            await _stream.WriteAsync(refusal, 0, refusal.Length).ConfigureAwait(false);
            _socket.Shutdown(SocketShutdown.Send);
            var rest = new byte[16 * 1024];
            for (var left = 64; left > 0 && await _stream.ReadAsync(rest, 0, rest.Length).ConfigureAwait(false) > 0; left--)
            {
                continue;
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or SocketException)
        {
            // It left without waiting for it.
        }
    }
}

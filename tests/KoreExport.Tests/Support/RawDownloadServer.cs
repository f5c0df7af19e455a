using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace KoreExport.Tests.Support;

/// <summary>
/// A server that writes exactly what a test says, byte for byte, and keeps exactly what it was sent: for wires that no proper server
/// would break that way. One request a connection.
/// </summary>
internal sealed class RawDownloadServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentQueue<RawRequest> _requests = new();
    private readonly Func<RawRequest, RawReply> _answer;

    public RawDownloadServer(Func<RawRequest, RawReply> answer)
    {
        _answer = answer;
        _listener.Start();
        Uri = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _ = AcceptAsync();
    }

    public Uri Uri { get; }

    /// <summary>What came, in order.</summary>
    public IReadOnlyList<RawRequest> Requests => _requests.ToArray();

    public IReadOnlyList<RawRequest> Downloads => _requests.Where(static request => request.IsDownload).ToArray();

    /// <summary>Called when an answer stalls; completed, or with the client's end of the connection, the connection closes.</summary>
    public Func<Task<bool>, Task> OnStall { get; set; } = static closed => closed;

    /// <summary>A signed link to this server.</summary>
    public string Link(string query = "e=1893456000&n=4711") =>
        $"{Uri.AbsoluteUri}api/getMediaStream/market/f-0c1d.zip?{query}&s={SaveFixture.Signature}";

    public void Dispose()
    {
        _stopping.Cancel();
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                _ = ServeAsync(await _listener.AcceptSocketAsync(_stopping.Token));
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            try
            {
                socket.NoDelay = true;
                using var stream = new NetworkStream(socket);
                if (await ReadHeadAsync(stream) is not { } head)
                {
                    return;
                }

                var request = new RawRequest(head);
                RawReply reply;
                lock (_answer)
                {
                    _requests.Enqueue(request);
                    reply = _answer(request);
                }

                await SendAsync(socket, stream, reply);
            }
            catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
            {
                // The client has left.
            }
        }
    }

    private async Task SendAsync(Socket socket, NetworkStream stream, RawReply reply)
    {
        await stream.WriteAsync(reply.Sent(), _stopping.Token);
        switch (reply.End)
        {
            case RawEnd.Stall:
                var closed = ClosedAsync(stream);
                await OnStall(closed);
                break;
            case RawEnd.Reset:
                // Closing with a linger of zero sends RST in place of FIN.
                socket.LingerState = new LingerOption(true, 0);
                break;
            default:
                socket.Shutdown(SocketShutdown.Send);
                await ClosedAsync(stream);
                break;
        }
    }

    private async Task<bool> ClosedAsync(NetworkStream stream)
    {
        try
        {
            var rest = new byte[256];
            while (await stream.ReadAsync(rest, _stopping.Token) > 0)
            {
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // Closed is closed.
        }

        return true;
    }

    private async Task<string?> ReadHeadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one, _stopping.Token) == 0)
            {
                return null;
            }

            head.Append((char)one[0]);
            if (!char.IsAsciiLetterUpper(head[0]))
            {
                // TLS, which is not spoken here: the connection closes.
                return null;
            }
        }

        return head.ToString();
    }
}

/// <summary>A request as it came over the wire.</summary>
internal sealed class RawRequest
{
    public RawRequest(string head)
    {
        Head = head;
        var lines = head.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Target = lines[0].Split(' ')[1];
        Headers = lines.Skip(1).Select(static line => line.Split(": ", 2)).ToLookup(
            static pair => pair[0], static pair => pair[1], StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>All of it, one character a byte.</summary>
    public string Head { get; }

    /// <summary>Path and query, byte for byte.</summary>
    public string Target { get; }

    public ILookup<string, string> Headers { get; }

    public bool IsDownload => Target.Contains("getMediaStream", StringComparison.Ordinal);

    public string? Range => Headers["Range"].SingleOrDefault();

    public string? IfRange => Headers["If-Range"].SingleOrDefault();

    /// <summary>The first byte asked for.</summary>
    public int From =>
        Range is { } range ? int.Parse(range["bytes=".Length..].TrimEnd('-'), System.Globalization.CultureInfo.InvariantCulture) : 0;

    /// <summary>Whether anything in it tells who is asking.</summary>
    public bool HasCredentials => Headers["auth"].Any() || Headers["Authorization"].Any() || Head.Contains("eyJ", StringComparison.Ordinal);
}

/// <summary>How a connection ends.</summary>
internal enum RawEnd
{
    /// <summary>In order, whether the answer is whole or not.</summary>
    Close,

    /// <summary>By RST.</summary>
    Reset,

    /// <summary>Not: nothing more comes.</summary>
    Stall,
}

/// <summary>An answer, whole or broken.</summary>
internal sealed record RawReply(string Head, byte[] Body)
{
    /// <summary>How many bytes of the body are sent; less than none: not even the head.</summary>
    public int? StopAfter { get; init; }

    public RawEnd End { get; init; }

    public static RawReply Of(int status, byte[] body, params string[] headers) =>
        new(
            $"HTTP/1.1 {status} Whatever\r\nConnection: close\r\n{string.Concat(headers.Select(static header => header + "\r\n"))}\r\n",
            body);

    public static RawReply Of(int status, string body, params string[] headers)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        return Of(status, bytes, [.. headers, $"Content-Length: {bytes.Length}"]);
    }

    public static RawReply Json(string body) => Of(200, body, "Content-Type: application/json");

    /// <summary>A body in chunks, of unknown length until the last of them.</summary>
    public static RawReply Chunked(byte[] body, params string[] headers)
    {
        var chunks = body.Chunk(1000).SelectMany(
            static chunk => (byte[])[.. Encoding.ASCII.GetBytes($"{chunk.Length:x}\r\n"), .. chunk, .. "\r\n"u8]);
        return Of(200, [.. chunks, .. "0\r\n\r\n"u8], [.. headers, "Transfer-Encoding: chunked"]);
    }

    public RawReply CutAt(int bytes) => this with { StopAfter = bytes, End = RawEnd.Close };

    public RawReply ResetAt(int bytes) => this with { StopAfter = bytes, End = RawEnd.Reset };

    public RawReply StallAt(int bytes) => this with { StopAfter = bytes, End = RawEnd.Stall };

    public byte[] Sent() =>
        StopAfter is < 0 ? [] : [.. Encoding.Latin1.GetBytes(Head), .. StopAfter is { } stop ? Body[..Math.Min(stop, Body.Length)] : Body];
}

/// <summary>A file with all that a proper server knows of it (RFC 9110, 13 and 14).</summary>
internal sealed class ServedFile(byte[] content)
{
    public byte[] Content { get; set; } = content;

    public string? ETag { get; set; } = "\"v1\"";

    public string? LastModified { get; set; }

    /// <summary>Range is not looked at.</summary>
    public bool IgnoresRange { get; init; }

    /// <summary>If-Range is not looked at, as bad servers do: the rest comes, of whatever file it is by now.</summary>
    public bool IgnoresIfRange { get; init; }

    public RawReply Answer(RawRequest request)
    {
        var headers = new List<string>();
        if (ETag is not null)
        {
            headers.Add($"ETag: {ETag}");
        }

        if (LastModified is not null)
        {
            headers.Add($"Last-Modified: {LastModified}");
        }

        var from = request.From;
        if (request.Range is null
            || IgnoresRange
            || (!IgnoresIfRange && request.IfRange is { } condition && condition != ETag && condition != LastModified))
        {
            return RawReply.Of(200, Content, [.. headers, $"Content-Length: {Content.Length}"]);
        }

        return from >= Content.Length
            ? RawReply.Of(416, string.Empty, [.. headers, $"Content-Range: bytes */{Content.Length}"])
            : RawReply.Of(
                206,
                Content[from..],
                [
                    .. headers,
                    $"Content-Length: {Content.Length - from}",
                    $"Content-Range: bytes {from}-{Content.Length - 1}/{Content.Length}",
                ]);
    }
}

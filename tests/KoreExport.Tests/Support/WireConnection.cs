using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace KoreExport.Tests.Support;

/// <summary>A request as it came over the wire.</summary>
internal sealed record WireRequest(int Connection, string Method, string Target, IReadOnlyDictionary<string, string> Headers, string Body)
{
    /// <summary>The token, or none.</summary>
    public string? Auth => Headers.GetValueOrDefault("auth");
}

/// <summary>One connection to a <see cref="WireServer"/>, in the hands of its script.</summary>
internal sealed class WireConnection
{
    private readonly Stream _stream;
    private readonly Socket _socket;
    private readonly Action<WireRequest> _keep;
    private readonly CancellationToken _stopping;

    public WireConnection(int number, Stream stream, Socket socket, Action<WireRequest> keep, CancellationToken stopping)
    {
        Number = number;
        _stream = stream;
        _socket = socket;
        _keep = keep;
        _stopping = stopping;
    }

    /// <summary>Counts from 1.</summary>
    public int Number { get; }

    /// <summary>The bytes themselves, for scripts that pass them on.</summary>
    public Stream Stream => _stream;

    /// <summary>Reads a request with its body, or throws where the client has gone.</summary>
    public async Task<WireRequest> ReadRequestAsync()
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await _stream.ReadAsync(one, _stopping) == 0)
            {
                throw new EndOfStreamException();
            }

            head.Append((char)one[0]);
        }

        var lines = head.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var first = lines[0].Split(' ');
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines.AsSpan(1))
        {
            var colon = line.IndexOf(':');
            headers[line[..colon]] = line[(colon + 1)..].Trim();
        }

        var body = new byte[int.Parse(headers.GetValueOrDefault("Content-Length", "0"), CultureInfo.InvariantCulture)];
        await _stream.ReadExactlyAsync(body, _stopping);
        var request = new WireRequest(Number, first[0], first[1], headers, Encoding.UTF8.GetString(body));
        _keep(request);
        return request;
    }

    /// <summary>Sends bytes as they are.</summary>
    public async Task SendAsync(byte[] bytes)
    {
        await _stream.WriteAsync(bytes, _stopping);
        await _stream.FlushAsync(_stopping);
    }

    /// <summary>Sends text as UTF-8, line ends as they are.</summary>
    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    /// <summary>Sends one byte at a time and lets <paramref name="between"/> happen after each.</summary>
    public async Task DribbleAsync(string text, Action between)
    {
        foreach (var value in Encoding.UTF8.GetBytes(text))
        {
            await SendAsync([value]);
            between();
        }
    }

    /// <summary>Sends until the client has had enough; the number of bytes it took.</summary>
    public async Task<long> SendForeverAsync(byte[] chunk, long atMost)
    {
        long sent = 0;
        try
        {
            for (; sent < atMost; sent += chunk.Length)
            {
                await _stream.WriteAsync(chunk, _stopping);
            }
        }
        catch (IOException)
        {
            // It closed the connection, which is what the caller wants to know.
        }

        return sent;
    }

    /// <summary>Ends the connection with a reset, as a crashed process or a firewall does.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Close();
        throw new OperationCanceledException();
    }

    /// <summary>Says nothing until the server stops.</summary>
    public Task StallAsync() => Task.Delay(Timeout.Infinite, _stopping);
}

/// <summary>Answers as text.</summary>
internal static class Wire
{
    public const string PendingJob =
        """{"_id":"ber-1","streamId":"st-1","status":"pending","exportType":"latest","createdOn":"2030-01-02T03:04:05.000Z","__v":0}""";

    /// <summary>A well-formed answer that closes the connection.</summary>
    public static string Answer(int status, string body, params string[] headers) =>
        Raw(status, body, ["Content-Type: application/json", .. headers]);

    /// <summary>The platform's form of an error.</summary>
    public static string Error(int status, int code, string words, params string[] headers) =>
        Answer(status, $$"""{"errors":[{"msg":{{JsonSerializer.Serialize(words)}},"code":{{code}}}]}""", headers);

    /// <summary>A sign-in page, as proxies and portals send it.</summary>
    public static string Page(int status) => Raw(status, "<!DOCTYPE html><html><body>Sign in</body></html>", "Content-Type: text/html");

    private static string Raw(int status, string body, params string[] headers) =>
        $"HTTP/1.1 {status} Status\r\nConnection: close\r\n"
            + $"{string.Concat(Array.ConvertAll(headers, header => header + "\r\n"))}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n"
            + $"\r\n{body}";
}

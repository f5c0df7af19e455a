using System.Globalization;
using System.Text;

namespace KoreExport.Sandbox.Http;

/// <summary>
/// Reads requests off a connection (RFC 9112). A POST that announces neither a length nor chunks has no body: that is what
/// <c>curl -X POST</c> sends and what the platform serves [seen]; HttpListener refuses it with 411, which is why it is not used here.
/// </summary>
internal sealed class RequestReader(Stream stream)
{
    private const int LongestHead = 64 * 1024;
    private const int LongestBody = 128 * 1024 * 1024;

    // The bytes of a header are not all ASCII; each becomes the letter of its number.
    private static readonly Encoding Latin1 = Encoding.GetEncoding("ISO-8859-1");

    private readonly byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;
    private int _headLeft;

    /// <summary>Reads the head and the body of the next request.</summary>
    /// <param name="sendContinue">Tells the client to send its body.</param>
    /// <returns>Null where the client has closed the connection.</returns>
    /// <exception cref="InvalidDataException">It is no request.</exception>
    /// <exception cref="EndOfStreamException">The client left in its middle.</exception>
    public async Task<HttpRequest?> ReadAsync(Func<Task> sendContinue)
    {
        _headLeft = LongestHead;
        if (!await FillAsync().ConfigureAwait(false))
        {
            return null;
        }

        // An empty line before a request is skipped (RFC 9112, 2.2).
        var line = await ReadLineAsync().ConfigureAwait(false);
        var parts = (line.Length > 0 ? line : await ReadLineAsync().ConfigureAwait(false)).Split(' ');
        if (parts.Length != 3 || parts[0].Length == 0 || parts[1].Length == 0 || parts[2] is not ("HTTP/1.1" or "HTTP/1.0"))
        {
            throw new InvalidDataException("Not a request line.");
        }

        var request = new HttpRequest(parts[0], parts[1], parts[2] == "HTTP/1.0", await ReadHeadersAsync().ConfigureAwait(false));
        if (request.ExpectsContinue)
        {
            await sendContinue().ConfigureAwait(false);
        }

        return request with { Body = await ReadBodyAsync(request).ConfigureAwait(false) };
    }

    private async Task<IReadOnlyDictionary<string, string>> ReadHeadersAsync()
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await ReadLineAsync().ConfigureAwait(false) is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':');
            if (colon <= 0 || line[0] is ' ' or '\t')
            {
                throw new InvalidDataException("Not a header.");
            }

            var name = line.Substring(0, colon);
            var value = line.Substring(colon + 1).Trim();
            headers[name] = headers.TryGetValue(name, out var before) ? before + "," + value : value;
        }

        return headers;
    }

    private async Task<byte[]> ReadBodyAsync(HttpRequest request)
    {
        if (request.IsChunked)
        {
            return await ReadChunksAsync().ConfigureAwait(false);
        }

        if (request.Header("Content-Length") is not { } announced)
        {
            return [];
        }

        using var body = new MemoryStream();
        await CopyAsync(body, Size(announced, NumberStyles.None, 0)).ConfigureAwait(false);
        return body.ToArray();
    }

    private async Task<byte[]> ReadChunksAsync()
    {
        using var body = new MemoryStream();
        while (true)
        {
            _headLeft = LongestHead;
            var line = await ReadLineAsync().ConfigureAwait(false);
            var size = Size(line.Split(';')[0].Trim(), NumberStyles.AllowHexSpecifier, body.Length);
            if (size == 0)
            {
                await ReadHeadersAsync().ConfigureAwait(false);
                return body.ToArray();
            }

            await CopyAsync(body, size).ConfigureAwait(false);
            if ((await ReadLineAsync().ConfigureAwait(false)).Length > 0)
            {
                throw new InvalidDataException("A chunk is longer than it says.");
            }
        }
    }

    private static int Size(string text, NumberStyles style, long before) =>
        long.TryParse(text, style, CultureInfo.InvariantCulture, out var size) && size >= 0 && size + before <= LongestBody
            ? (int)size
            : throw new InvalidDataException("Not a length, or too long.");

    private async Task CopyAsync(MemoryStream target, int count)
    {
        while (count > 0)
        {
            await RequireAsync().ConfigureAwait(false);
            var piece = Math.Min(count, _end - _start);
            target.Write(_buffer, _start, piece);
            _start += piece;
            count -= piece;
        }
    }

    private async Task<string> ReadLineAsync()
    {
        using var line = new MemoryStream();
        while (true)
        {
            await RequireAsync().ConfigureAwait(false);
            var feed = Array.IndexOf(_buffer, (byte)'\n', _start, _end - _start);
            var piece = (feed < 0 ? _end : feed) - _start;
            _headLeft -= piece;
            if (_headLeft < 0)
            {
                throw new InvalidDataException("The head is too long.");
            }

            line.Write(_buffer, _start, piece);
            _start += piece;
            if (feed >= 0)
            {
                _start++;
                return Latin1.GetString(line.ToArray()).TrimEnd('\r');
            }
        }
    }

    private async Task RequireAsync()
    {
        if (!await FillAsync().ConfigureAwait(false))
        {
            throw new EndOfStreamException("The client left.");
        }
    }

    // False at the end of the connection.
    private async Task<bool> FillAsync()
    {
        if (_start == _end)
        {
            _start = 0;
            _end = await stream.ReadAsync(_buffer, 0, _buffer.Length).ConfigureAwait(false);
        }

        return _end > 0;
    }
}

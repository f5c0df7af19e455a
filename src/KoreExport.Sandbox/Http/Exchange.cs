using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using KoreExport.Sandbox.Models;

namespace KoreExport.Sandbox.Http;

/// <summary>One request and its response. Nothing else touches HttpListener's own request and response.</summary>
internal sealed class Exchange
{
    private static readonly Regex LinkSignature = new("(?<=[?&]s=)[^&]*", RegexOptions.CultureInvariant);

    private readonly HttpListenerContext _context;
    private readonly RequestLog _log;
    private readonly Func<DateTimeOffset> _date;

    private Exchange(HttpListenerContext context, RequestLog log, Func<DateTimeOffset> date, CancellationToken stopping)
    {
        _context = context;
        _log = log;
        _date = date;
        Stopping = stopping;

        var raw = context.Request.RawUrl ?? "/";
        if (!raw.StartsWith("/", StringComparison.Ordinal) && Uri.TryCreate(raw, UriKind.Absolute, out var absolute))
        {
            // A client that takes the sandbox for a proxy sends the whole address.
            raw = absolute.PathAndQuery;
        }

        var query = raw.IndexOf('?');
        Path = query < 0 ? raw : raw.Substring(0, query);
        Query = query < 0 ? "" : raw.Substring(query + 1);
        Record = new SandboxRequest
        {
            Port = context.Request.LocalEndPoint.Port,
            Method = Method,
            Path = LinkSignature.Replace(raw, "***"),
            HasAuth = Header("auth") is not null || Header("Authorization") is not null,
            UserAgent = Header("User-Agent"),
            Accept = Header("Accept"),
            ContentType = Header("Content-Type"),
            BotLanguage = Header("bot-language"),
            Range = Header("Range"),
            IfRange = Header("If-Range"),
        };
    }

    public string Method => _context.Request.HttpMethod;

    /// <summary>The path as sent.</summary>
    public string Path { get; }

    /// <summary>The query as sent, without its question mark.</summary>
    public string Query { get; }

    public byte[] Body { get; private set; } = Array.Empty<byte>();

    public SandboxRequest Record { get; }

    /// <summary>The random fault that was drawn for it.</summary>
    public RandomDraw Draw { get; set; }

    /// <summary>Cancelled when the sandbox stops.</summary>
    public CancellationToken Stopping { get; }

    public static async Task<Exchange> ReadAsync(
        HttpListenerContext context, RequestLog log, Func<DateTimeOffset> date, CancellationToken stopping)
    {
        var exchange = new Exchange(context, log, date, stopping);
        using var body = new MemoryStream();
        if (context.Request.HasEntityBody)
        {
            await context.Request.InputStream.CopyToAsync(body, 81920, stopping).ConfigureAwait(false);
        }

        exchange.Body = body.ToArray();
        exchange.Record.Body = Encoding.UTF8.GetString(exchange.Body);
        return exchange;
    }

    public string? Header(string name) => _context.Request.Headers[name];

    public async Task SendAsync(Response response)
    {
        using var body = Begin(response, response.Body.Length);
        if (Method != "HEAD")
        {
            await body.WriteAsync(response.Body, 0, response.Body.Length, Stopping).ConfigureAwait(false);
        }
    }

    /// <summary>Sends the status and the headers; the caller writes the body and disposes it.</summary>
    /// <param name="response">Status and headers; its body is not looked at.</param>
    /// <param name="length">The length to announce; null sends chunks.</param>
    public Stream Begin(Response response, long? length)
    {
        // Logged first: who has the response may look at the log at once.
        _log.SetStatusCode(Record, response.StatusCode);
        var target = _context.Response;
        target.StatusCode = response.StatusCode;
        target.ContentType = response.ContentType;
        target.Headers["Date"] = _date().ToString("r");
        foreach (var header in response.Headers)
        {
            target.Headers[header.Key] = header.Value;
        }

        if (length is { } announced)
        {
            target.ContentLength64 = announced;
        }
        else
        {
            target.SendChunked = true;
        }

        return target.OutputStream;
    }

    /// <summary>Breaks the connection off: reset where nothing was sent yet, otherwise closed behind what was.</summary>
    public void Drop() => ConnectionBreaker.Break(_context, keepSent: Record.StatusCode != 0);

    /// <summary>Does nothing until the sandbox stops.</summary>
    public Task StallAsync() => Task.Delay(Timeout.Infinite, Stopping);
}

using System.Text;
using System.Text.RegularExpressions;
using KoreExport.Sandbox.Models;

namespace KoreExport.Sandbox.Http;

/// <summary>One request and its response.</summary>
internal sealed class Exchange
{
    private static readonly Regex LinkSignature = new("(?<=[?&]s=)[^&]*", RegexOptions.CultureInvariant);

    private readonly HttpRequest _request;
    private readonly HttpConnection _connection;
    private readonly RequestLog _log;
    private readonly Func<DateTimeOffset> _date;

    public Exchange(
        HttpRequest request, HttpConnection connection, RequestLog log, Func<DateTimeOffset> date, CancellationToken stopping)
    {
        _request = request;
        _connection = connection;
        _log = log;
        _date = date;
        Stopping = stopping;

        var raw = request.Target;
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
            Port = connection.LocalPort,
            Method = Method,
            Path = LinkSignature.Replace(raw, "***"),
            HasAuth = Header("auth") is not null || Header("Authorization") is not null,
            UserAgent = Header("User-Agent"),
            Accept = Header("Accept"),
            ContentType = Header("Content-Type"),
            BotLanguage = Header("bot-language"),
            Range = Header("Range"),
            IfRange = Header("If-Range"),
            Body = Encoding.UTF8.GetString(request.Body),
        };
    }

    public string Method => _request.Method;

    /// <summary>The path as sent.</summary>
    public string Path { get; }

    /// <summary>The query as sent, without its question mark.</summary>
    public string Query { get; }

    public byte[] Body => _request.Body;

    public SandboxRequest Record { get; }

    /// <summary>The random fault that was drawn for it.</summary>
    public RandomDraw Draw { get; set; }

    /// <summary>Cancelled when the sandbox stops.</summary>
    public CancellationToken Stopping { get; }

    public string? Header(string name) => _request.Header(name);

    public async Task SendAsync(Response response)
    {
        using var body = Begin(response, response.Body.Length);
        await body.WriteAsync(response.Body, 0, response.Body.Length, Stopping).ConfigureAwait(false);
    }

    /// <summary>Sends the status and the headers; the caller writes the body and disposes it.</summary>
    /// <param name="response">Status and headers; its body is not looked at.</param>
    /// <param name="length">The length to announce; null sends chunks.</param>
    public Stream Begin(Response response, long? length)
    {
        // Logged first: who has the response may look at the log at once.
        _log.SetStatusCode(Record, response.StatusCode);
        return _connection.Begin(_request, response, length, _date());
    }

    /// <summary>Breaks the connection off: reset where nothing was sent yet, otherwise closed behind what was.</summary>
    public void Drop() => _connection.Break(keepSent: Record.StatusCode != 0);

    /// <summary>Does nothing until the sandbox stops.</summary>
    public Task StallAsync() => Task.Delay(Timeout.Infinite, Stopping);
}

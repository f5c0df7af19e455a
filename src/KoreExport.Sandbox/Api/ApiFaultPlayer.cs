using System.IO.Compression;
using System.Text;
using KoreExport.Sandbox.Http;

namespace KoreExport.Sandbox.Api;

/// <summary>Plays the faults of <see cref="SandboxApiFaults"/>: some in place of an answer, some on its way out.</summary>
internal sealed class ApiFaultPlayer
{
    private const int HugeBytes = 50_000_000;

    private readonly SandboxApiFaults _faults;

    public ApiFaultPlayer(SandboxApiFaults faults) => _faults = faults;

    /// <summary>Plays what a network or a gateway does before the platform sees the call.</summary>
    /// <returns>True where the call has been dealt with.</returns>
    public async Task<bool> PlayInsteadAsync(Exchange exchange, Route route)
    {
        var (kind, botId) = (route.Kind, route.BotId);
        if (_faults.Concerns(kind, botId) && _faults.AnswerDelay > TimeSpan.Zero)
        {
            await Task.Delay(_faults.AnswerDelay, exchange.Stopping).ConfigureAwait(false);
        }

        if (_faults.TakeStallHeaders(kind, botId))
        {
            await exchange.StallAsync().ConfigureAwait(false);
        }

        if (_faults.TakeReset(kind, botId))
        {
            exchange.Drop();
            return true;
        }

        var answer = _faults.TakeServerError(kind, botId) ? ErrorTable.ServerError(_faults.ServerErrorStatus, "Server error")
            : _faults.TakeHtml(kind, botId) ? Answer.Html(200, "Sign in")
            : _faults.TakeRedirect(kind, botId) ? Answer.Html(302, "Moved").With("Location", _faults.RedirectTo)
            : null;
        if (answer is null)
        {
            return false;
        }

        await exchange.SendAsync(answer).ConfigureAwait(false);
        return true;
    }

    /// <summary>Sends an answer, harmed where a fault says so.</summary>
    public async Task SendAsync(Exchange exchange, Route route, Answer answer)
    {
        var (kind, botId) = (route.Kind, route.BotId);
        if (_faults.TakeHugeBody(kind, botId))
        {
            await SendHugeAsync(exchange, answer).ConfigureAwait(false);
        }
        else if (_faults.TakeStallBody(kind, botId))
        {
            using var body = exchange.Begin(answer, answer.Body.Length);
            await body.WriteAsync(answer.Body, 0, answer.Body.Length / 2, exchange.Stopping).ConfigureAwait(false);
            await body.FlushAsync(exchange.Stopping).ConfigureAwait(false);
            await exchange.StallAsync().ConfigureAwait(false);
        }
        else
        {
            var harmed = exchange.Draw.Fault == SandboxRandomFault.Truncated ? Halve(answer) : Harm(answer, kind, botId);
            await exchange.SendAsync(WantsGzip(exchange, kind, botId) ? Compress(harmed) : harmed).ConfigureAwait(false);
        }
    }

    private Answer Harm(Answer answer, SandboxRequestKind kind, string? botId)
    {
        if (_faults.TakeEmptyBody(kind, botId))
        {
            return new Answer(answer.StatusCode, answer.ContentType, Array.Empty<byte>());
        }

        if (_faults.TakeTruncatedJson(kind, botId))
        {
            return Halve(answer);
        }

        return _faults.TakeWrongShape(kind, botId) ? new Answer(200, answer.ContentType, Encoding.ASCII.GetBytes("[1,2,3]")) : answer;
    }

    private static Answer Halve(Answer answer) =>
        new(answer.StatusCode, answer.ContentType, answer.Body.AsSpan(0, answer.Body.Length / 2).ToArray());

    private bool WantsGzip(Exchange exchange, SandboxRequestKind kind, string? botId) =>
        _faults.Gzip && _faults.Concerns(kind, botId)
        && exchange.Header("Accept-Encoding") is { } accepted && accepted.IndexOf("gzip", StringComparison.OrdinalIgnoreCase) >= 0;

    private static Answer Compress(Answer answer)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Fastest))
        {
            gzip.Write(answer.Body, 0, answer.Body.Length);
        }

        var compressed = new Answer(answer.StatusCode, answer.ContentType, buffer.ToArray()).With("Content-Encoding", "gzip");
        compressed.Headers.AddRange(answer.Headers);
        return compressed;
    }

    // Valid JSON to its end, so that only its length is wrong with it.
    private static async Task SendHugeAsync(Exchange exchange, Answer answer)
    {
        using var body = exchange.Begin(answer, length: null);
        var filler = Encoding.ASCII.GetBytes(new string('x', 65_536));
        var start = Encoding.ASCII.GetBytes("{\"filler\":\"");
        await body.WriteAsync(start, 0, start.Length, exchange.Stopping).ConfigureAwait(false);
        for (var sent = 0; sent < HugeBytes; sent += filler.Length)
        {
            await body.WriteAsync(filler, 0, filler.Length, exchange.Stopping).ConfigureAwait(false);
        }

        var end = Encoding.ASCII.GetBytes("\"}");
        await body.WriteAsync(end, 0, end.Length, exchange.Stopping).ConfigureAwait(false);
    }
}

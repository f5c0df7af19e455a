using System.IO.Compression;
using System.Text;
using KoreExport.Sandbox.Http;

namespace KoreExport.Sandbox.FaultInjection;

/// <summary>Injects <see cref="SandboxApiFaults"/>: some in place of a response, some on its way out.</summary>
internal sealed class ApiFaultInjector(SandboxApiFaults faults)
{
    private const int HugeBytes = 50_000_000;

    /// <summary>Injects what a network or a gateway does before the platform sees the call.</summary>
    /// <returns>True where the call has been dealt with.</returns>
    public async Task<bool> HandleAsync(Exchange exchange)
    {
        if (AppliesTo(exchange) && faults.AnswerDelay > TimeSpan.Zero)
        {
            await Task.Delay(faults.AnswerDelay, exchange.Stopping).ConfigureAwait(false);
        }

        if (Take(exchange, nameof(faults.StallHeadersCount)))
        {
            await exchange.StallAsync().ConfigureAwait(false);
        }

        if (Take(exchange, nameof(faults.ResetCount)))
        {
            exchange.Drop();
            return true;
        }

        var response =
            Take(exchange, nameof(faults.ServerErrorCount)) ? ErrorResponses.ServerError(faults.ServerErrorStatus, "Server error")
            : Take(exchange, nameof(faults.HtmlCount)) ? Response.Html(200, "Sign in")
            : Take(exchange, nameof(faults.RedirectCount)) ? Response.Html(302, "Moved").With("Location", faults.RedirectTo)
            : null;
        if (response is null)
        {
            return false;
        }

        await exchange.SendAsync(response).ConfigureAwait(false);
        return true;
    }

    /// <summary>Sends a response, damaged where a fault says so.</summary>
    public async Task SendAsync(Exchange exchange, Response response)
    {
        if (Take(exchange, nameof(faults.LostAnswerCount)))
        {
            exchange.Drop();
        }
        else if (Take(exchange, nameof(faults.HugeBodyCount)))
        {
            await SendHugeAsync(exchange, response).ConfigureAwait(false);
        }
        else if (Take(exchange, nameof(faults.StallBodyCount)))
        {
            using var body = exchange.Begin(response, response.Body.Length);
            await body.WriteAsync(response.Body, 0, response.Body.Length / 2, exchange.Stopping).ConfigureAwait(false);
            await body.FlushAsync(exchange.Stopping).ConfigureAwait(false);
            await exchange.StallAsync().ConfigureAwait(false);
        }
        else
        {
            var damaged = exchange.Draw.Fault == SandboxRandomFault.Truncated ? Halve(response) : Damage(exchange, response);
            await exchange.SendAsync(WantsGzip(exchange) ? Compress(damaged) : damaged).ConfigureAwait(false);
        }
    }

    private bool AppliesTo(Exchange exchange) => faults.AppliesTo(exchange.Record.Kind, exchange.Record.BotId);

    private bool Take(Exchange exchange, string count) => faults.Take(count, exchange.Record.Kind, exchange.Record.BotId);

    private Response Damage(Exchange exchange, Response response) =>
        Take(exchange, nameof(faults.EmptyBodyCount)) ? response with { Body = [], Headers = [] }
        : Take(exchange, nameof(faults.TruncatedJsonCount)) ? Halve(response)
        : Take(exchange, nameof(faults.WrongShapeCount)) ? new Response(200, response.ContentType, Encoding.ASCII.GetBytes("[1,2,3]"))
        : response;

    private static Response Halve(Response response) =>
        response with { Body = response.Body.AsSpan(0, response.Body.Length / 2).ToArray(), Headers = [] };

    private bool WantsGzip(Exchange exchange) =>
        faults.Gzip && AppliesTo(exchange)
        && exchange.Header("Accept-Encoding") is { } accepted && accepted.IndexOf("gzip", StringComparison.OrdinalIgnoreCase) >= 0;

    private static Response Compress(Response response)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Fastest))
        {
            gzip.Write(response.Body, 0, response.Body.Length);
        }

        var compressed = response with { Body = buffer.ToArray(), Headers = [.. response.Headers] };
        return compressed.With("Content-Encoding", "gzip");
    }

    // Valid JSON to its end, so that only its length is wrong with it.
    private static async Task SendHugeAsync(Exchange exchange, Response response)
    {
        using var body = exchange.Begin(response, length: null);
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

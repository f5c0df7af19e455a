using KoreExport.Sandbox.Bots;
using KoreExport.Sandbox.FaultInjection;
using KoreExport.Sandbox.Http;

namespace KoreExport.Sandbox.Files;

/// <summary>
/// Answers a signed link: no token needed, one range of bytes at a time. The host of the API answers them as well, because links of
/// on-premises installs only work there [seen]. How the platform refuses a link is not known [inferred].
/// </summary>
internal sealed class DownloadHandler(
    FileStore files, SandboxFaults faults, BotDirectory bots, Uri apiHost, Func<DateTimeOffset> utcNow)
{
    private const string Prefix = "/api/getMediaStream/";

    private readonly RandomFaultInjector _random = new(faults);
    private readonly FileSender _sender = new(faults.Download, files.Links);

    public static bool IsDownload(Exchange exchange) => exchange.Path.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Notes in the log what the request is; nothing is checked here.</summary>
    /// <returns>The file asked for; null where there is none.</returns>
    public StoredFile? Read(Exchange exchange)
    {
        var file = files.Find(exchange.Path);
        exchange.Record.Kind = SandboxRequestKind.Download;
        exchange.Record.BotId = file?.BotId;
        exchange.Draw = faults.Random.Draw(SandboxRequestKind.Download, file?.BotId, bots.PlaceOf(file?.BotId));
        exchange.Record.RandomFault = exchange.Draw.Fault;
        return file;
    }

    public async Task HandleAsync(Exchange exchange, StoredFile? file)
    {
        if (exchange.Method is not ("GET" or "HEAD"))
        {
            await exchange.SendAsync(ErrorResponses.MethodNotAllowed().With("Allow", "GET, HEAD")).ConfigureAwait(false);
        }
        else if (await _random.HandleAsync(exchange).ConfigureAwait(false))
        {
            return;
        }
        else if (file is null)
        {
            // The file of an expired link may be forgotten.
            var expired = files.Links.Check(LinkOf(exchange), utcNow()) == LinkState.Expired;
            await exchange.SendAsync(expired ? LinkExpired() : ErrorResponses.NotFound()).ConfigureAwait(false);
        }
        else if (Refuse(exchange, file) is { } refusal)
        {
            await exchange.SendAsync(refusal).ConfigureAwait(false);
        }
        else
        {
            await _sender.SendAsync(exchange, file).ConfigureAwait(false);
        }
    }

    private Response? Refuse(Exchange exchange, StoredFile file)
    {
        if (faults.Download.Take(nameof(faults.Download.StatusCodeCount), file.BotId))
        {
            return ErrorResponses.ServerError(faults.Download.StatusCode, "Download error");
        }

        if (faults.Download.Take(nameof(faults.Download.HtmlCount), file.BotId))
        {
            return Response.Html(200, "Sign in");
        }

        var link = LinkOf(exchange);
        if (faults.Download.Take(nameof(faults.Download.RedirectCount), file.BotId))
        {
            return Response.Html(302, "Moved").With("Location", faults.Download.RedirectTo ?? apiHost.AbsoluteUri.TrimEnd('/') + link);
        }

        return files.Links.Check(link, utcNow()) switch
        {
            LinkState.Valid => null,
            LinkState.Expired => LinkExpired(),
            _ => ErrorResponses.LinkRefused("Invalid signature"),
        };
    }

    private static string LinkOf(Exchange exchange) => exchange.Path + "?" + exchange.Query;

    private static Response LinkExpired() => ErrorResponses.LinkRefused("Link has expired");
}

using KoreExport.Sandbox.Account;
using KoreExport.Sandbox.Api;
using KoreExport.Sandbox.Http;

namespace KoreExport.Sandbox.Files;

/// <summary>
/// Answers a signed link: no token needed, one range of bytes at a time. The host of the API answers them as well, because links of
/// on-premises installs only work there [seen]. How the platform refuses a link is not known [inferred].
/// </summary>
internal sealed class DownloadHandler
{
    private const string Prefix = "/api/getMediaStream/";

    private readonly FileStore _files;
    private readonly SandboxDownloadFaults _faults;
    private readonly BotDirectory _bots;
    private readonly SandboxFaults _allFaults;
    private readonly RandomFaultPlayer _random;
    private readonly FileSender _sender;
    private readonly Uri _apiHost;
    private readonly Func<DateTimeOffset> _utcNow;

    public DownloadHandler(FileStore files, SandboxFaults faults, BotDirectory bots, Uri apiHost, Func<DateTimeOffset> utcNow)
    {
        _files = files;
        _allFaults = faults;
        _faults = faults.Download;
        _bots = bots;
        _random = new RandomFaultPlayer(faults);
        _sender = new FileSender(_faults, files.Links);
        _apiHost = apiHost;
        _utcNow = utcNow;
    }

    public static bool IsDownload(Exchange exchange) => exchange.Path.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Notes in the log what the request is; nothing is checked here.</summary>
    /// <returns>The file asked for; null where there is none.</returns>
    public StoredFile? Read(Exchange exchange)
    {
        var file = _files.Find(exchange.Path);
        exchange.Record.Kind = SandboxRequestKind.Download;
        exchange.Record.BotId = file?.BotId;
        exchange.Draw = _allFaults.Random.Draw(SandboxRequestKind.Download, file?.BotId, _bots.PlaceOf(file?.BotId));
        exchange.Record.RandomFault = exchange.Draw.Fault;
        return file;
    }

    public async Task HandleAsync(Exchange exchange, StoredFile? file)
    {
        if (exchange.Method is not ("GET" or "HEAD"))
        {
            await exchange.SendAsync(ErrorTable.MethodNotAllowed().With("Allow", "GET, HEAD")).ConfigureAwait(false);
        }
        else if (await _random.PlayInsteadAsync(exchange).ConfigureAwait(false))
        {
            return;
        }
        else if (file is null)
        {
            // The file of an expired link may be forgotten.
            var expired = _files.Links.Check(LinkOf(exchange), _utcNow()) == LinkState.Expired;
            await exchange.SendAsync(expired ? LinkExpired() : ErrorTable.NotFound()).ConfigureAwait(false);
        }
        else if (Refuse(exchange, file) is { } answer)
        {
            await exchange.SendAsync(answer).ConfigureAwait(false);
        }
        else
        {
            await _sender.SendAsync(exchange, file).ConfigureAwait(false);
        }
    }

    private Answer? Refuse(Exchange exchange, StoredFile file)
    {
        if (_faults.TakeStatusCode(file.BotId))
        {
            return ErrorTable.ServerError(_faults.StatusCode, "Download error");
        }

        if (_faults.TakeHtml(file.BotId))
        {
            return Answer.Html(200, "Sign in");
        }

        var link = LinkOf(exchange);
        if (_faults.TakeRedirect(file.BotId))
        {
            return Answer.Html(302, "Moved").With("Location", _faults.RedirectTo ?? _apiHost.AbsoluteUri.TrimEnd('/') + link);
        }

        return _files.Links.Check(link, _utcNow()) switch
        {
            LinkState.Good => null,
            LinkState.Expired => LinkExpired(),
            _ => ErrorTable.LinkRefused("Invalid signature"),
        };
    }

    private static string LinkOf(Exchange exchange) => exchange.Path + "?" + exchange.Query;

    private static Answer LinkExpired() => ErrorTable.LinkRefused("Link has expired");
}

using System.Net.Sockets;
using System.Security.Cryptography;
using KoreExport.Sandbox.Api;
using KoreExport.Sandbox.Bots;
using KoreExport.Sandbox.Files;
using KoreExport.Sandbox.Http;
using KoreExport.Sandbox.Tokens;

namespace KoreExport;

/// <summary>
/// A stand-in of the Kore.ai platform on loopback: the bot export and the ML utterances export, the bots list, linked apps, variables,
/// test suites and roles, and the imports that put a bot back, with the platform's answers, refusals and oddities. It checks tokens by
/// itself and needs no account and no rights.
/// </summary>
public sealed class KoreSandboxServer : IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly LoopbackListener _apiListener;
    private readonly LoopbackListener _downloadListener;
    private readonly RequestLog _log;
    private readonly JweDecryptor _decryptor = new();
    private readonly Func<DateTimeOffset> _utcNow;
    private readonly BotDirectory _bots;
    private readonly FileStore _files;
    private readonly ApiHandler _api;
    private readonly DownloadHandler _downloads;
    private int _stopped;

    private KoreSandboxServer(KoreSandboxOptions options, LoopbackListener apiListener, LoopbackListener downloadListener)
    {
        _apiListener = apiListener;
        _downloadListener = downloadListener;
        _utcNow = options.UtcNow ?? (() => DateTimeOffset.UtcNow);
        ClientId = Given(options.ClientId) ?? NewClientId();
        ClientSecret = Given(options.ClientSecret) ?? NewSecret();
        ScopelessClientId = Given(options.ScopelessClientId) ?? NewClientId();
        ScopelessClientSecret = Given(options.ScopelessClientSecret) ?? NewSecret();
        _log = new RequestLog(options.RequestLogLimit);
        _bots = new BotDirectory(options, options.BotId.Count > 0
            ? options.BotId.ToArray()
            : Enumerable.Range(0, options.BotCount).Select(_ => "st-" + Guid.NewGuid()).ToArray());
        _files = new FileStore(options, Faults.Download, _bots, downloadListener.Uri);
        ClientApp[] clients =
        [
            new(ClientId, ClientSecret, HasScopes: true, options.PublicKey),
            new(ScopelessClientId, ScopelessClientSecret, HasScopes: false),
        ];
        var validator = new TokenValidator(clients, options.EnforceJti, options.EnforceJwe);
        _api = new ApiHandler(options, Faults, new TokenParser(_decryptor), validator, _bots, _files, _utcNow);
        _downloads = new DownloadHandler(_files, Faults, _bots, HostUri, _utcNow);
    }

    /// <summary>Where the API is: <c>http://127.0.0.1:port/</c>.</summary>
    public Uri HostUri => _apiListener.Uri;

    /// <summary>Where the download links point. It never needs a token, and none should come here.</summary>
    public Uri DownloadHostUri => _downloadListener.Uri;

    /// <summary>The client id of an app with all the scopes its kind can have.</summary>
    public string ClientId { get; }

    /// <summary>The secret of <see cref="ClientId"/>; its characters are the key as they stand.</summary>
    public string ClientSecret { get; }

    /// <summary>The client id of an app that has no scope: its tokens are good and every call is refused.</summary>
    public string ScopelessClientId { get; }

    /// <summary>The secret of <see cref="ScopelessClientId"/>.</summary>
    public string ScopelessClientSecret { get; }

    /// <summary>The ids of the bots there are; imported ones come last.</summary>
    public IReadOnlyList<string> BotId => _bots.All.Select(bot => bot.Id).ToArray();

    /// <summary>
    /// The public key for encrypted tokens as a JWK (<c>kty</c>, <c>e</c>, <c>n</c>, <c>kid</c>), as the app dialog shows it [doc].
    /// </summary>
    public string EncryptionKey => _decryptor.PublicJwk;

    /// <summary>What goes wrong; can be changed at any time.</summary>
    public SandboxFaults Faults { get; } = new();

    /// <summary>What was asked so far, oldest first: a copy that does not change any more. The newest ones are kept.</summary>
    public IReadOnlyList<SandboxRequest> Requests => _log.Snapshot();

    /// <summary>Starts a sandbox.</summary>
    /// <param name="options">What it is like.</param>
    /// <returns>The running sandbox; dispose it to stop it.</returns>
    /// <exception cref="IOException">A port cannot be had.</exception>
    /// <exception cref="ArgumentException">The options speak of a bot that is not there.</exception>
    public static KoreSandboxServer Start(KoreSandboxOptions options)
    {
        if (options is null)
        {
            throw new ArgumentNullException(nameof(options));
        }

        RequireFile(options.BotExportFile);
        RequireFile(options.UtteranceFile);
        LoopbackListener? apiListener = null;
        LoopbackListener? downloadListener = null;
        try
        {
            apiListener = LoopbackListener.Bind(options.Port);
            downloadListener = LoopbackListener.Bind(options.DownloadPort);
            var server = new KoreSandboxServer(options, apiListener, downloadListener);
            _ = apiListener.RunAsync((request, connection) => server.HandleAsync(request, connection, isApi: true));
            _ = downloadListener.RunAsync((request, connection) => server.HandleAsync(request, connection, isApi: false));
            return server;
        }
        catch (Exception e) when (e is IOException or ArgumentException)
        {
            apiListener?.Dispose();
            downloadListener?.Dispose();
            throw;
        }
    }

    /// <summary>Forgets the requests so far; the numbering goes on.</summary>
    public void ClearRequests() => _log.Clear();

    /// <summary>
    /// Adds a bot export that is done already: before a start the request of yesterday, after it the one of somebody else.
    /// </summary>
    /// <param name="botId">The bot.</param>
    /// <returns>The id of the export.</returns>
    public string AddFinishedBotExport(string botId) => _api.BotExports.AddFinished(botId, _utcNow());

    /// <summary>Adds an ML export (CSV) that is done already, as <see cref="AddFinishedBotExport"/> does for a bot export.</summary>
    /// <param name="botId">The bot.</param>
    /// <returns>The id of the export.</returns>
    public string AddFinishedMlExport(string botId) => _api.MlExports.AddFinished(botId, _utcNow());

    /// <summary>
    /// Edits a bot: its next export has another content. A bot that is not edited gives the same content each time, in a zip that differs.
    /// A file given in the options stays as it is.
    /// </summary>
    /// <param name="botId">The bot.</param>
    /// <param name="content">The parts to edit.</param>
    public void TouchBot(string botId, SandboxContent content = SandboxContent.Definition) => _bots.Require(botId).Edit(content);

    /// <summary>Makes a bot what a bot export holds: its next exports hold the same, under the bot's own id.</summary>
    /// <param name="botId">The bot.</param>
    /// <param name="path">A bot export (zip).</param>
    /// <exception cref="InvalidDataException">The file is no bot export.</exception>
    public void SetBotContent(string botId, string path)
    {
        RequireFile(path);
        var content = BotExportFile.TryRead(File.ReadAllBytes(path))
            ?? throw new InvalidDataException(
                "The file is no bot export: a zip with botDefinition.json or appDefinition.json and config.json.");
        var ids = new IdRenewal();
        if (JsFormat.TextOf(content.Definition["_id"]) is { } id)
        {
            ids.Add(id, botId);
        }

        var definition = ids.Apply(content.Definition)!.AsObject();
        definition["_id"] = botId;
        _bots.Require(botId).Replace(content with { Definition = definition }, keepPublished: false);
    }

    /// <summary>Makes a bot a universal one, or with no linked bot an ordinary one.</summary>
    /// <param name="botId">The universal bot.</param>
    /// <param name="linkedBotId">The bots it links from now on; those that are not of this account are allowed.</param>
    public void LinkBots(string botId, params string[] linkedBotId) => _bots.Link(botId, linkedBotId);

    /// <summary>The name of a bot, as the bots list has it.</summary>
    /// <param name="botId">The bot.</param>
    /// <returns>The name.</returns>
    public string BotName(string botId) => _bots.Require(botId).Name;

    /// <summary>Stops: gives the ports back and ends what is being answered, stalled or not. A second time it does nothing.</summary>
    public void Stop()
    {
        if (Interlocked.Exchange(ref _stopped, 1) != 0)
        {
            return;
        }

        _stopping.Cancel();
        _apiListener.Dispose();
        _downloadListener.Dispose();
        _decryptor.Dispose();
        _files.Dispose();
        _stopping.Dispose();
    }

    /// <summary>The same as <see cref="Stop"/>.</summary>
    public void Dispose() => Stop();

    private static void RequireFile(string? path)
    {
        if (!string.IsNullOrEmpty(path) && !File.Exists(path))
        {
            throw new FileNotFoundException("The file the sandbox is to serve does not exist.", path);
        }
    }

    // PowerShell hands over "" where a script sets $null.
    private static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static string NewClientId() => "cs-" + Guid.NewGuid();

    private static string NewSecret()
    {
        var bytes = new byte[32];
        using var random = RandomNumberGenerator.Create();
        random.GetBytes(bytes);
        return Convert.ToBase64String(bytes);
    }

    private DateTimeOffset Date() => _utcNow() + Faults.Api.ClockSkew;

    private async Task HandleAsync(HttpRequest request, HttpConnection connection, bool isApi)
    {
        var exchange = new Exchange(request, connection, _log, Date, _stopping.Token);
        try
        {
            await HandleAsync(exchange, isApi).ConfigureAwait(false);
        }
        catch (Exception e) when (exchange.Record.StatusCode == 0 && !IsEndOfConnection(e))
        {
            // A mistake of the sandbox's own. One request fails and says why; the others go on.
            await TrySendAsync(exchange, ErrorResponses.ServerError(500, "The sandbox failed: " + e.Message)).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // The client left or the sandbox stops; whatever else it may be, the answer is half sent and cannot be mended.
            connection.Break(keepSent: true);
        }
    }

    private static bool IsEndOfConnection(Exception e) =>
        e is SocketException or IOException or ObjectDisposedException or OperationCanceledException;

    private static async Task TrySendAsync(Exchange exchange, Response response)
    {
        try
        {
            await exchange.SendAsync(response).ConfigureAwait(false);
        }
        catch (Exception e) when (IsEndOfConnection(e) || e is InvalidOperationException)
        {
            exchange.Drop();
        }
    }

    private async Task HandleAsync(Exchange exchange, bool isApi)
    {
        exchange.Record.Time = _utcNow();
        if (DownloadHandler.IsDownload(exchange))
        {
            var file = _downloads.Read(exchange);
            _log.Add(exchange.Record);
            await _downloads.HandleAsync(exchange, file).ConfigureAwait(false);
        }
        else if (isApi)
        {
            var call = _api.Parse(exchange);
            _log.Add(exchange.Record);
            await _api.HandleAsync(exchange, call).ConfigureAwait(false);
        }
        else
        {
            // The download host knows nothing but files.
            _log.Add(exchange.Record);
            await exchange.SendAsync(ErrorResponses.NotFound()).ConfigureAwait(false);
        }
    }
}

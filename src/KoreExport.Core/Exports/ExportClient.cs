using System.Text.Json;
using KoreExport.Abstractions;
using KoreExport.Http;
using KoreExport.Models;
using KoreExport.RateLimiting;

namespace KoreExport.Exports;

/// <summary>The export calls of the platform, one method each. Sends what it is told and reads the answer; waiting is elsewhere.</summary>
internal sealed class ExportClient
{
    public ExportClient(KoreSession session, IKoreLog log)
    {
        Session = session;
        Log = log;
        Transport = new ApiTransport(session, log);
    }

    public KoreSession Session { get; }

    public IKoreLog Log { get; }

    /// <summary>For the calls of other folders.</summary>
    public ApiTransport Transport { get; }

    /// <summary><c>POST /api/public/bot/{botId}/export</c> (seed: Bot Export API). Sent once: what may be done where it fails is for <see cref="ExportStarter"/>.</summary>
    public async Task<KoreBotExport> StartBotExportAsync(string botId, byte[] body, CancellationToken cancellationToken)
    {
        var call = new ApiCall(HttpMethod.Post, BotPath(botId, "export"), botId) { Body = body, RateLimitKey = RateLimitKey.Bot(botId) };
        return ExportParser.ReadBotExport(Object(call, await Transport.SendNonIdempotentAsync(call, cancellationToken).ConfigureAwait(false)), botId);
    }

    /// <summary><c>POST /api/public/bot/{botId}/mlexport?state=…&amp;type=…</c> (vendor documentation, QA suite). Sent once, too.</summary>
    public async Task<KoreMlExport> StartMlExportAsync(string botId, string fileType, string state, CancellationToken cancellationToken)
    {
        var call = new ApiCall(HttpMethod.Post, BotPath(botId, $"mlexport?state={Uri.EscapeDataString(state)}&type={Uri.EscapeDataString(fileType)}"), botId) { RateLimitKey = RateLimitKey.Bot(botId) };
        return ExportParser.ReadMlExport(Object(call, await Transport.SendNonIdempotentAsync(call, cancellationToken).ConfigureAwait(false)), botId);
    }

    /// <summary>
    /// <c>GET /api/public/bot/{botId}/export/status</c> or <c>…/mlexport/status</c> (seed: ML Utterances Export Status API). The newest
    /// documentation shows a body on the first; no client sends one, and a GET with a body does not pass every proxy.
    /// </summary>
    /// <param name="botId">The bot.</param>
    /// <param name="kind">Which of the two.</param>
    /// <param name="requestId">The request that is meant, where that is known: the platform counts status calls by it.</param>
    /// <param name="retry">Whether passing failures are tried again here; a wait has its own way with them.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<KoreExportJob> GetStatusAsync(string botId, KoreExportKind kind, string? requestId, bool retry, CancellationToken cancellationToken)
    {
        var call = new ApiCall(HttpMethod.Get, BotPath(botId, kind == KoreExportKind.Bot ? "export/status" : "mlexport/status"), botId) { RateLimitKey = RateLimitKey.Status(botId, requestId) };
        var json = retry
            ? await Transport.SendAsync(call, cancellationToken).ConfigureAwait(false)
            : await Transport.SendOnceAsync(call, cancellationToken).ConfigureAwait(false);
        var root = Object(call, json);
        return kind == KoreExportKind.Bot ? ExportParser.ReadBotExport(root, botId) : ExportParser.ReadMlExport(root, botId);
    }

    /// <inheritdoc cref="GetStatusAsync(string, KoreExportKind, string?, bool, CancellationToken)"/>
    public Task<KoreExportJob> GetStatusAsync(string botId, KoreExportKind kind, bool retry, CancellationToken cancellationToken) =>
        GetStatusAsync(botId, kind, requestId: null, retry, cancellationToken);

    // Checked although callers do: nothing but a bot id gets into a path.
    private static string BotPath(string botId, string rest) => $"api/public/bot/{BotId.Check(botId)}/{rest}";

    private JsonElement Object(ApiCall call, JsonElement json)
    {
        // An answer about an export says where it stands or which it is; an object with neither is somebody else's.
        if (json.ValueKind == JsonValueKind.Object && (json.TryGetProperty("_id", out _) || json.TryGetProperty("status", out _)))
        {
            return json;
        }

        throw ApiErrors.Invalid(call, "it does not describe an export (neither '_id' nor 'status' is in it)", Session);
    }
}

using System.Text.Json;
using KoreExport.Abstractions;
using KoreExport.Http;
using KoreExport.Models;

namespace KoreExport.Exports;

/// <summary>The calls about exports that run as jobs. Sends what it is told and reads the answer; waiting is elsewhere.</summary>
internal sealed class ExportClient(KoreSession session, IKoreLog log)
{
    public KoreSession Session { get; } = session;

    public IKoreLog Log { get; } = log;

    /// <summary>For the calls of other folders.</summary>
    public ApiTransport Transport { get; } = new(session, log);

    /// <summary>Starts an export. Sent once: what may be done where it fails is for <see cref="ExportStarter"/>.</summary>
    public async Task<KoreExportJob> StartAsync(JobExportDescriptor kind, BotId bot, ExportRequest request, CancellationToken cancellationToken)
    {
        var call = kind.CreateStart(bot, request);
        return Read(kind, bot, call, await Transport.SendNonIdempotentAsync(call, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Asks where the bot's latest export of a kind stands.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="bot">The bot.</param>
    /// <param name="requestId">The request that is meant, where that is known.</param>
    /// <param name="retry">Whether passing failures are tried again here; a wait has its own way with them.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<KoreExportJob> GetStatusAsync(
        JobExportDescriptor kind, BotId bot, string? requestId, bool retry, CancellationToken cancellationToken)
    {
        var call = kind.CreateStatus(bot, requestId);
        var json = retry
            ? await Transport.SendAsync(call, cancellationToken).ConfigureAwait(false)
            : await Transport.SendOnceAsync(call, cancellationToken).ConfigureAwait(false);
        return Read(kind, bot, call, json);
    }

    // An answer about an export says where it stands or which it is; what has neither is somebody else's.
    private KoreExportJob Read(JobExportDescriptor kind, BotId bot, ApiCall call, JsonElement json) =>
        json.Field("_id") is not null || json.Field("status") is not null
            ? kind.Read(json, bot)
            : throw ApiErrors.Invalid(call, "it does not describe an export (neither '_id' nor 'status' is in it)", Session);
}

using System.Text.Json;
using KoreExport.Abstractions;
using KoreExport.Errors;
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

    /// <summary>
    /// Starts an export, again where the answer was lost, within the limits of all retries. An export changes nothing on the platform, and
    /// the id of the answer that was read tells ours from any other, also from one that an earlier attempt made.
    /// </summary>
    /// <param name="kind">The kind.</param>
    /// <param name="bot">The bot.</param>
    /// <param name="request">What to export.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <param name="timeout">How long it may take with its retries and pauses; null for what is usual.</param>
    public async Task<KoreExportJob> StartAsync(
        JobExportDescriptor kind, BotId bot, ExportRequest request, CancellationToken cancellationToken, TimeSpan? timeout = null)
    {
        var call = kind.CreateStart(bot, request, timeout);
        var origin = ExportOrigin.Start;
        var started = await Transport.SendAsync(
            call, json => Read(kind, bot, call, json), Retrying, cancellationToken).ConfigureAwait(false);
        started.Origin = origin;
        started.Options = kind.DescribeOptions(request);
        return started.Id.Length > 0 ? started : throw KoreErrors.StartUnidentified(bot.Value);

        void Retrying(KoreException failure) =>
            origin = failure.RetryEligibility == RetryEligibility.IfIdempotent ? ExportOrigin.RepeatedStart : origin;
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
        return retry
            ? await Transport.SendAsync(call, json => Read(kind, bot, call, json), static _ => { }, cancellationToken).ConfigureAwait(false)
            : Read(kind, bot, call, await Transport.SendOnceAsync(call, cancellationToken).ConfigureAwait(false));
    }

    // An answer about an export says where it stands or which it is; what has neither is somebody else's.
    private KoreExportJob Read(JobExportDescriptor kind, BotId bot, ApiCall call, JsonElement json) =>
        json.Field("_id") is not null || json.Field("status") is not null
            ? kind.Read(json, bot)
            : throw ApiErrors.Invalid(call, "it does not describe an export (neither '_id' nor 'status' is in it)", Session);
}

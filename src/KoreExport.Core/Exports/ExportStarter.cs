using System;
using System.Threading;
using System.Threading.Tasks;
using KoreExport.Api;
using KoreExport.Errors;

namespace KoreExport.Exports;

/// <summary>
/// Starts exports without ever starting one twice blindly: where the platform's answer got lost, the status tells whether the job
/// exists, and if it does it is adopted.
/// </summary>
internal sealed class ExportStarter
{
    private const int Looks = 3;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    // The Date header that relates the two clocks has whole seconds.
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(2);

    private readonly KoreApi _api;

    public ExportStarter(KoreApi api) => _api = api;

    /// <summary>Starts an export of a bot's definition.</summary>
    public Task<KoreExportJob> StartBotAsync(string botId, BotExportRequest request, CancellationToken cancellationToken)
    {
        var id = BotId.Check(botId);
        var body = request.ToJson();
        return StartAsync(
            id,
            KoreExportKind.Bot,
            async token => await _api.StartBotExportAsync(id, body, token).ConfigureAwait(false),
            found => found is KoreBotExport { ExportType: var type } && (type is null || type.Equals(request.ExportType, StringComparison.OrdinalIgnoreCase)),
            cancellationToken);
    }

    /// <summary>Starts an export of a bot's utterances.</summary>
    /// <param name="botId">The bot.</param>
    /// <param name="fileType"><c>csv</c> or <c>json</c>.</param>
    /// <param name="state">Which state of the bot; the platform documents <c>configured</c>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<KoreExportJob> StartMlAsync(string botId, string fileType, string state, CancellationToken cancellationToken)
    {
        var id = BotId.Check(botId);
        return StartAsync(
            id,
            KoreExportKind.MlUtterance,
            async token => await _api.StartMlExportAsync(id, fileType, state, token).ConfigureAwait(false),
            found => found is KoreMlExport { FileType: var type } && (type is null || type.Equals(fileType, StringComparison.OrdinalIgnoreCase)),
            cancellationToken);
    }

    private async Task<KoreExportJob> StartAsync(
        string botId,
        KoreExportKind kind,
        Func<CancellationToken, Task<KoreExportJob>> send,
        Predicate<KoreExportJob> couldBeOurs,
        CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            var sentOn = _api.Session.Clock.UtcNow;
            try
            {
                var started = await send(cancellationToken).ConfigureAwait(false);
                return started.Id.Length > 0 ? started : throw Uncertain(botId, KoreErrors.ExportInvalid("The platform's answer has no '_id'."));
            }
            catch (KoreException failure) when (failure.Repeatability == Repeatability.IfSafe)
            {
                var adopted = await FindAsync(botId, kind, sentOn, couldBeOurs, failure, cancellationToken).ConfigureAwait(false);
                if (adopted is not null)
                {
                    _api.Log.Verbose($"Bot {botId}: the answer to the start was lost, but the platform has the job: {adopted.Id}.");
                    return adopted;
                }

                if (attempt >= _api.Session.MaximumRetryCount)
                {
                    throw failure.ErrorId == KoreErrorId.ServerError ? failure : Uncertain(botId, failure);
                }

                _api.Log.Verbose($"Bot {botId}: the start failed and the platform shows no job of it; starting again ({attempt + 1} of {_api.Session.MaximumRetryCount}). {failure.Message}");
            }
        }
    }

    private async Task<KoreExportJob?> FindAsync(
        string botId, KoreExportKind kind, DateTimeOffset sentOn, Predicate<KoreExportJob> couldBeOurs, KoreException failure, CancellationToken cancellationToken)
    {
        var session = _api.Session;
        for (var look = 0; look < Looks; look++)
        {
            await session.Clock.DelayAsync(BetweenLooks, cancellationToken).ConfigureAwait(false);
            KoreExportJob shown;
            try
            {
                shown = await _api.GetStatusAsync(botId, kind, retry: true, cancellationToken).ConfigureAwait(false);
            }
            catch (KoreException lookup) when (lookup.Repeatability == Repeatability.Never && lookup.StatusCode is 400 or 404)
            {
                // How a bot that was never exported answers is not documented; these say that there is no job.
                continue;
            }
            catch (KoreException)
            {
                throw Uncertain(botId, failure);
            }

            // Read after the call, which has just told us the platform's time.
            var earliest = (sentOn + session.ServerClockOffset - ClockTolerance).UtcDateTime;
            if (shown.Id.Length > 0 && shown.RequestedOn is { } requestedOn && requestedOn >= earliest && couldBeOurs(shown))
            {
                return shown;
            }
        }

        return null;
    }

    private static KoreException Uncertain(string botId, KoreException failure) => KoreErrors.StartUncertain(botId, failure);
}

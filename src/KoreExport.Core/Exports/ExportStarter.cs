using KoreExport.Errors;
using KoreExport.Models;
using KoreExport.RateLimiting;

namespace KoreExport.Exports;

/// <summary>
/// Starts exports without ever starting one twice blindly: where the platform's answer got lost, the status tells whether the job
/// exists, and if it does it is adopted.
/// </summary>
internal sealed class ExportStarter
{
    private const int Looks = 3;
    private static readonly TimeSpan LookLimit = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    // The Date header that relates the two clocks has whole seconds.
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(2);

    private readonly ExportClient _api;
    private readonly RetryDelay _retryDelay;

    public ExportStarter(ExportClient api)
    {
        _api = api;
        _retryDelay = new RetryDelay(api.Session.Jitter);
    }

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
        var session = _api.Session;

        // The first attempt that may have started something: its job may show up after the second.
        DateTimeOffset? firstUncertain = null;
        for (var attempt = 0; ; attempt++)
        {
            var sentOn = session.Clock.UtcNow;
            try
            {
                var started = await send(cancellationToken).ConfigureAwait(false);
                session.Remember(kind.ToString(), botId, started.Id);
                return started.Id.Length > 0 ? started : throw Uncertain(botId, KoreErrors.ExportInvalid("The platform's answer has no '_id'."));
            }
            catch (KoreException failure) when (failure.IsRetryable)
            {
                var mayHaveStarted = failure.RetryEligibility == RetryEligibility.IfIdempotent;
                firstUncertain ??= mayHaveStarted ? sentOn : null;
                if (mayHaveStarted && await FindAsync(botId, kind, firstUncertain!.Value, couldBeOurs, failure, cancellationToken).ConfigureAwait(false) is { } adopted)
                {
                    session.Remember(kind.ToString(), botId, adopted.Id);
                    _api.Log.Warning($"Bot {botId}: the answer to the start was lost, but the platform shows a job made at that moment, {adopted.Id}. It is taken for the one that was started.");
                    return adopted;
                }

                if (attempt >= session.MaximumRetryCount)
                {
                    throw mayHaveStarted && failure.ErrorId != KoreErrorId.ServerError ? Uncertain(botId, failure) : failure;
                }

                var delay = _retryDelay.Next(attempt, failure.RetryAfter);
                var why = mayHaveStarted ? "the start failed and the platform shows no job of it" : "the start was not taken";
                _api.Log.Verbose(FormattableString.Invariant(
                    $"Bot {botId}: {why}; starting again in {delay.TotalSeconds:0.0} s ({attempt + 1} of {session.MaximumRetryCount}). {failure.Message}"));
                await session.Clock.DelayAsync(delay, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<KoreExportJob?> FindAsync(
        string botId, KoreExportKind kind, DateTimeOffset sentOn, Predicate<KoreExportJob> couldBeOurs, KoreException failure, CancellationToken cancellationToken)
    {
        var session = _api.Session;
        var unanswered = 0;
        for (var look = 0; look < Looks; look++)
        {
            await session.Clock.DelayAsync(BetweenLooks, cancellationToken).ConfigureAwait(false);
            KoreExportJob shown;

            // A platform that hangs has taken its time-out once already; that is not to be multiplied.
            using var limit = session.Clock.CreateTimeout(LookLimit, cancellationToken);
            try
            {
                shown = await _api.GetStatusAsync(botId, kind, retry: false, limit.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                unanswered++;
                continue;
            }
            catch (KoreException lookup) when (lookup.IsFromIntermediary && failure.IsFromIntermediary)
            {
                // Whoever answers here is not the platform, and has started nothing.
                throw failure;
            }
            catch (KoreException lookup) when (lookup.RetryEligibility == RetryEligibility.Never && lookup.StatusCode is 400 or 404)
            {
                // How a bot that was never exported answers is not documented; these say that there is no job.
                continue;
            }
            catch (KoreException lookup) when (lookup.RetryEligibility != RetryEligibility.Never)
            {
                unanswered++;
                continue;
            }
            catch (KoreException)
            {
                throw Uncertain(botId, failure);
            }

            // Read after the call, which has just told us the platform's time.
            var earliest = (sentOn + session.ServerClockOffset - ClockTolerance).UtcDateTime;
            if (shown.Id.Length > 0 && shown.RequestedOn is { } requestedOn && requestedOn >= earliest && couldBeOurs(shown) && !session.Remembers(kind.ToString(), botId, shown.Id))
            {
                return shown;
            }
        }

        return unanswered < Looks ? null : throw Uncertain(botId, failure);
    }

    private static KoreException Uncertain(string botId, KoreException failure) => KoreErrors.StartUncertain(botId, failure);
}

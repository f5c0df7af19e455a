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

    /// <summary>Starts an export.</summary>
    public async Task<KoreExportJob> StartAsync(JobExportDescriptor kind, BotId bot, ExportRequest request, CancellationToken cancellationToken)
    {
        var session = _api.Session;

        // The first attempt that may have started something: its job may show up after the second.
        DateTimeOffset? firstUncertain = null;
        for (var attempt = 0; ; attempt++)
        {
            var sentOn = session.Clock.UtcNow;
            try
            {
                var started = await _api.StartAsync(kind, bot, request, cancellationToken).ConfigureAwait(false);
                session.Remember(kind.Kind.ToString(), bot.Value, started.Id);
                started.Options = kind.DescribeOptions(request);
                return started.Id.Length > 0 ? started : throw Uncertain(bot, KoreErrors.ExportInvalid("The platform's answer has no '_id'."));
            }
            catch (KoreException failure) when (failure.IsRetryable)
            {
                var mayHaveStarted = failure.RetryEligibility == RetryEligibility.IfIdempotent;
                firstUncertain ??= mayHaveStarted ? sentOn : null;
                if (mayHaveStarted && await FindAsync(bot, kind, firstUncertain!.Value, request, failure, cancellationToken).ConfigureAwait(false) is { } adopted)
                {
                    session.Remember(kind.Kind.ToString(), bot.Value, adopted.Id);
                    adopted.Options = kind.DescribeOptions(request);
                    _api.Log.Warning($"Bot {bot}: the answer to the start was lost, but the platform shows a job made at that moment, {adopted.Id}. It is taken for the one that was started.");
                    return adopted;
                }

                if (attempt >= session.MaximumRetryCount)
                {
                    throw mayHaveStarted && failure.ErrorId != KoreErrorId.ServerError ? Uncertain(bot, failure) : failure;
                }

                var delay = _retryDelay.Next(attempt, failure.RetryAfter);
                var why = mayHaveStarted ? "the start failed and the platform shows no job of it" : "the start was not taken";
                _api.Log.Verbose(FormattableString.Invariant(
                    $"Bot {bot}: {why}; starting again in {delay.TotalSeconds:0.0} s ({attempt + 1} of {session.MaximumRetryCount}). {failure.Message}"));
                await session.Clock.DelayAsync(delay, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<KoreExportJob?> FindAsync(
        BotId bot, JobExportDescriptor kind, DateTimeOffset sentOn, ExportRequest request, KoreException failure, CancellationToken cancellationToken)
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
                shown = await _api.GetStatusAsync(kind, bot, requestId: null, retry: false, limit.Token).ConfigureAwait(false);
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
                throw Uncertain(bot, failure);
            }

            // Read after the call, which has just told us the platform's time.
            var earliest = (sentOn + session.ServerClockOffset - ClockTolerance);
            if (shown.Id.Length > 0 && shown.RequestedOn is { } requestedOn && requestedOn >= earliest && kind.CouldBe(shown, request) && !session.Remembers(kind.Kind.ToString(), bot.Value, shown.Id))
            {
                return shown;
            }
        }

        return unanswered < Looks ? null : throw Uncertain(bot, failure);
    }

    private static KoreException Uncertain(BotId bot, KoreException failure) => KoreErrors.StartUncertain(bot.Value, failure);
}

using KoreExport.Exports;
using KoreExport.Models;
using KoreExport.RateLimiting;

namespace KoreExport.Imports;

/// <summary>
/// Publishes a bot and waits for it. The status is the bot's latest publishing, so that the one before must not be taken for it.
/// </summary>
internal sealed class BotPublisher(ImportClient client, WaitOptions wait)
{
    private const int Looks = 3;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(2);

    /// <summary>Publishes it.</summary>
    public async Task<ImportStatus> PublishAsync(
        BotId bot, string versionComment, Action<ImportStatus?> report, CancellationToken cancellationToken)
    {
        var what = $"the publishing of bot {bot}";
        var before = await LatestAsync(bot, cancellationToken).ConfigureAwait(false);
        await StartAsync(bot, versionComment, what, before, cancellationToken).ConfigureAwait(false);
        var poller = new ImportPoller(client.Api, what, wait)
        {
            Report = report,
            Failed = ImportErrors.PublishFailed,
            TimedOut = ImportErrors.PublishTimeout,
        };
        return await poller.WaitAsync(
            async token => await client.GetPublishStatusAsync(bot, token).ConfigureAwait(false) is var status
                && IsAnother(status.Id, before) ? status : null,
            cancellationToken).ConfigureAwait(false);
    }

    private static bool IsAnother(string? id, string? before) => string.IsNullOrEmpty(before) || id != before;

    private async Task StartAsync(BotId bot, string versionComment, string what, string? before, CancellationToken cancellationToken)
    {
        var session = client.Api.Session;
        var retryDelay = new RetryDelay(session.Jitter);
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await client.StartPublishAsync(bot, versionComment, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (KoreException failure) when (failure.IsRetryable)
            {
                if (failure.RetryEligibility == RetryEligibility.IfIdempotent
                    && await IsFoundAsync(bot, before, cancellationToken).ConfigureAwait(false))
                {
                    client.Api.Log.Warning(
                        $"The answer to the start of {what} was lost, but the platform shows a new one. It is taken for it.");
                    return;
                }

                if (attempt >= session.MaximumRetryCount)
                {
                    throw;
                }

                await session.Clock.DelayAsync(retryDelay.Next(attempt, failure.RetryAfter), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<bool> IsFoundAsync(BotId bot, string? before, CancellationToken cancellationToken)
    {
        for (var look = 0; look < Looks; look++)
        {
            await client.Api.Session.Clock.DelayAsync(BetweenLooks, cancellationToken).ConfigureAwait(false);
            if (await LatestAsync(bot, cancellationToken).ConfigureAwait(false) is { Length: > 0 } id && IsAnother(id, before))
            {
                return true;
            }
        }

        return false;
    }

    // A bot that was never published has none; how that is answered is not documented.
    private async Task<string?> LatestAsync(BotId bot, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return (await client.GetPublishStatusAsync(bot, cancellationToken).ConfigureAwait(false)).Id;
            }
            catch (KoreException failure) when (failure.RetryEligibility != RetryEligibility.Never && attempt < Looks)
            {
                await client.Api.Session.Clock.DelayAsync(BetweenLooks, cancellationToken).ConfigureAwait(false);
            }
            catch (KoreException failure) when (failure.RetryEligibility == RetryEligibility.Never && failure.StatusCode is 400 or 404)
            {
                return null;
            }
        }
    }
}

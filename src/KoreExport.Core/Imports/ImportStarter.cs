using KoreExport.Exports;
using KoreExport.RateLimiting;

namespace KoreExport.Imports;

/// <summary>What was seen of an import whose start was not answered.</summary>
/// <param name="Kind">What it looks like.</param>
/// <param name="Text">In words, for the error.</param>
/// <param name="BotId">The bot that was made, where it is a new one.</param>
internal sealed record ImportSighting(ImportSightingKind Kind, string Text, string? BotId = null);

/// <summary>What an import whose start was not answered can look like.</summary>
internal enum ImportSightingKind
{
    /// <summary>The target could not be looked at.</summary>
    Unknown,

    /// <summary>The target is as it was.</summary>
    Nothing,

    /// <summary>The target is neither as it was nor as it is to be.</summary>
    UnderWay,

    /// <summary>The target is as it is to be.</summary>
    Done,
}

/// <summary>
/// Starts an import without ever starting one twice blindly. Its status can only be asked for by an id that comes with the answer, so where
/// that got lost the target itself is looked at.
/// </summary>
/// <param name="api">The platform.</param>
/// <param name="what">What is started, for messages.</param>
/// <param name="wait">How long an import may take that was seen under way.</param>
internal sealed class ImportStarter(ExportClient api, string what, WaitOptions wait)
{
    // Long enough for an import of some size to show, and no more than a minute for one that never began.
    private static readonly int[] PausesInSeconds = [2, 5, 10, 20, 30];
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(30);

    private readonly RetryDelay _retryDelay = new(api.Session.Jitter);

    /// <summary>Whether it may be started again once the target was seen to be as it was: not where that might make a second bot.</summary>
    public bool StartsAgain { get; init; } = true;

    /// <summary>Starts it.</summary>
    /// <param name="start">Sends the start, once.</param>
    /// <param name="look">Looks at the target.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<ImportStatus> StartAsync(
        Func<CancellationToken, Task<ImportStatus>> start,
        Func<CancellationToken, Task<ImportSighting>> look,
        CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await start(cancellationToken).ConfigureAwait(false);
            }
            catch (KoreException failure) when (failure.IsRetryable)
            {
                if (failure.RetryEligibility == RetryEligibility.IfIdempotent)
                {
                    api.Log.Verbose(
                        $"The answer to the start of {what} was lost. The target is looked at before anything is sent again. "
                            + $"{failure.Message}");
                    var sighting = await LookAsync(look, cancellationToken).ConfigureAwait(false);
                    if (sighting.Kind == ImportSightingKind.Done)
                    {
                        api.Log.Warning(
                            $"The answer to the start of {what} was lost, but the target is what it was to become: {sighting.Text}.");
                        return new ImportStatus(
                            string.Empty, "answer lost, found done") { State = KoreExportState.Succeeded, BotId = sighting.BotId };
                    }

                    if (sighting.Kind != ImportSightingKind.Nothing || !StartsAgain)
                    {
                        throw ImportErrors.Uncertain(what, sighting.Text, failure);
                    }
                }

                if (attempt >= api.Session.MaximumRetryCount)
                {
                    throw;
                }

                var delay = _retryDelay.Next(attempt, failure.RetryAfter);
                var when = FormattableString.Invariant($"{delay.TotalSeconds:0.0} s ({attempt + 1} of {api.Session.MaximumRetryCount})");
                api.Log.Verbose($"Starting {what} again in {when}. {failure.Message}");
                await api.Session.Clock.DelayAsync(delay, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<ImportSighting> LookAsync(Func<CancellationToken, Task<ImportSighting>> look, CancellationToken cancellationToken)
    {
        var clock = api.Session.Clock;
        var began = clock.Elapsed;
        for (var looks = 0; ; looks++)
        {
            await clock.DelayAsync(
                looks < PausesInSeconds.Length
                    ? TimeSpan.FromSeconds(PausesInSeconds[looks]) : BetweenLooks, cancellationToken).ConfigureAwait(false);
            var sighting = await look(cancellationToken).ConfigureAwait(false);
            api.Log.Verbose($"A look at the target: {sighting.Text}.");
            var isOver = sighting.Kind == ImportSightingKind.UnderWay
                ? clock.Elapsed - began >= wait.Timeout : looks + 1 >= PausesInSeconds.Length;
            if (sighting.Kind == ImportSightingKind.Done || isOver)
            {
                return sighting;
            }
        }
    }
}

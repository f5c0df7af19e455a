using KoreExport.Abstractions;
using KoreExport.Exports;

namespace KoreExport.Imports;

/// <summary>
/// Waits for an import or a publishing. Only its own status ends the wait, and only with a word that is known to: the first line of its log
/// says success from the start. Server errors, rate limits and broken connections are waited out; the time-out is the judge of that.
/// </summary>
/// <param name="api">The platform.</param>
/// <param name="what">What is waited for, for the log.</param>
/// <param name="options">How to wait.</param>
internal sealed class ImportPoller(ExportClient api, string what, WaitOptions options)
{
    // Whoever wakes up late still leaves the last look so long.
    private static readonly TimeSpan LateLook = TimeSpan.FromSeconds(10);

    private readonly Clock _clock = api.Session.Clock;
    private readonly TimeSpan _started = api.Session.Clock.Elapsed;
    private readonly PollDelay _delay = new(options.PollInterval, api.Session.Jitter);
    private string _lastSeen = "the platform never showed it";
    private KoreException? _lastFailure;
    private int _failuresInARow;

    /// <summary>Called with each answer, and null where there was none.</summary>
    public Action<ImportStatus?>? Report { get; init; }

    /// <summary>Makes the error where the platform says that it failed.</summary>
    public Func<string, string?, KoreException> Failed { get; init; } = ImportErrors.Failed;

    /// <summary>Makes the error where time runs out.</summary>
    public Func<string, TimeSpan, string, Exception?, KoreException> TimedOut { get; init; } = ImportErrors.Timeout;

    private TimeSpan Remaining => options.Timeout - (_clock.Elapsed - _started);

    /// <summary>Returns the last status once that says success, or throws why there is none.</summary>
    /// <param name="ask">Asks once; null where what is shown is another request.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<ImportStatus> WaitAsync(Func<CancellationToken, Task<ImportStatus?>> ask, CancellationToken cancellationToken)
    {
        for (var looks = 1; ; looks++)
        {
            var isLast = Remaining <= TimeSpan.Zero;
            var status = await AskAsync(ask, cancellationToken).ConfigureAwait(false);
            Report?.Invoke(status);
            switch (status?.State)
            {
                case KoreExportState.Succeeded:
                    return status;
                case KoreExportState.Failed:
                    throw Failed(what, status.Reason);
            }

            if (isLast)
            {
                throw TimedOut(what, options.Timeout, _lastSeen, _lastFailure);
            }

            var elapsed = _clock.Elapsed - _started;
            var delay = _failuresInARow > 0
                ? _delay.AfterFailure(looks, elapsed, _failuresInARow, _lastFailure?.RetryAfter)
                : _delay.Next(looks, elapsed);
            await _clock.DelayAsync(delay < Remaining ? delay : Remaining, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<ImportStatus?> AskAsync(Func<CancellationToken, Task<ImportStatus?>> ask, CancellationToken cancellationToken)
    {
        using var limit = _clock.CreateTimeout(Remaining > LateLook ? Remaining : LateLook, cancellationToken);
        try
        {
            var status = await ask(limit.Token).ConfigureAwait(false);
            _failuresInARow = 0;
            _lastFailure = null;
            _lastSeen = status is null ? "the platform still shows an earlier one" : $"its last status was '{status.Word}'";
            return status;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            _failuresInARow++;
            _lastFailure = null;
            _lastSeen = "the last call was not answered";
        }
        catch (KoreException failure) when (failure.RetryEligibility != RetryEligibility.Never)
        {
            _failuresInARow++;
            _lastFailure = failure;
            _lastSeen = $"the last call failed: {failure.Message.TrimEnd('.')}";
            api.Log.Verbose($"Waiting for {what} goes on after: {failure.Message}");
        }

        return null;
    }
}

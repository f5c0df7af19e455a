using System.Globalization;
using KoreExport.Abstractions;
using KoreExport.Errors;

namespace KoreExport.Exports;

/// <summary>Asks an operation until it has ended: for its file, for a reason why there is none, or for the time-out.</summary>
internal sealed class ExportPoller
{
    /// <summary>How long a success may be without its link, and another export of unknown age be in the way, before that is final.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    /// <summary>What a look may take that is made when the time is over already.</summary>
    private static readonly TimeSpan LateLook = TimeSpan.FromSeconds(10);

    private readonly ExportOperation _operation;
    private readonly WaitOptions _options;
    private readonly PollDelay _delay;
    private readonly Clock _clock;
    private readonly TimeSpan _started;
    private TimeSpan? _linkMissingSince;
    private TimeSpan? _anotherSince;
    private KoreException? _lastFailure;
    private string _lastSeen = "the platform never showed it";
    private int _failuresInARow;

    public ExportPoller(ExportOperation operation, WaitOptions options, Func<double> jitter)
    {
        _operation = operation;
        _options = options;
        _clock = operation.Clock;
        _started = _clock.Elapsed;
        _delay = new PollDelay(options.PollInterval, jitter);
    }

    private TimeSpan Elapsed => _clock.Elapsed - _started;

    private ExportIdentity Identity => _operation.Identity;

    /// <summary>Returns the finished export with its link, or throws why there is none.</summary>
    public async Task<KoreExportJob> WaitAsync(CancellationToken cancellationToken)
    {
        for (var looks = 1; ; looks++)
        {
            // Decided before asking: whoever wakes up late, after a machine's sleep for instance, still looks once before giving up.
            var isLast = Elapsed >= _options.Timeout;
            var finished = await InspectAsync(cancellationToken).ConfigureAwait(false);
            if (finished is not null)
            {
                return finished;
            }

            var remaining = _options.Timeout - Elapsed;
            var delay = _failuresInARow > 0
                ? _delay.AfterFailure(looks, Elapsed, _failuresInARow, _lastFailure?.RetryAfter)
                : _delay.Next(looks, Elapsed);
            var mustWait = _failuresInARow > 0 && _lastFailure?.RetryAfter is not null;
            if (!isLast && mustWait && delay > remaining)
            {
                isLast = true;
                _lastSeen += FormattableString.Invariant($"; the platform wants to be left alone for {delay.TotalSeconds:0} seconds, and {remaining.TotalSeconds:0} were left");
            }

            if (isLast)
            {
                throw KoreErrors.ExportTimeout(Identity.BotId, Identity.Id, _options.Timeout, _lastSeen, _failuresInARow > 0 ? _lastFailure : null);
            }

            await _clock.DelayAsync(delay < remaining ? delay : remaining, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<KoreExportJob?> InspectAsync(CancellationToken cancellationToken)
    {
        ExportObservation observation;

        // A server that hangs does not outlast the wait, even where one request may take longer.
        var remaining = _options.Timeout - Elapsed;
        using var limit = _clock.CreateTimeout(remaining > LateLook ? remaining : LateLook, cancellationToken);
        try
        {
            observation = await _operation.AskAsync(limit.Token).ConfigureAwait(false);
            _failuresInARow = 0;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            _failuresInARow++;
            _lastFailure = null;
            _lastSeen = "the last call was not answered";
            _options.Report?.Invoke(null);
            return null;
        }
        catch (KoreException failure) when (failure.RetryEligibility != RetryEligibility.Never)
        {
            // Server errors, broken connections and rate limits pass; the time-out is the judge of that.
            _failuresInARow++;
            _lastFailure = failure;
            _lastSeen = $"the last call failed: {failure.Message.TrimEnd('.')}";
            _operation.Log.Verbose($"Waiting for {Identity.Id} of bot {Identity.BotId} goes on after: {failure.Message}");
            _options.Report?.Invoke(null);
            return null;
        }

        return Evaluate(observation);
    }

    private KoreExportJob? Evaluate(ExportObservation observation)
    {
        var answer = observation.Answer;
        if (observation.Match != ExportMatch.Another)
        {
            _anotherSince = null;
        }

        switch (observation.Match)
        {
            case ExportMatch.Later:
                throw KoreErrors.ExportSuperseded(Identity.BotId, Identity.Id, answer.Id);
            case ExportMatch.Another when IsOver(ref _anotherSince):
                throw KoreErrors.ExportSuperseded(Identity.BotId, Identity.Id, answer.Id);
            case ExportMatch.Earlier or ExportMatch.Another:
                _lastSeen = $"the platform still shows another export of the bot, {answer.Id}";
                _operation.Log.Verbose($"Bot {Identity.BotId}: the status shows {answer.Id}, not yet {Identity.Id}.");
                _options.Report?.Invoke(null);
                return null;
            case ExportMatch.Unidentified when !_options.AllowUnidentified:
                if (answer.State == KoreExportState.Running)
                {
                    _lastSeen = "the status carried no '_id'";
                    return null;
                }

                throw KoreErrors.ExportUnidentified(Identity.BotId, Identity.Id);
            case ExportMatch.Unidentified when Identity.RequestedOn is { } ours && answer.RequestedOn is { } theirs && theirs < ours:
                _lastSeen = "the platform still shows an export made before it";
                return null;
        }

        _options.Report?.Invoke(answer);
        return EvaluateOwn(answer);
    }

    private KoreExportJob? EvaluateOwn(KoreExportJob answer)
    {
        _lastSeen = $"its last status was '{answer.Status}'";
        if (answer is KoreMlExport { PercentComplete: { } percent })
        {
            _lastSeen += $" at {percent.ToString(CultureInfo.InvariantCulture)} %";
        }

        switch (answer.State)
        {
            case KoreExportState.Failed:
                throw KoreErrors.ExportFailed(Identity.BotId, Identity.Id, answer.Kind == KoreExportKind.Bot ? "bot export" : "utterance export", answer.FailureReason);
            case KoreExportState.Succeeded when answer.HasDownloadLink:
                return answer;
            case KoreExportState.Succeeded:
                _lastSeen = "it succeeded, but no download link came";
                if (IsOver(ref _linkMissingSince))
                {
                    throw KoreErrors.DownloadLinkMissing(Identity.BotId, Identity.Id, Grace);
                }

                return null;
            default:
                _linkMissingSince = null;
                return null;
        }
    }

    private bool IsOver(ref TimeSpan? since)
    {
        since ??= Elapsed;
        return Elapsed - since.Value >= Grace;
    }
}

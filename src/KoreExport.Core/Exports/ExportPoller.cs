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

    private readonly ExportClient _api;
    private readonly ExportIdentity _identity;
    private readonly WaitOptions _options;
    private readonly Action<KoreExportJob?>? _report;
    private readonly PollDelay _delay;
    private readonly Clock _clock;
    private readonly TimeSpan _started;
    private TimeSpan? _linkMissingSince;
    private TimeSpan? _anotherSince;
    private KoreException? _lastFailure;
    private string _lastSeen = "the platform never showed it";
    private int _failuresInARow;

    /// <param name="api">The platform.</param>
    /// <param name="identity">The export.</param>
    /// <param name="options">How to wait.</param>
    /// <param name="report">Called with each answer about the export, and null where there was none.</param>
    public ExportPoller(ExportClient api, ExportIdentity identity, WaitOptions options, Action<KoreExportJob?>? report = null)
    {
        _api = api;
        _identity = identity;
        _options = options;
        _report = report;
        _clock = api.Session.Clock;
        _started = _clock.Elapsed;
        _delay = new PollDelay(options.PollInterval, api.Session.Jitter);
    }

    private TimeSpan Elapsed => _clock.Elapsed - _started;

    private string BotId => _identity.Bot.Value;

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
                throw KoreErrors.ExportTimeout(BotId, _identity.Id, _options.Timeout, _lastSeen, _failuresInARow > 0 ? _lastFailure : null);
            }

            await _clock.DelayAsync(delay < remaining ? delay : remaining, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<KoreExportJob?> InspectAsync(CancellationToken cancellationToken)
    {
        KoreExportJob answer;

        // A server that hangs does not outlast the wait, even where one request may take longer.
        var remaining = _options.Timeout - Elapsed;
        using var limit = _clock.CreateTimeout(remaining > LateLook ? remaining : LateLook, cancellationToken);
        try
        {
            answer = await _api.GetStatusAsync(_identity.Descriptor, _identity.Bot, _identity.Id, retry: false, limit.Token).ConfigureAwait(false);
            _failuresInARow = 0;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            _failuresInARow++;
            _lastFailure = null;
            _lastSeen = "the last call was not answered";
            _report?.Invoke(null);
            return null;
        }
        catch (KoreException failure) when (failure.RetryEligibility != RetryEligibility.Never)
        {
            // Server errors, broken connections and rate limits pass; the time-out is the judge of that.
            _failuresInARow++;
            _lastFailure = failure;
            _lastSeen = $"the last call failed: {failure.Message.TrimEnd('.')}";
            _api.Log.Verbose($"Waiting for {_identity.Id} of bot {BotId} goes on after: {failure.Message}");
            _report?.Invoke(null);
            return null;
        }

        if (answer.Id.Length > 0)
        {
            _api.Session.Remember(answer.Kind.ToString(), answer.BotId, answer.Id);
        }

        return Evaluate(answer);
    }

    private KoreExportJob? Evaluate(KoreExportJob answer)
    {
        var match = _identity.Match(answer);
        if (match != ExportMatch.Another)
        {
            _anotherSince = null;
        }

        switch (match)
        {
            case ExportMatch.Later:
                throw KoreErrors.ExportSuperseded(BotId, _identity.Id, answer.Id);
            case ExportMatch.Another when IsOver(ref _anotherSince):
                throw KoreErrors.ExportSuperseded(BotId, _identity.Id, answer.Id);
            case ExportMatch.Earlier or ExportMatch.Another:
                _lastSeen = $"the platform still shows another export of the bot, {answer.Id}";
                _api.Log.Verbose($"Bot {BotId}: the status shows {answer.Id}, not yet {_identity.Id}.");
                _report?.Invoke(null);
                return null;
            case ExportMatch.Unidentified when answer.State == KoreExportState.Running:
                _lastSeen = "the status carried no '_id'";
                return null;
            case ExportMatch.Unidentified:
                throw KoreErrors.ExportUnidentified(BotId, _identity.Id);
        }

        _report?.Invoke(answer);
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
                throw KoreErrors.ExportFailed(BotId, _identity.Id, _identity.Descriptor.Title, answer.FailureReason);
            case KoreExportState.Succeeded when answer.HasDownloadLink:
                answer.Options = _identity.Options;
                return answer;
            case KoreExportState.Succeeded:
                _lastSeen = "it succeeded, but no download link came";
                if (IsOver(ref _linkMissingSince))
                {
                    throw KoreErrors.DownloadLinkMissing(BotId, _identity.Id, Grace);
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

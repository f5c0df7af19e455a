using System.Globalization;
using KoreExport.Abstractions;
using KoreExport.Errors;
using KoreExport.Models;

namespace KoreExport.Exports;

/// <summary>Polls an export until it has ended: with its file, with a reason why there is none, or by the time-out.</summary>
/// <param name="api">The platform.</param>
/// <param name="identity">The export.</param>
/// <param name="options">How to wait.</param>
/// <param name="report">Called with each answer about the export, and null where there was none.</param>
/// <param name="began">When the time-out began to count, by the session's clock; now, where that is not given.</param>
internal sealed class ExportPoller(
    ExportClient api, ExportIdentity identity, WaitOptions options, Action<KoreExportJob?>? report = null, TimeSpan? began = null)
{
    /// <summary>
    /// How long a success may be without its link, another export of unknown age be in the way, and an export of our own be unknown to
    /// the platform, before that is final.
    /// </summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    /// <summary>What a poll may take that is made when the time is over already.</summary>
    private static readonly TimeSpan LatePollTimeout = TimeSpan.FromSeconds(10);

    private readonly PollDelay _delay = new(options.PollInterval, api.Session.Jitter);
    private readonly TimeSpan _began = began ?? api.Session.Clock.Elapsed;
    private TimeSpan? _linkMissingSince;
    private TimeSpan? _anotherSince;
    private TimeSpan? _unknownSince;
    private KoreException? _lastFailure;
    private string _lastSeen = "the platform never showed it";
    private int _failuresInARow;
    private bool _wasSeen;

    private Clock Clock => api.Session.Clock;

    private TimeSpan Elapsed => Clock.Elapsed - _began;

    private string BotId => identity.Bot.Value;

    /// <summary>Returns the finished export with its link, or throws why there is none.</summary>
    public async Task<KoreExportJob> WaitAsync(CancellationToken cancellationToken)
    {
        for (var polls = 1; ; polls++)
        {
            // Decided before the poll: whoever wakes up late, after a machine's sleep for instance, polls once more before giving up.
            var isLast = Elapsed >= options.Timeout;
            if (await PollAsync(cancellationToken).ConfigureAwait(false) is { } finished)
            {
                return finished;
            }

            var remaining = options.Timeout - Elapsed;
            var retryAfter = _failuresInARow > 0 ? _lastFailure?.RetryAfter : null;
            var delay = _failuresInARow > 0
                ? _delay.AfterFailure(polls, Elapsed, _failuresInARow, retryAfter)
                : _delay.Next(polls, Elapsed);
            if (!isLast && retryAfter is not null && delay > remaining)
            {
                isLast = true;
                _lastSeen += FormattableString.Invariant(
                    $"; the platform asks for a pause of {delay.TotalSeconds:0} seconds, and {remaining.TotalSeconds:0} were left");
            }

            if (isLast)
            {
                throw KoreErrors.ExportTimeout(BotId, identity.Id, options.Timeout, _lastSeen, _failuresInARow > 0 ? _lastFailure : null);
            }

            await Clock.DelayAsync(delay < remaining ? delay : remaining, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<KoreExportJob?> PollAsync(CancellationToken cancellationToken)
    {
        // A server that hangs does not outlast the wait, even where one request may take longer.
        var remaining = options.Timeout - Elapsed;
        using var limit = Clock.CreateTimeout(remaining > LatePollTimeout ? remaining : LatePollTimeout, cancellationToken);
        try
        {
            var answer = await api.GetStatusAsync(
                identity.Descriptor, identity.Bot, identity.Id, retry: false, limit.Token).ConfigureAwait(false);
            _failuresInARow = 0;
            return Evaluate(answer);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            _failuresInARow++;
            _lastFailure = null;
            _lastSeen = "the last call was not answered";
        }
        catch (KoreException failure) when (IsNotVisibleYet(failure))
        {
            // No failure to back off from: it may be there in a moment.
            _failuresInARow = 0;
            _lastSeen = $"the platform does not show it yet: {failure.Message.TrimEnd('.')}";
            api.Log.Verbose($"Bot {BotId}: {identity.Id} is not visible yet. {failure.Message}");
        }
        catch (KoreException failure) when (failure.RetryEligibility != RetryEligibility.Never)
        {
            // Server errors, broken connections and rate limits pass; the time-out is the judge of that.
            _failuresInARow++;
            _lastFailure = failure;
            _lastSeen = $"the last call failed: {failure.Message.TrimEnd('.')}";
            api.Log.Verbose($"Waiting for {identity.Id} of bot {BotId} goes on after: {failure.Message}");
        }

        report?.Invoke(null);
        return null;
    }

    // The platform has just answered our start, so what it refuses now it will know in a moment.
    private bool IsNotVisibleYet(KoreException failure) =>
        identity.Origin != ExportOrigin.Status && !_wasSeen
        && failure is { RetryEligibility: RetryEligibility.Never, StatusCode: 400 or 404 } && !IsOver(ref _unknownSince);

    private KoreExportJob? Evaluate(KoreExportJob answer)
    {
        var match = identity.Match(answer);
        if (match != ExportMatch.Another)
        {
            _anotherSince = null;
        }

        switch (match)
        {
            case ExportMatch.Later:
                throw KoreErrors.ExportSuperseded(BotId, identity.Id, answer.Id);
            case ExportMatch.Another when IsOver(ref _anotherSince):
                throw KoreErrors.ExportSuperseded(BotId, identity.Id, answer.Id);
            case ExportMatch.Earlier or ExportMatch.Another:
                _lastSeen = $"the platform still shows another export of the bot, {answer.Id}";
                api.Log.Verbose($"Bot {BotId}: the status shows {answer.Id}, not yet {identity.Id}.");
                report?.Invoke(null);
                return null;
            case ExportMatch.Unidentified when answer.State == KoreExportState.Running:
                _lastSeen = "the status carried no '_id'";
                return null;
            case ExportMatch.Unidentified:
                throw KoreErrors.ExportUnidentified(BotId, identity.Id);
        }

        _wasSeen = true;
        report?.Invoke(answer);
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
                throw KoreErrors.ExportFailed(BotId, identity.Id, identity.Descriptor.Title, answer.FailureReason);
            case KoreExportState.Succeeded when answer.HasDownloadLink:
                answer.Options = identity.Options;
                return answer;
            case KoreExportState.Succeeded:
                _lastSeen = "it succeeded, but no download link came";
                return IsOver(ref _linkMissingSince) ? throw KoreErrors.DownloadLinkMissing(BotId, identity.Id, Grace) : null;
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

using KoreExport.Abstractions;
using KoreExport.Errors;
using KoreExport.Files;
using KoreExport.RateLimiting;

namespace KoreExport.Downloads;

/// <summary>
/// Fetches the file behind a link into a <see cref="PartialFile"/>. A broken connection is resumed where the server can prove that the
/// rest belongs to the same file (Range with If-Range, RFC 9110), otherwise begun anew; an expired link is renewed.
/// </summary>
internal sealed class FileDownloader(KoreSession session, IKoreLog log, DownloadLinkPolicy links, DownloadLimits? limits = null)
{
    private const int MaximumRenewals = 3;

    private readonly DownloadLimits _limits = limits ?? new DownloadLimits();
    private readonly RetryDelay _retryDelay = new(session.Jitter);

    /// <summary>Downloads the whole file.</summary>
    /// <param name="ticket">The link, and how to get a fresh one.</param>
    /// <param name="file">Where the bytes go.</param>
    /// <param name="report">Called with the bytes so far and, where known, the bytes in all.</param>
    /// <param name="cancellationToken">Ends the download.</param>
    public async Task DownloadAsync(
        DownloadTicket ticket, PartialFile file, Action<long, long?>? report, CancellationToken cancellationToken)
    {
        var deadline = session.Clock.Elapsed + _limits.Timeout;
        var source = new DownloadSource(links.Resolve(ticket), ticket.AnnouncedSize);
        using var whole = session.Clock.CreateTimeout(_limits.Timeout, cancellationToken);
        try
        {
            await DownloadAsync(ticket, source, file, report, deadline, whole.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (whole.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw KoreErrors.DownloadTimeout(ticket.BotId, _limits.Timeout, file.Length, source.TotalLength ?? source.AnnouncedSize);
        }
    }

    private async Task DownloadAsync(
        DownloadTicket ticket,
        DownloadSource source,
        PartialFile file,
        Action<long, long?>? report,
        TimeSpan deadline,
        CancellationToken cancellationToken)
    {
        var attempt = new DownloadAttempt(session, log, links, _limits, ticket.BotId, source, file, report);
        var retries = new RetryBudget(session.MaximumRetryCount);
        var renewals = new RetryBudget(MaximumRenewals);
        while (true)
        {
            try
            {
                await attempt.RunAsync(cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (LinkExpiredException expired)
            {
                if (!renewals.TryUse(file.Length))
                {
                    throw LinkRefused(ticket.BotId, expired);
                }

                // A link that expired is an everyday thing; that a fresh one is refused as well may pass.
                var isFirst = renewals.Used == 1 && expired.RetryAfter is null;
                var delay = isFirst ? TimeSpan.Zero : _retryDelay.Next(Math.Max(0, renewals.Used - 2), expired.RetryAfter);
                log.Verbose($"Bot {ticket.BotId}: the download link was refused (HTTP {expired.StatusCode}). Asking for a fresh one.");
                await PauseAsync(delay, deadline, () => LinkRefused(ticket.BotId, expired), cancellationToken).ConfigureAwait(false);
                ticket = await ticket.RenewAsync(cancellationToken).ConfigureAwait(false);
                source.Renew(links.Resolve(ticket), ticket.AnnouncedSize);
            }
            catch (KoreException failure) when (failure.RetryEligibility != RetryEligibility.Never)
            {
                if (!retries.TryUse(file.Length))
                {
                    throw Exhausted(ticket.BotId, source, file, failure);
                }

                var delay = _retryDelay.Next(retries.Used - 1, failure.RetryAfter);
                var when = FormattableString.Invariant($"{retries.Used} of {session.MaximumRetryCount} in {delay.TotalSeconds:0.0} s");
                log.Verbose($"Bot {ticket.BotId}: {failure.Message} Retry {when}, from byte {source.ResumesAt(file.Length)}.");
                await PauseAsync(delay, deadline, () => failure, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    // A pause that would go beyond the time of the download is not begun.
    private Task PauseAsync(TimeSpan delay, TimeSpan deadline, Func<KoreException> failure, CancellationToken cancellationToken)
    {
        if (session.Clock.Elapsed + delay > deadline)
        {
            throw failure();
        }

        return delay > TimeSpan.Zero ? session.Clock.DelayAsync(delay, cancellationToken) : Task.CompletedTask;
    }

    private static KoreException LinkRefused(string botId, LinkExpiredException expired) => KoreErrors.DownloadFailed(
        botId,
        $"the download host answers HTTP {expired.StatusCode} to every link, fresh ones too"
        + Http.RetryAfterHeader.Describe(expired.RetryAfter),
        null,
        expired.StatusCode);

    // Of a file of which only a part comes, whatever is tried, that is what there is to know.
    private static KoreException Exhausted(string botId, DownloadSource source, PartialFile file, KoreException failure) =>
        source.TotalLength is { } total && file.Length > 0
        && failure is { StatusCode: null, Category: not KoreErrorCategory.OperationTimeout }
            ? KoreErrors.DownloadIncomplete(botId, total, file.Length, "the download host", failure)
            : failure;
}

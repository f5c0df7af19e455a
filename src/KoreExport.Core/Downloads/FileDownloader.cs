using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using KoreExport.Abstractions;
using KoreExport.Errors;
using KoreExport.Files;
using KoreExport.Http;
using KoreExport.RateLimiting;

namespace KoreExport.Downloads;

/// <summary>
/// Fetches the file behind a link into a <see cref="PartialFile"/>. A broken connection is resumed where the server can prove that the
/// rest belongs to the same file (Range with If-Range, RFC 9110), otherwise begun anew; an expired link is renewed.
/// </summary>
internal sealed class FileDownloader
{
    private const int MaximumRenewals = 3;
    private const int BufferSize = 128 * 1024;

    private readonly KoreSession _session;
    private readonly IKoreLog _log;
    private readonly DownloadLinkPolicy _link;
    private readonly RetryDelay _retryDelay;

    public FileDownloader(KoreSession session, IKoreLog log, DownloadLinkPolicy link)
    {
        _session = session;
        _log = log;
        _link = link;
        _retryDelay = new RetryDelay(session.Jitter);
    }

    /// <summary>Downloads the whole file.</summary>
    /// <param name="ticket">The link, and how to get a fresh one.</param>
    /// <param name="file">Where the bytes go.</param>
    /// <param name="report">Called with the bytes so far and, where known, the bytes in all.</param>
    /// <param name="cancellationToken">Ends the download.</param>
    public async Task DownloadAsync(DownloadTicket ticket, PartialFile file, Action<long, long?>? report, CancellationToken cancellationToken)
    {
        var source = new DownloadSource(_link.Resolve(ticket), ticket.AnnouncedSize);
        var failures = 0;
        var renewals = 0;
        var furthest = 0L;
        var furthestRenewal = 0L;
        while (true)
        {
            KoreException failure;
            try
            {
                await FetchAsync(source, file, ticket.BotId, report, cancellationToken).ConfigureAwait(false);
                CheckLength(source, file, ticket.BotId);
                return;
            }
            catch (LinkExpiredException expired)
            {
                // As with failures: a link that brought the download further has done its work.
                renewals = file.Length > furthestRenewal ? 1 : renewals + 1;
                furthestRenewal = Math.Max(furthestRenewal, file.Length);
                if (renewals > MaximumRenewals)
                {
                    throw KoreErrors.DownloadFailed(ticket.BotId, $"the download host answers HTTP {expired.StatusCode} to every link, fresh ones too", null, expired.StatusCode);
                }

                _log.Verbose($"Bot {ticket.BotId}: the download link is not taken any more (HTTP {expired.StatusCode}); asking for a fresh one.");
                ticket = await ticket.RenewAsync(cancellationToken).ConfigureAwait(false);
                source.Renew(_link.Resolve(ticket), ticket.AnnouncedSize);
                continue;
            }
            catch (KoreException passing) when (passing.RetryEligibility != RetryEligibility.Never)
            {
                failure = passing;
            }

            // What got further than ever is worth any number of tries; breaking off here and there is not.
            failures = file.Length > furthest ? 1 : failures + 1;
            furthest = Math.Max(furthest, file.Length);
            if (failures > _session.MaximumRetryCount)
            {
                throw source.TotalLength is { } total && file.Length > 0 && failure.StatusCode is null
                    ? KoreErrors.DownloadIncomplete(ticket.BotId, total, file.Length, "the download host")
                    : failure;
            }

            var delay = _retryDelay.Next(failures - 1, failure.RetryAfter);
            _log.Verbose($"Bot {ticket.BotId}: {failure.Message} Going on from byte {(source.CanResume ? file.Length : 0)} in {delay.TotalSeconds:0.0} s ({failures} of {_session.MaximumRetryCount}).");
            await _session.Clock.DelayAsync(delay, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task FetchAsync(DownloadSource source, PartialFile file, string botId, Action<long, long?>? report, CancellationToken cancellationToken)
    {
        using var timeout = _session.Clock.CreateTimeout(_session.RequestTimeout, cancellationToken);
        try
        {
            using var response = await SendAsync(source, file, botId, timeout.Token).ConfigureAwait(false);
            _log.Verbose($"GET {LogSanitizer.Address(source.Link)} -> {(int)response.StatusCode}, from byte {file.Length}.");
            CheckStatus(response, source, file, botId);
            if (!ContentCoding.IsKnown(response.Content))
            {
                throw KoreErrors.DownloadFailed(botId, $"it comes packed as {LogSanitizer.Sanitize(ContentCoding.Encoding(response.Content))}, which nobody asked for");
            }

            source.Learn(response, file.Length);

            // From here on each read has its own time-out: a large file takes as long as it takes, a stalled one does not.
            timeout.CancelAfter(Timeout.InfiniteTimeSpan);
            await CopyAsync(response, source, file, botId, report, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or OperationCanceledException or ObjectDisposedException or WebException or InvalidDataException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw Broken(broken, source, botId, timeout.IsCancellationRequested || broken is OperationCanceledException);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(DownloadSource source, PartialFile file, string botId, CancellationToken cancellationToken)
    {
        var address = source.Link;
        for (var hop = 0; hop <= 5; hop++)
        {
            // No auth header, ever: the link is its own permission, and the host may be anybody's.
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
            if (file.Length > 0 && source.CanResume)
            {
                request.Headers.Range = new RangeHeaderValue(file.Length, null);
                request.Headers.TryAddWithoutValidation("If-Range", source.Validator);
            }
            else
            {
                file.Restart();
            }

            var response = await _session.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308) || response.Headers.Location is not { } location)
            {
                return response;
            }

            response.Dispose();
            address = _link.ResolveRedirect(address, location, botId);
        }

        throw KoreErrors.DownloadFailed(botId, "the download host sends us in circles");
    }

    private void CheckStatus(HttpResponseMessage response, DownloadSource source, PartialFile file, string botId)
    {
        var status = (int)response.StatusCode;
        switch (status)
        {
            case 200:
                // Also the answer of a server that ignores Range, or whose file has changed: from the start, then.
                file.Restart();
                return;
            case 206 when response.Content.Headers.ContentRange is { From: { } from } && from == file.Length && file.Length > 0 && source.Fits(response):
                return;
            case 206 or 416:
                source.ForgetValidator();
                throw Passing(botId, $"the download host cannot go on from byte {file.Length}", status);
            case 401 or 403 or 404 or 410:
                throw new LinkExpiredException(status);
            case 408 or 425 or 429 or >= 500:
                var failure = Passing(botId, $"the download host {LogSanitizer.Host(source.Link)} answers HTTP {status}", status);
                failure.RetryAfter = RetryAfter(response);
                throw failure;
            default:
                throw KoreErrors.DownloadFailed(botId, $"the download host answers HTTP {status}", null, status);
        }
    }

    // A date is by the clock of whoever wrote it.
    private TimeSpan? RetryAfter(HttpResponseMessage response) =>
        response.Headers.RetryAfter?.Delta ?? (response.Headers.RetryAfter?.Date - (response.Headers.Date ?? _session.Clock.UtcNow));

    private async Task CopyAsync(HttpResponseMessage response, DownloadSource source, PartialFile file, string botId, Action<long, long?>? report, CancellationToken cancellationToken)
    {
        using var raw = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);
        var packed = ContentCoding.IsPacked(response.Content) ? new GzipTail(raw) : null;
        using var body = packed is null ? raw : new GZipStream(packed, CompressionMode.Decompress, leaveOpen: true);
        var buffer = new byte[BufferSize];
        while (true)
        {
            int read;
            using (var stall = _session.Clock.CreateTimeout(_session.StallTimeout, cancellationToken))
            using (StreamAbort.On(raw, stall.Token))
            {
                read = await body.ReadAsync(buffer, 0, buffer.Length, stall.Token).ConfigureAwait(false);

                // A stream that was closed under the read may call that its end.
                stall.Token.ThrowIfCancellationRequested();
            }

            if (read == 0)
            {
                break;
            }

            await file.AppendAsync(buffer, read, cancellationToken).ConfigureAwait(false);
            if (source.AnnouncedSize is { } announced && file.Length > announced)
            {
                // Nothing that comes after can make it right, and it might never end.
                throw KoreErrors.DownloadIncomplete(botId, announced, file.Length, "the platform's status");
            }

            report?.Invoke(file.Length, source.TotalLength ?? source.AnnouncedSize);
        }

        if (source.TotalLength is { } total && file.Length < total)
        {
            throw Passing(botId, $"the connection ended at byte {file.Length} of {total}", null);
        }

        if (packed is not null && !packed.Tells(file.Length))
        {
            throw Passing(botId, "it comes packed as gzip, and its end is missing", null);
        }
    }

    private static void CheckLength(DownloadSource source, PartialFile file, string botId)
    {
        if (source.TotalLength is { } total && file.Length != total)
        {
            throw KoreErrors.DownloadIncomplete(botId, total, file.Length, "the download host");
        }

        if (source.AnnouncedSize is { } announced && file.Length != announced)
        {
            throw KoreErrors.DownloadIncomplete(botId, announced, file.Length, "the platform's status");
        }

        if (source.TotalLength is null && source.AnnouncedSize is null && !source.EndsForSure)
        {
            throw KoreErrors.DownloadFailed(botId, "neither the platform nor the download host says how long it is, so nobody can tell whether it is whole");
        }
    }

    private KoreException Broken(Exception broken, DownloadSource source, string botId, bool timedOut)
    {
        var network = NetworkErrors.Describe(broken, _session, botId, timedOut, source.Link);
        var isFinal = network.RetryEligibility == RetryEligibility.Never;
        var result = new KoreException(
            KoreErrorId.DownloadFailed,
            network.Category,
            $"The file of bot {botId} could not be downloaded: {network.Message}",
            network.RecommendedAction + " If the link shows an internal host or port, try -DownloadFromSessionHost.",
            ExceptionSanitizer.Sanitize(broken))
        {
            Target = botId,
            RetryEligibility = isFinal ? RetryEligibility.Never : RetryEligibility.IfIdempotent,
        };
        return result;
    }

    private static KoreException Passing(string botId, string why, int? status)
    {
        var failure = KoreErrors.DownloadFailed(botId, why, null, status);
        failure.RetryEligibility = RetryEligibility.IfIdempotent;
        return failure;
    }

    /// <summary>The download host does not take the link any more, for whatever reason: a fresh one may help.</summary>
    private sealed class LinkExpiredException(int statusCode) : Exception
    {
        public int StatusCode { get; } = statusCode;
    }
}

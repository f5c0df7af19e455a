using System.Net;
using System.Net.Http.Headers;
using KoreExport.Abstractions;
using KoreExport.Errors;
using KoreExport.Files;
using KoreExport.Http;

namespace KoreExport.Downloads;

/// <summary>
/// One request for a file, or for what is missing of it, on one connection. What fails is an error that says whether a retry may help, or a
/// <see cref="LinkExpiredException"/>.
/// </summary>
internal sealed class DownloadAttempt(
    KoreSession session,
    IKoreLog log,
    DownloadLinkPolicy links,
    DownloadLimits limits,
    string botId,
    DownloadSource source,
    PartialFile file,
    Action<long, long?>? report)
{
    private const int MaximumRedirects = 5;

    /// <summary>Returns when the whole file is there.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timeout = session.Clock.CreateTimeout(session.RequestTimeout, cancellationToken);
        try
        {
            using var response = await SendAsync(timeout.Token).ConfigureAwait(false);
            log.Verbose($"GET {LogSanitizer.Address(source.Link)} -> {(int)response.StatusCode}, from byte {file.Length}.");
            CheckStatus(response);
            CheckHeaders(response);

            // From here on each read has its own time-out: a large file takes as long as it takes, a stalled one does not.
            timeout.CancelAfter(Timeout.InfiniteTimeSpan);
            await CopyAsync(response, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException
            or ObjectDisposedException or WebException or InvalidDataException)
        {
            cancellationToken.ThrowIfCancellationRequested();

            // Whoever disconnects closes the connections under those who still work.
            session.ThrowIfUnusable();
            throw Describe(
                failure,
                timeout.IsCancellationRequested || failure is OperationCanceledException { InnerException: not TimeoutException });
        }

        CheckLength();
    }

    private async Task<HttpResponseMessage> SendAsync(CancellationToken cancellationToken)
    {
        var address = source.Link;
        for (var redirects = 0; redirects <= MaximumRedirects; redirects++)
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

            var response = await session.Http
                .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308) || response.Headers.Location is not { } location)
            {
                return response;
            }

            response.Dispose();
            address = links.ResolveRedirect(address, location, botId);
        }

        throw KoreErrors.DownloadFailed(botId, $"too many redirects (more than {MaximumRedirects})");
    }

    private void CheckStatus(HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        var from = response.Content.Headers.ContentRange?.From;
        var retryAfter = RetryAfterHeader.Read(response, session.Clock.UtcNow);
        switch (status)
        {
            case 200:
                // Also the answer of a server that ignores Range, or whose file has changed: from the start, then.
                file.Restart();
                return;
            case 206 when file.Length > 0 && from == file.Length && source.Fits(response):
                return;
            case 206 or 416:
                source.BeginAnew(response);
                throw Retryable($"the download host cannot resume from byte {file.Length} (HTTP {status})", status);
            case 400 or 401 or 403 or 404 or 410:
                throw new LinkExpiredException(status, retryAfter);
            case 408 or 425 or 429 or >= 500:
                var answer = $"the download host {LogSanitizer.Host(source.Link)} answers HTTP {status}";
                var failure = Retryable(answer + RetryAfterHeader.Describe(retryAfter), status);
                failure.RetryAfter = retryAfter;
                throw failure;
            default:
                throw KoreErrors.DownloadFailed(botId, $"the download host answers HTTP {status}", null, status);
        }
    }

    private void CheckHeaders(HttpResponseMessage response)
    {
        if (!ContentCoding.IsSupported(response.Content))
        {
            var names = LogSanitizer.Sanitize(ContentCoding.Names(response.Content));
            throw KoreErrors.DownloadFailed(botId, $"its Content-Encoding is {names}, which was not asked for");
        }

        source.Learn(response, file.Length);
        CheckUnannounced(source.TotalLength ?? 0);
    }

    private async Task CopyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using var raw = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);
        using var body = ContentCoding.Decode(raw, response.Content);
        var throughput = new ThroughputMonitor(limits, session.StallTimeout, session.Clock);
        while (true)
        {
            var room = await file.GetRoomAsync(cancellationToken).ConfigureAwait(false);
            var read = await ReadAsync(raw, body, room, cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                break;
            }

            file.Advance(read);
            if (source.AnnouncedSize is { } announced && file.Length > announced)
            {
                // Nothing that comes after can make it right, and it might never end.
                throw KoreErrors.DownloadIncomplete(botId, announced, file.Length, "the platform's status");
            }

            CheckUnannounced(file.Length);
            report?.Invoke(file.Length, source.TotalLength ?? source.AnnouncedSize);
            if (throughput.Add(read) is { } tooSlow && file.Length != source.TotalLength)
            {
                throw Retryable(tooSlow, null, KoreErrorCategory.OperationTimeout);
            }
        }

        if (source.TotalLength is { } total && file.Length < total)
        {
            throw Retryable($"the connection was closed at byte {file.Length} of {total}", null);
        }
    }

    private async Task<int> ReadAsync(Stream raw, Stream body, ArraySegment<byte> room, CancellationToken cancellationToken)
    {
        using var silence = session.Clock.CreateTimeout(session.StallTimeout, cancellationToken);
        using var abort = StreamAbort.On(raw, silence.Token);
        try
        {
            var read = await body.ReadAsync(room.Array!, room.Offset, room.Count, silence.Token).ConfigureAwait(false);

            // A stream that was closed under the read may call that its end.
            silence.Token.ThrowIfCancellationRequested();
            return read;
        }
        catch (Exception) when (silence.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw Retryable(
                FormattableString.Invariant($"the transfer stalled: no data within {session.StallTimeout.TotalSeconds:0.#} seconds"),
                null,
                KoreErrorCategory.OperationTimeout);
        }
    }

    private void CheckUnannounced(long length)
    {
        if (source.AnnouncedSize is null && length > limits.MaximumUnannouncedBytes)
        {
            throw KoreErrors.DownloadFailed(botId, FormattableString.Invariant(
                $"it is larger than {limits.MaximumUnannouncedBytes / (1024 * 1024)} MB, and the platform has not announced its size"));
        }
    }

    private void CheckLength()
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
            throw KoreErrors.DownloadFailed(
                botId, "neither the platform nor the download host says how long it is, so nobody can tell whether it is whole");
        }
    }

    private KoreException Describe(Exception failure, bool timedOut)
    {
        var network = NetworkErrors.Describe(failure, session, botId, timedOut, source.Link);
        return new KoreException(
            KoreErrorId.DownloadFailed,
            network.Category,
            $"The file of bot {botId} could not be downloaded: {network.Message}",
            network.RecommendedAction + " If the link shows an internal host or port, try -DownloadFromSessionHost.",
            ExceptionSanitizer.Sanitize(failure))
        {
            Target = botId,
            RetryEligibility = network.RetryEligibility == RetryEligibility.Never ? RetryEligibility.Never : RetryEligibility.IfIdempotent,
        };
    }

    private KoreException Retryable(string why, int? status, KoreErrorCategory category = KoreErrorCategory.ConnectionError)
    {
        var failure = KoreErrors.DownloadFailed(botId, why, null, status, category);
        failure.RetryEligibility = RetryEligibility.IfIdempotent;
        return failure;
    }
}

using System.Net.Http.Headers;
using System.Text.Json;
using KoreExport.Abstractions;
using KoreExport.RateLimiting;

namespace KoreExport.Http;

/// <summary>
/// Sends calls to the session's host and gives back JSON, or a <see cref="KoreException"/> that says what an operator can do.
/// </summary>
internal sealed class ApiTransport(KoreSession session, IKoreLog log)
{
    /// <summary>How long a call that has no time-out of its own may take with its retries and their pauses.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(15);

    private static readonly Dictionary<string, string> NoHeaders = [];

    private readonly RetryDelay _retryDelay = new(session.Jitter);

    /// <summary>
    /// Sends a call that changes nothing, and again where that may help, up to <see cref="KoreSession.MaximumRetryCount"/> times and
    /// within <see cref="ApiCall.Timeout"/>. A rate limit does not count as a retry: it is waited out for up to
    /// <see cref="KoreSession.RateLimitTimeout"/>.
    /// </summary>
    public async Task<JsonElement> SendAsync(ApiCall call, CancellationToken cancellationToken) =>
        (await SendForBodyAsync(call, cancellationToken).ConfigureAwait(false)).Json;

    /// <summary>Sends the call one single time, when the limiter lets it go.</summary>
    public async Task<JsonElement> SendOnceAsync(ApiCall call, CancellationToken cancellationToken) =>
        (await SendOnceForBodyAsync(call, cancellationToken).ConfigureAwait(false)).Json;

    /// <inheritdoc cref="SendAsync(ApiCall, CancellationToken)"/>
    public Task<ApiResponse> SendForBodyAsync(ApiCall call, CancellationToken cancellationToken) =>
        RetryAsync(call, static response => response, static _ => { }, cancellationToken);

    /// <summary>
    /// Sends a call that may change something: again only where the platform refused it for its rate limit, which is waited out.
    /// </summary>
    public async Task<JsonElement> SendNonIdempotentAsync(ApiCall call, CancellationToken cancellationToken) =>
        (await WaitOutRateLimitAsync(call, DeadlineOf(call), cancellationToken).ConfigureAwait(false)).Json;

    /// <inheritdoc cref="SendAsync(ApiCall, CancellationToken)"/>
    /// <param name="call">The call.</param>
    /// <param name="read">Reads the answer; what it throws counts as the call's failure.</param>
    /// <param name="retrying">Told of each failure after which the call is sent again.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<T> SendAsync<T>(
        ApiCall call, Func<JsonElement, T> read, Action<KoreException> retrying, CancellationToken cancellationToken) =>
        RetryAsync(call, response => read(response.Json), retrying, cancellationToken);

    private async Task<T> RetryAsync<T>(
        ApiCall call, Func<ApiResponse, T> read, Action<KoreException> retrying, CancellationToken cancellationToken)
    {
        var deadline = DeadlineOf(call);
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return read(await WaitOutRateLimitAsync(call, deadline, cancellationToken).ConfigureAwait(false));
            }
            catch (KoreException failure) when (attempt < session.MaximumRetryCount && failure.IsRetryable)
            {
                var delay = _retryDelay.Next(attempt, failure.RetryAfter);
                if (session.Clock.Elapsed + delay > deadline)
                {
                    throw;
                }

                log.Verbose(FormattableString.Invariant(
                    $"{call}: {failure.Message} Retry {attempt + 1} of {session.MaximumRetryCount} in {delay.TotalSeconds:0.0} s."));
                retrying(failure);
                await session.Clock.DelayAsync(delay, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private TimeSpan DeadlineOf(ApiCall call)
    {
        var usual = session.RateLimitTimeout > DefaultTimeout ? session.RateLimitTimeout : DefaultTimeout;
        return session.Clock.Elapsed + (call.Timeout ?? usual);
    }

    private async Task<ApiResponse> WaitOutRateLimitAsync(ApiCall call, TimeSpan deadline, CancellationToken cancellationToken)
    {
        TimeSpan? end = null;
        while (true)
        {
            try
            {
                return await SendOnceForBodyAsync(call, cancellationToken).ConfigureAwait(false);
            }
            catch (KoreException failure) when (failure.ErrorId == KoreErrorId.RateLimited)
            {
                // The limiter holds back everybody on this key, and so the next attempt too.
                var pause = session.Limiter.BlockedFor(call.RateLimitKey);
                end ??= session.Clock.Elapsed + session.RateLimitTimeout;
                var asked = failure.RetryAfter > pause ? failure.RetryAfter.Value : pause;
                if (session.Clock.Elapsed + asked > (end < deadline ? end : deadline))
                {
                    throw;
                }

                if (session.IsFirstRateLimit())
                {
                    log.Warning(FormattableString.Invariant(
                        $"{failure.Message} Waiting for it to pass, for at most {session.RateLimitTimeout.TotalSeconds:0} s."));
                }

                log.Verbose(FormattableString.Invariant($"{call}: {failure.Message} Retry in {pause.TotalSeconds:0.0} s."));
            }
        }
    }

    private async Task<ApiResponse> SendOnceForBodyAsync(ApiCall call, CancellationToken cancellationToken)
    {
        try
        {
            return await SendCoreAsync(call, cancellationToken).ConfigureAwait(false);
        }
        catch (KoreException failure) when (failure.IsReplay && call.Method == HttpMethod.Get)
        {
            // Every token is new. Where a kept connection closes, .NET or a proxy sends a GET once more as it was; a new token settles it.
            log.Verbose($"{call}: the request arrived twice. Retry with a new token.");
            return await SendCoreAsync(call, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<ApiResponse> SendCoreAsync(ApiCall call, CancellationToken cancellationToken)
    {
        session.ThrowIfUnusable();
        using var lease = await session.Limiter.AcquireAsync(call.RateLimitKey, log, cancellationToken).ConfigureAwait(false);
        try
        {
            var body = await ExchangeAsync(call, cancellationToken).ConfigureAwait(false);
            lease.ReportAccepted();
            return body;
        }
        catch (KoreException failure)
        {
            ReportOutcome(lease, failure);
            throw;
        }
    }

    private static void ReportOutcome(RateLimitLease lease, KoreException failure)
    {
        if (failure.ErrorId == KoreErrorId.RateLimited)
        {
            lease.ReportThrottled(failure.RetryAfter);
        }
        else if (failure.StatusCode is not null)
        {
            lease.ReportAccepted();
        }
    }

    private async Task<ApiResponse> ExchangeAsync(ApiCall call, CancellationToken cancellationToken)
    {
        using var timeout = session.Clock.CreateTimeout(session.RequestTimeout, cancellationToken);
        try
        {
            using var request = CreateRequest(call);
            using var response = await session.Http
                .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeout.Token).ConfigureAwait(false);
            RememberServerClock(response);
            var body = await BoundedBody.ReadAsync(response.Content, call.MaximumBytes, timeout.Token).ConfigureAwait(false);
            if (call.RedactsSecrets)
            {
                SecretRedactor.Redact(body.Bytes);
            }

            log.Verbose($"{call} -> {(int)response.StatusCode}, {body.Bytes.Length} bytes.");
            return new ApiResponse(body.Bytes, ApiResponseReader.Read(call, response, body, session));
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException
            or ObjectDisposedException or InvalidDataException)
        {
            cancellationToken.ThrowIfCancellationRequested();

            // Whoever disconnects closes the connections under those who still work.
            session.ThrowIfUnusable();
            throw NetworkErrors.Describe(failure, session, call.BotId, timeout.IsCancellationRequested);
        }
    }

    private HttpRequestMessage CreateRequest(ApiCall call)
    {
        var request = new HttpRequestMessage(call.Method, new Uri(session.HostUri, call.Path));
        request.Headers.TryAddWithoutValidation("auth", session.CreateToken().GetToken());
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        foreach (var header in call.Headers ?? NoHeaders)
        {
            request.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        if (call.Body is not null)
        {
            request.Content = new ByteArrayContent(call.Body);
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(call.ContentType);
        }
        else if (call.Method == HttpMethod.Post)
        {
            // A POST without a body must still say how long it is.
            request.Content = new ByteArrayContent([]);
        }

        return request;
    }

    private void RememberServerClock(HttpResponseMessage response)
    {
        var now = session.Clock.UtcNow;
        if (RetryAfterHeader.ReadDate(response, now) is { } date)
        {
            session.ServerClockOffset = date - now;
        }
    }
}

using System.Net.Http.Headers;
using System.Text.Json;
using KoreExport.Abstractions;
using KoreExport.RateLimiting;

namespace KoreExport.Http;

/// <summary>Sends calls to the session's host and gives back JSON, or a <see cref="KoreException"/> that says what an operator can do.</summary>
internal sealed class ApiTransport
{
    private static readonly TimeSpan MostClockOffset = TimeSpan.FromDays(3650);
    private static readonly Dictionary<string, string> NoHeaders = [];

    private readonly KoreSession _session;
    private readonly IKoreLog _log;
    private readonly RetryDelay _retryDelay;

    public ApiTransport(KoreSession session, IKoreLog log)
    {
        _session = session;
        _log = log;
        _retryDelay = new RetryDelay(session.Jitter);
    }

    /// <summary>
    /// Sends a call that changes nothing, and again where that may help, up to the session's <see cref="KoreSession.MaximumRetryCount"/>. A
    /// rate limit does not count as a try: it is waited out for up to <see cref="KoreSession.RateLimitTimeout"/>.
    /// </summary>
    public async Task<JsonElement> SendAsync(ApiCall call, CancellationToken cancellationToken) =>
        (await SendForBodyAsync(call, cancellationToken).ConfigureAwait(false)).Json;

    /// <summary>Sends the call one single time, when the limiter lets it go.</summary>
    public async Task<JsonElement> SendOnceAsync(ApiCall call, CancellationToken cancellationToken) =>
        (await SendOnceForBodyAsync(call, cancellationToken).ConfigureAwait(false)).Json;

    /// <summary>Sends a call that may change something: again only where the platform refused it for its rate limit, which is waited out.</summary>
    public async Task<JsonElement> SendNonIdempotentAsync(ApiCall call, CancellationToken cancellationToken) =>
        (await WaitOutRateLimitAsync(call, cancellationToken).ConfigureAwait(false)).Json;

    /// <inheritdoc cref="SendAsync"/>
    public async Task<ApiResponse> SendForBodyAsync(ApiCall call, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await WaitOutRateLimitAsync(call, cancellationToken).ConfigureAwait(false);
            }
            catch (KoreException failure) when (attempt < _session.MaximumRetryCount && failure.IsRetryable)
            {
                var delay = _retryDelay.Next(attempt, failure.RetryAfter);
                _log.Verbose(FormattableString.Invariant($"{call}: {failure.Message} Trying again in {delay.TotalSeconds:0.0} s ({attempt + 1} of {_session.MaximumRetryCount})."));
                await _session.Clock.DelayAsync(delay, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<ApiResponse> WaitOutRateLimitAsync(ApiCall call, CancellationToken cancellationToken)
    {
        TimeSpan? refusedSince = null;
        while (true)
        {
            try
            {
                return await SendOnceForBodyAsync(call, cancellationToken).ConfigureAwait(false);
            }
            catch (KoreException failure) when (failure.ErrorId == KoreErrorId.RateLimited)
            {
                // The limiter holds back everybody on this key, and so the next attempt too.
                var pause = _session.Limiter.BlockedFor(call.RateLimitKey);
                refusedSince ??= _session.Clock.Elapsed;
                if (_session.Clock.Elapsed + pause - refusedSince.Value > _session.RateLimitTimeout)
                {
                    throw;
                }

                if (_session.IsFirstRateLimit())
                {
                    _log.Warning(FormattableString.Invariant($"{failure.Message} Waiting for it to pass, for at most {_session.RateLimitTimeout.TotalSeconds:0} s."));
                }

                _log.Verbose(FormattableString.Invariant($"{call}: {failure.Message} Trying again in {pause.TotalSeconds:0.0} s."));
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
            _log.Verbose($"{call}: the request arrived twice. Asking again with a new token.");
            return await SendCoreAsync(call, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<ApiResponse> SendCoreAsync(ApiCall call, CancellationToken cancellationToken)
    {
        _session.ThrowIfUnusable();
        using var lease = await _session.Limiter.EnterAsync(call.RateLimitKey, _log, cancellationToken).ConfigureAwait(false);
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
        using var timeout = _session.Clock.CreateTimeout(_session.RequestTimeout, cancellationToken);
        try
        {
            using var request = CreateRequest(call);
            using var response = await _session.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeout.Token).ConfigureAwait(false);
            RememberServerClock(response);
            var body = await BoundedBody.ReadAsync(response.Content, call.MaximumBytes, timeout.Token).ConfigureAwait(false);
            if (call.RedactsSecrets)
            {
                SecretRedactor.Redact(body.Bytes);
            }

            _log.Verbose($"{call} -> {(int)response.StatusCode}, {body.Bytes.Length} bytes.");
            return new ApiResponse(body.Bytes, ApiResponseReader.Read(call, response, body, _session));
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException or ObjectDisposedException or InvalidDataException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw NetworkErrors.Describe(failure, _session, call.BotId, timeout.IsCancellationRequested);
        }
    }

    private HttpRequestMessage CreateRequest(ApiCall call)
    {
        var request = new HttpRequestMessage(call.Method, new Uri(_session.HostUri, call.Path));
        request.Headers.TryAddWithoutValidation("auth", _session.CreateToken().GetToken());
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
        // A clock that is off by years is no clock, and would take times computed with it out of their range.
        if (response.Headers.Date is { } date && date - _session.Clock.UtcNow is var offset && offset.Duration() < MostClockOffset)
        {
            _session.ServerClockOffset = offset;
        }
    }
}

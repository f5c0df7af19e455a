using System.Globalization;
using System.Text.Json;
using KoreExport.Errors;

namespace KoreExport.Http;

/// <summary>
/// Turns an answer that is not a success into the error an operator needs. Which words and codes mean what is from the vendor's
/// documentation and QA suite; the texts tell cases apart that share one code.
/// </summary>
internal static class ApiErrors
{
    private static readonly TimeSpan SuspiciousClockOffset = TimeSpan.FromSeconds(60);

    public static KoreException Describe(ApiCall call, HttpResponseMessage response, JsonElement? json, KoreSession session)
    {
        var status = (int)response.StatusCode;
        var error = json is { } root ? PlatformError.Read(root) : null;
        var words = error?.Message ?? string.Empty;
        var retryAfter = RetryAfterHeader.Read(response, session.Clock.UtcNow + session.ServerClockOffset);
        var said = $"{(words.Length > 0 ? $"\"{words}\" (HTTP {status})" : $"HTTP {status}")}{RetryAfterHeader.Describe(retryAfter)}.";
        var failure = Choose(call, status, words, said, json is not null, session);
        failure.Target = call.BotId;
        failure.StatusCode = status;
        failure.PlatformCode = error?.Code;
        failure.PlatformMessage = error?.Message;
        failure.RetryAfter = retryAfter;
        return failure;
    }

    public static KoreException Invalid(ApiCall call, string why, KoreSession session) => new(
        KoreErrorId.ResponseInvalid,
        KoreErrorCategory.InvalidData,
        $"The answer of {LogSanitizer.Address(session.HostUri)}{About(call)} cannot be used: {why}.",
        "Check that -HostUri is the platform itself and not a portal or proxy in front of it.")
    {
        Target = call.BotId,
        RetryEligibility = RetryEligibility.IfIdempotent,
    };

    public static KoreException Redirected(ApiCall call, HttpResponseMessage response, KoreSession session)
    {
        var location = response.Headers.Location is { IsAbsoluteUri: true } target ? LogSanitizer.Address(target) : "another address";
        return new KoreException(
            KoreErrorId.RedirectRefused,
            KoreErrorCategory.SecurityError,
            $"{LogSanitizer.Address(session.HostUri)} redirects API calls to {location} (HTTP {(int)response.StatusCode}). "
            + "The redirect was not followed, because the token would be sent there too.",
            "If that is where the platform is now, connect to it: Connect-KoreSession -HostUri with the new host. "
            + "Otherwise a portal or proxy stands in between.")
        {
            Target = call.BotId,
            StatusCode = (int)response.StatusCode,
        };
    }

    /// <param name="call">The call.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="words">The platform's words; empty where there are none.</param>
    /// <param name="said">The same as the end of a message, with status and Retry-After.</param>
    /// <param name="isJson">Whether the answer is JSON, and so the platform's own.</param>
    /// <param name="session">Whose call it is.</param>
    private static KoreException Choose(ApiCall call, int status, string words, string said, bool isJson, KoreSession session)
    {
        // Rate-limit words count whatever the code, because the code is not documented.
        if (status == 429 || Contains(words, "rate limit"))
        {
            return RateLimited(call, said);
        }

        return status switch
        {
            401 when Contains(words, "scope") => ScopeMissing(call, said, session),
            401 => CredentialRejected(call, words, said, session),
            404 when isJson && Contains(words, "stream", "bot") => BotNotFound(call, said),
            400 when Contains(words, "StreamId", "Invalid bot") => BotNotFound(call, said),
            404 or 410 when !isJson => new KoreException(
                KoreErrorId.ResponseInvalid,
                KoreErrorCategory.InvalidData,
                $"{LogSanitizer.Address(session.HostUri)} does not know the export API: {said}",
                "Check -HostUri: is it the platform, and not a portal or a chat endpoint?"),
            408 or 425 => ServerError(call, said, session, RetryEligibility.IfIdempotent),
            503 => ServerError(call, said, session, RetryEligibility.Always),
            >= 500 => ServerError(call, said, session, RetryEligibility.IfIdempotent),
            407 => NetworkErrors.ProxyAuthenticationRequired(),
            _ => new KoreException(
                KoreErrorId.RequestRejected,
                status == 403 ? KoreErrorCategory.PermissionDenied : KoreErrorCategory.InvalidOperation,
                $"The platform rejected the request{About(call)}: {said}",
                Advice(words, status)),
        };
    }

    private static KoreException RateLimited(ApiCall call, string said) => new(
        KoreErrorId.RateLimited,
        KoreErrorCategory.ResourceBusy,
        $"The platform's rate limit is reached{About(call)}: {said}",
        "Wait a while (the limits are 60 calls a minute and 1,800 an hour for one bot or request), and see what else calls the platform "
        + "with this app. A lower -RequestsPerMinute on Connect-KoreSession leaves room for others.")
    {
        RetryEligibility = RetryEligibility.Always,
    };

    private static KoreException ScopeMissing(ApiCall call, string said, KoreSession session) => new(
        KoreErrorId.ScopeMissing,
        KoreErrorCategory.PermissionDenied,
        $"The app {session.ClientId} has no permission for this{About(call)}: {said}",
        call.ScopeAdvice);

    private static KoreException CredentialRejected(ApiCall call, string words, string said, KoreSession session)
    {
        var offset = session.ServerClockOffset;
        var minutes = Math.Round(offset.Duration().TotalMinutes, 1).ToString(CultureInfo.InvariantCulture);
        var clock = offset.Duration() < SuspiciousClockOffset
            ? string.Empty
            : $" This machine's clock is {minutes} minutes {(offset < TimeSpan.Zero ? "ahead of" : "behind")} the platform's, "
                + "which alone can make a token invalid.";
        return new KoreException(
            KoreErrorId.CredentialRejected,
            KoreErrorCategory.AuthenticationError,
            $"The platform rejected the credentials of {session.ClientId}{About(call)}: {said}{clock}",
            Contains(words, "jti")
                ? "The app enforces JTI: every token must be new and live at most an hour. "
                    + "Use a -TokenLifetime of 60 minutes or less, and check the clocks."
                : "Check client id and secret against the app on the platform (copy the secret anew), the signature algorithm, and the "
                    + "clock. An app of the Bot Builder answers the same way for a bot that it does not belong to, so check the bot id "
                    + "too. If the app enforces JWE, pass -EncryptionKey.")
        {
            IsReplay = Contains(words, "replay"),
        };
    }

    private static KoreException BotNotFound(ApiCall call, string said) => new(
        KoreErrorId.BotNotFound,
        KoreErrorCategory.ObjectNotFound,
        $"The platform has no bot {call.BotId} for this app: {said}",
        "Check the bot id (General Settings on the platform) and that the app belongs to the account or bot it is in.");

    private static KoreException ServerError(ApiCall call, string said, KoreSession session, RetryEligibility retry) => new(
        KoreErrorId.ServerError,
        KoreErrorCategory.ResourceUnavailable,
        $"{LogSanitizer.Address(session.HostUri)} failed{About(call)}: {said}",
        "Try again later; if it stays so, look at the platform's status page or ask whoever runs it.")
    {
        RetryEligibility = retry,
    };

    private static string Advice(string words, int status) => status switch
    {
        412 => "The platform could not read the request body. Check what -AdditionalBody adds.",
        _ when Contains(words, "at least one component") =>
            "Select something to export, or leave the selecting parameters out to export everything.",
        403 => "Ask whoever runs the platform or the proxy in front of it what this account may do.",
        _ => "Read the platform's words above; -Verbose shows the request.",
    };

    private static string About(ApiCall call) => call.BotId is null ? string.Empty : $" for bot {call.BotId}";

    private static bool Contains(string text, params string[] any) =>
        Array.Exists(any, word => text.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0);
}

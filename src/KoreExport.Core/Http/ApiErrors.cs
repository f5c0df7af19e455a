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
    public static KoreException Describe(ApiCall call, HttpResponseMessage response, JsonElement? json, KoreSession session)
    {
        var status = (int)response.StatusCode;
        var error = json is { } root ? PlatformError.Read(root) : null;
        var words = error?.Message ?? string.Empty;
        var failure = Choose(call, status, words, json is not null, session);
        failure.Target = call.BotId;
        failure.StatusCode = status;
        failure.PlatformCode = error?.Code;
        failure.PlatformMessage = error?.Message;
        failure.RetryAfter ??= ReadRetryAfter(response, session);
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
            $"{LogSanitizer.Address(session.HostUri)} sends API calls on to {location}. That was not followed, because the token would go there too.",
            "If that is where the platform lives now, connect to it: Connect-KoreSession -HostUri with the new host. Otherwise a portal or proxy stands in between.")
        {
            Target = call.BotId,
            StatusCode = (int)response.StatusCode,
        };
    }

    private static KoreException Choose(ApiCall call, int status, string words, bool isJson, KoreSession session)
    {
        // Rate-limit words count whatever the code, because the code is not documented.
        if (status == 429 || Contains(words, "rate limit"))
        {
            return new KoreException(
                KoreErrorId.RateLimited,
                KoreErrorCategory.ResourceBusy,
                $"The platform's rate limit is reached{About(call)}: {Words(words, status)}",
                "Wait a while (the limits are 60 calls a minute and 1,800 an hour for one bot or request), and see what else calls the platform with this app. A lower -RequestsPerMinute or -RequestsPerHour on Connect-KoreSession leaves room for others.")
            {
                RetryEligibility = RetryEligibility.Always,
            };
        }

        return status switch
        {
            401 when Contains(words, "scope") => new KoreException(
                KoreErrorId.ScopeMissing, KoreErrorCategory.PermissionDenied, $"The app {session.ClientId} may not do this{About(call)}: {Words(words, status)}", call.ScopeAdvice),
            401 => Rejected(call, words, status, session),
            404 when isJson && Contains(words, "stream", "bot") => NotFound(call, words, status),
            400 when Contains(words, "StreamId", "Invalid bot") => NotFound(call, words, status),
            404 or 410 when !isJson => new KoreException(
                KoreErrorId.ResponseInvalid, KoreErrorCategory.InvalidData, $"{LogSanitizer.Address(session.HostUri)} does not know the export API: {Words(words, status)}", "Check -HostUri: is it the platform, and not a portal or a chat endpoint?"),
            408 or 425 => Server(call, words, status, session, RetryEligibility.IfIdempotent),
            503 => Server(call, words, status, session, RetryEligibility.Always),
            >= 500 => Server(call, words, status, session, RetryEligibility.IfIdempotent),
            407 => new KoreException(
                KoreErrorId.Unreachable, KoreErrorCategory.AuthenticationError, "The proxy asks for a user name and password.", "Pass -Proxy and -ProxyCredential to Connect-KoreSession."),
            _ => new KoreException(
                KoreErrorId.RequestRejected, status == 403 ? KoreErrorCategory.PermissionDenied : KoreErrorCategory.InvalidOperation, $"The platform refused the request{About(call)}: {Words(words, status)}", Advice(words, status)),
        };
    }

    private static KoreException Rejected(ApiCall call, string words, int status, KoreSession session)
    {
        var offset = session.ServerClockOffset;
        var clock = offset.Duration() >= TimeSpan.FromSeconds(60)
            ? $" This machine's clock is {Math.Round(offset.Duration().TotalMinutes, 1).ToString(CultureInfo.InvariantCulture)} minutes {(offset < TimeSpan.Zero ? "ahead of" : "behind")} the platform's, which alone can make a token invalid."
            : string.Empty;
        var action = Contains(words, "jti")
            ? "The app enforces JTI: every token must be new and live at most an hour. Use a -TokenLifetime of 60 minutes or less, and check the clocks."
            : "Check client id and secret against the app on the platform (copy the secret anew), the signature algorithm, and the clock. An app of the Bot Builder answers the same way for a bot that it does not belong to, so check the bot id too. If the app enforces JWE, pass -EncryptionKey.";
        return new KoreException(
            KoreErrorId.CredentialRejected, KoreErrorCategory.AuthenticationError, $"The platform did not accept the credentials of {session.ClientId}{About(call)}: {Words(words, status)}{clock}", action)
        {
            IsReplay = Contains(words, "replay"),
        };
    }

    private static KoreException NotFound(ApiCall call, string words, int status) => new(
        KoreErrorId.BotNotFound,
        KoreErrorCategory.ObjectNotFound,
        $"The platform has no bot {call.BotId} for this app: {Words(words, status)}",
        "Check the bot id (General Settings on the platform) and that the app belongs to the account or bot it is in.");

    private static KoreException Server(ApiCall call, string words, int status, KoreSession session, RetryEligibility repeatability) => new(
        KoreErrorId.ServerError,
        KoreErrorCategory.ResourceUnavailable,
        $"{LogSanitizer.Address(session.HostUri)} failed{About(call)}: {Words(words, status)}",
        "Try again later; if it stays so, look at the platform's status page or ask whoever runs it.")
    {
        RetryEligibility = repeatability,
    };

    private static string Advice(string words, int status) => status switch
    {
        412 => "The platform could not read the request body. Check what -AdditionalBody adds.",
        _ when Contains(words, "at least one component") => "Select something to export, or leave the selecting parameters out to export everything.",
        403 => "Ask whoever runs the platform or the proxy in front of it what this account may do.",
        _ => "Read the platform's words above; -Verbose shows the request.",
    };

    private static string About(ApiCall call) => call.BotId is null ? string.Empty : $" for bot {call.BotId}";

    private static string Words(string words, int status) =>
        words.Length > 0 ? $"\"{words}\" (HTTP {status})." : $"HTTP {status}.";

    private static bool Contains(string text, params string[] any) =>
        Array.Exists(any, word => text.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0);

    private static TimeSpan? ReadRetryAfter(HttpResponseMessage response, KoreSession session) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - (session.Clock.UtcNow + session.ServerClockOffset),
        _ => null,
    };
}

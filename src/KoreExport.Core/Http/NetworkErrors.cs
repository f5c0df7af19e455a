using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using KoreExport.Errors;

namespace KoreExport.Http;

/// <summary>Turns what the network stack throws, on .NET and on .NET Framework, into an error that names the cause.</summary>
internal static class NetworkErrors
{
    private const string CheckNetwork =
        "Check -HostUri, the network, DNS, firewall and proxy of this machine (-Proxy on Connect-KoreSession).";

    /// <param name="failure">What was thrown.</param>
    /// <param name="session">Whose request it was.</param>
    /// <param name="botId">The bot concerned.</param>
    /// <param name="timedOut">Whether our own time-out ended it.</param>
    /// <param name="host">The host it went to, where that is not the session's.</param>
    public static KoreException Describe(Exception failure, KoreSession session, string? botId, bool timedOut, Uri? host = null)
    {
        // With a proxy in between, what is unreachable or fails may be either.
        var name = LogSanitizer.Host(host ?? session.HostUri)
            + (session.Proxy is { } proxy ? $" (through the proxy {LogSanitizer.Host(proxy)})" : string.Empty);
        var safe = ExceptionSanitizer.Sanitize(failure);
        var described = timedOut ? TimedOut(name, session.RequestTimeout, safe) : Choose(failure, safe, name, session);
        described.Target = botId;
        return described;
    }

    /// <summary>The proxy wants to know who is asking; nothing was sent on.</summary>
    public static KoreException ProxyAuthenticationRequired(Exception? inner = null) => new(
        KoreErrorId.Unreachable,
        KoreErrorCategory.AuthenticationError,
        "The proxy requires authentication (HTTP 407).",
        "Pass -Proxy and -ProxyCredential to Connect-KoreSession.",
        inner);

    private static KoreException TimedOut(string host, TimeSpan timeout, Exception inner) => Unreachable(
        $"The request to {host} timed out: no answer within {Seconds(timeout)} seconds.",
        "Check the network and the proxy. A slow platform needs a longer -RequestTimeoutSec on Connect-KoreSession.",
        RetryEligibility.IfIdempotent,
        inner);

    private static KoreException Choose(Exception failure, Exception safe, string host, KoreSession session)
    {
        foreach (var cause in Causes(failure))
        {
            switch (cause)
            {
                case AuthenticationException:
                case WebException { Status: WebExceptionStatus.TrustFailure or WebExceptionStatus.SecureChannelFailure }:
                    return new KoreException(
                        KoreErrorId.CertificateInvalid,
                        KoreErrorCategory.SecurityError,
                        $"The TLS connection to {host} could not be established: {LogSanitizer.Sanitize(cause.Message)}",
                        "Check the host's name and its certificate: is it expired, self-signed, or issued by a company CA that this "
                        + "machine does not trust? Install the certificate of the CA; for a test system only, pass -SkipCertificateCheck.",
                        safe);
                // Our own time-outs carry no such cause; .NET says so of a connection that took too long.
                case OperationCanceledException { InnerException: TimeoutException }:
                    return Unreachable(
                        $"{host} is unreachable: no connection within {Seconds(session.ConnectTimeout)} seconds.",
                        CheckNetwork + " A slow network needs a longer -ConnectTimeoutSec.",
                        RetryEligibility.Always,
                        safe);
                case SocketException socket:
                    return DescribeSocket(socket, host, safe);
                case WebException { Status: WebExceptionStatus.NameResolutionFailure or WebExceptionStatus.ConnectFailure } web:
                    return Unreachable(
                        $"{host} is unreachable: {LogSanitizer.Sanitize(web.Message)}", CheckNetwork, RetryEligibility.Always, safe);
            }
        }

        return IsProxyRefusal(failure.Message)
            ? ProxyAuthenticationRequired(safe)
            : Unreachable(
                $"The connection to {host} failed: {LogSanitizer.Sanitize(Causes(failure).Last().Message)}",
                CheckNetwork,
                RetryEligibility.IfIdempotent,
                safe);
    }

    private static KoreException DescribeSocket(SocketException socket, string host, Exception failure)
    {
        // Where no connection was made nothing can have been carried out.
        var (why, retry) = socket.SocketErrorCode switch
        {
            SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain =>
                ("the host name could not be resolved", RetryEligibility.Always),
            SocketError.ConnectionRefused =>
                ("the connection was refused (nothing listens on that port)", RetryEligibility.Always),
            SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.HostDown or SocketError.NetworkDown =>
                ("there is no route to the host", RetryEligibility.Always),
            SocketError.ConnectionReset or SocketError.ConnectionAborted =>
                ("the connection was reset", RetryEligibility.IfIdempotent),
            SocketError.TimedOut =>
                ("the connection timed out", RetryEligibility.IfIdempotent),
            _ => (LogSanitizer.Sanitize(socket.Message).TrimEnd('.'), RetryEligibility.IfIdempotent),
        };
        return Unreachable($"{host} is unreachable: {why}.", CheckNetwork, retry, failure);
    }

    private static KoreException Unreachable(string message, string action, RetryEligibility retry, Exception inner) =>
        new(KoreErrorId.Unreachable, KoreErrorCategory.ConnectionError, message, action, inner) { RetryEligibility = retry };

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture);

    // .NET: "The proxy tunnel request to proxy '…' failed with status code '407'".
    // .NET Framework: "The remote server returned an error: (407) …".
    private static bool IsProxyRefusal(string message) =>
        message.IndexOf("'407'", StringComparison.Ordinal) >= 0 || message.IndexOf("(407)", StringComparison.Ordinal) >= 0;

    private static IEnumerable<Exception> Causes(Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            yield return cause;
        }
    }
}

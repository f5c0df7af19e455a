using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using KoreExport.Errors;

namespace KoreExport.Http;

/// <summary>Turns what the network stack throws, on .NET and on .NET Framework, into an error that names the cause.</summary>
internal static class NetworkErrors
{
    /// <param name="failure">What was thrown.</param>
    /// <param name="session">Whose request it was.</param>
    /// <param name="botId">The bot concerned.</param>
    /// <param name="timedOut">Whether our own time-out ended it.</param>
    /// <param name="host">The host it went to, where that is not the session's.</param>
    public static KoreException Describe(Exception failure, KoreSession session, string? botId, bool timedOut, Uri? host = null)
    {
        var described = Choose(failure, ExceptionSanitizer.Sanitize(failure), session, timedOut, host ?? session.HostUri);
        described.Target = botId;
        return described;
    }

    /// <summary>Whether the connection was never made, so that nothing can have been carried out.</summary>
    private static bool NeverSent(SocketError error) =>
        error is SocketError.ConnectionRefused or SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain
            or SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.HostDown or SocketError.NetworkDown;

    private static KoreException Choose(Exception failure, Exception safe, KoreSession session, bool timedOut, Uri uri)
    {
        // With a proxy in between, what cannot be reached or breaks may be either.
        var host = LogSanitizer.Host(uri) + (session.Proxy is { } proxy ? $" (through the proxy {LogSanitizer.Host(proxy)})" : string.Empty);
        if (timedOut)
        {
            return Unreachable(
                $"{host} gave no answer within {session.RequestTimeout.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture)} seconds.",
                "Check the network and the proxy. A slow platform needs a longer -RequestTimeoutSec on Connect-KoreSession.",
                RetryEligibility.IfIdempotent,
                safe);
        }

        foreach (var cause in Causes(failure))
        {
            switch (cause)
            {
                case AuthenticationException:
                case WebException { Status: WebExceptionStatus.TrustFailure or WebExceptionStatus.SecureChannelFailure }:
                    return new KoreException(
                        KoreErrorId.CertificateInvalid,
                        KoreErrorCategory.SecurityError,
                        $"No secure connection to {host}: {LogSanitizer.Sanitize(cause.Message)}",
                        "Check the host's name and its certificate (is it expired, self-signed, or issued by a company CA that this machine does not trust?). Install the CA's certificate here; for a test system only, pass -SkipCertificateCheck.",
                        safe);
                case SocketException socket:
                    return DescribeSocket(socket, host, safe);
                case WebException { Status: WebExceptionStatus.NameResolutionFailure or WebExceptionStatus.ConnectFailure } web:
                    return Unreachable($"{host} cannot be reached: {LogSanitizer.Sanitize(web.Message)}", CheckNetwork, RetryEligibility.Always, safe);
            }
        }

        if (IsProxyRefusal(failure.Message))
        {
            return Unreachable("The proxy asks for a user name and password.", "Pass -Proxy and -ProxyCredential to Connect-KoreSession.", RetryEligibility.Never, safe);
        }

        return Unreachable($"The connection to {host} broke: {LogSanitizer.Sanitize(Innermost(failure).Message)}", CheckNetwork, RetryEligibility.IfIdempotent, safe);
    }

    private const string CheckNetwork = "Check -HostUri, the network, DNS, firewall and proxy of this machine (-Proxy on Connect-KoreSession).";

    private static KoreException DescribeSocket(SocketException socket, string host, Exception failure)
    {
        var why = socket.SocketErrorCode switch
        {
            SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => "its name is not known here",
            SocketError.ConnectionRefused => "it refused the connection (nothing listens at that port)",
            SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.HostDown or SocketError.NetworkDown => "there is no way to it from here",
            SocketError.ConnectionReset or SocketError.ConnectionAborted => "it cut the connection off",
            _ => LogSanitizer.Sanitize(socket.Message).TrimEnd('.'),
        };
        return Unreachable($"{host} cannot be reached: {why}.", CheckNetwork, NeverSent(socket.SocketErrorCode) ? RetryEligibility.Always : RetryEligibility.IfIdempotent, failure);
    }

    private static KoreException Unreachable(string message, string action, RetryEligibility repeatability, Exception inner) =>
        new(KoreErrorId.Unreachable, KoreErrorCategory.ConnectionError, message, action, inner) { RetryEligibility = repeatability };

    // .NET: "The proxy tunnel request to proxy '…' failed with status code '407'". .NET Framework: "The remote server returned an error: (407) …".
    private static bool IsProxyRefusal(string message) =>
        message.IndexOf("'407'", StringComparison.Ordinal) >= 0 || message.IndexOf("(407)", StringComparison.Ordinal) >= 0;

    private static IEnumerable<Exception> Causes(Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            yield return cause;
        }
    }

    private static Exception Innermost(Exception failure)
    {
        while (failure.InnerException is { } inner)
        {
            failure = inner;
        }

        return failure;
    }
}

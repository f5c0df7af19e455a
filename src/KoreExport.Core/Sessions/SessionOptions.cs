using System.Net;
using KoreExport.Abstractions;

namespace KoreExport.Sessions;

/// <summary>How a session behaves, beyond host and credential.</summary>
internal sealed record SessionOptions
{
    /// <summary>The <c>sub</c> claim; free text.</summary>
    public string Subject { get; init; } = TokenRequest.DefaultSubject;

    /// <summary>How long each token lives.</summary>
    public TimeSpan TokenLifetime { get; init; } = TokenRequest.DefaultLifetime;

    /// <summary>The platform's public key, where the app enforces encrypted tokens.</summary>
    public EncryptionKey? EncryptionKey { get; init; }

    /// <summary>The proxy for all requests; without one the system's settings count.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>Uses no proxy, whatever the system's settings say.</summary>
    public bool NoProxy { get; init; }

    /// <summary>Who we are to the proxy.</summary>
    public NetworkCredential? ProxyCredential { get; init; }

    /// <summary>Takes any certificate. For test systems only.</summary>
    public bool SkipCertificateCheck { get; init; }

    /// <summary>Takes plain http for hosts other than this machine.</summary>
    public bool AllowHttp { get; init; }

    /// <summary>How long one API call may take.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>
    /// How long a connection may take; null for 30 seconds, or <see cref="RequestTimeout"/> where that is less.
    /// </summary>
    public TimeSpan? ConnectTimeout { get; init; }

    /// <summary>
    /// How long a download may go without a byte; null for 30 seconds, or <see cref="RequestTimeout"/> where that is less.
    /// </summary>
    public TimeSpan? StallTimeout { get; init; }

    /// <summary>How often a call that failed for a passing reason is repeated.</summary>
    public int MaximumRetryCount { get; init; } = 5;

    /// <summary>Calls a minute for one key of the platform's rate limits; 0 for any number.</summary>
    public int RequestsPerMinute { get; init; } = 60;

    /// <summary>How long a call outside a wait waits out the platform's rate limit, and how long its retries may take in all.</summary>
    public TimeSpan RateLimitTimeout { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Time for the session and everything done with it.</summary>
    public Clock Clock { get; init; } = Clock.System;

    /// <summary>Where jitter comes from: a number from 0 to 1.</summary>
    public Func<double> Jitter { get; init; } = RandomJitter.Next;
}

/// <summary>Spreads out what many clients would otherwise do at the same moment.</summary>
internal static class RandomJitter
{
    private static readonly Random Random = new();

    public static double Next()
    {
        lock (Random)
        {
            return Random.NextDouble();
        }
    }
}

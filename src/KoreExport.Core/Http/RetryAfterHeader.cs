using System.Globalization;

namespace KoreExport.Http;

/// <summary>Reads how long a server asks to wait: <c>Retry-After</c> in seconds, or as a date (RFC 9110, 10.2.3).</summary>
internal static class RetryAfterHeader
{
    // A clock that is off by years is no clock, and nobody means a pause of years; both would take times out of their range.
    private static readonly TimeSpan Absurd = TimeSpan.FromDays(3650);

    /// <summary>The pause; null where none is asked for, or an absurd one.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="now">What the sender's clock is taken to show where the answer has no <c>Date</c>.</param>
    public static TimeSpan? Read(HttpResponseMessage response, DateTimeOffset now)
    {
        TimeSpan? asked = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,

            // A date is by the clock of whoever wrote it.
            { Date: { } date } => date - (ReadDate(response, now) ?? now),
            _ => null,
        };
        return asked < Absurd ? asked : null;
    }

    /// <summary>The sender's clock when it answered; null where the header is missing or absurd.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="now">The time by our own clock.</param>
    public static DateTimeOffset? ReadDate(HttpResponseMessage response, DateTimeOffset now) =>
        response.Headers.Date is { } date && (date - now).Duration() < Absurd ? date : null;

    /// <summary>What was asked for, as the end of a sentence; empty where nothing was.</summary>
    public static string Describe(TimeSpan? retryAfter) =>
        retryAfter is { } asked && asked > TimeSpan.Zero
            ? $"; it asks to wait {Math.Ceiling(asked.TotalSeconds).ToString("#,0", CultureInfo.InvariantCulture)} seconds (Retry-After)"
            : string.Empty;
}

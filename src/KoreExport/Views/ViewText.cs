using System.Globalization;
using System.Management.Automation;

namespace KoreExport;

/// <summary>
/// What KoreExport.Format.ps1xml shows of values, the same in every culture: otherwise Thai, Arabic or Persian machines would show other
/// years than logs and file names do.
/// </summary>
public static class ViewText
{
    /// <summary>A time in UTC, to the second.</summary>
    /// <param name="time">A DateTime or DateTimeOffset, or a copy of one that went through a file or a job.</param>
    public static string? Time(object? time) => Utc(time)?.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>A number.</summary>
    /// <param name="number">Any number.</param>
    public static string? Number(object? number) => Convert.ToString(Base(number), CultureInfo.InvariantCulture);

    /// <summary>When an utterance export was asked for: the platform's record may be older than the request.</summary>
    /// <param name="export">An export.</param>
    public static string? RequestedOn(PSObject export) => Time(Value(export, "RequestedTime")) ?? Time(Value(export, "CreatedOn"));

    /// <summary>How many problems of which sort a report has.</summary>
    /// <param name="report">A report.</param>
    public static string Problems(PSObject report) => Join(Enum.GetNames(typeof(KoreBackupProblemKind)).Select(name =>
        Base(Value(report, name)) is int count and > 0 ? $"{Number(count)} {name.ToLowerInvariant()}" : null));

    /// <summary>What is special about a session.</summary>
    /// <param name="session">A session.</param>
    public static string SessionNotes(PSObject session) => Join([
        Base(Value(session, "IsConnected")) is true ? null : "disconnected",
        Base(Value(session, "SkipCertificateCheck")) is true ? "any certificate" : null,
        Base(Value(session, "AllowHttp")) is true ? "http allowed" : null,
    ]);

    private static string Join(IEnumerable<string?> texts) => string.Join(", ", texts.Where(static text => text is not null));

    private static object? Value(PSObject instance, string property) => instance.Properties[property]?.Value;

    private static DateTime? Utc(object? time) => Base(time) switch
    {
        DateTimeOffset moment => moment.UtcDateTime,
        DateTime { Kind: DateTimeKind.Local } local => local.ToUniversalTime(),
        DateTime other => other,
        _ => time is PSObject copy && copy.Properties["UtcDateTime"]?.Value is { } utc ? Base(utc) as DateTime? : null,
    };

    private static object? Base(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}

using System.Globalization;
using System.Management.Automation;

namespace KoreExport;

/// <summary>
/// What KoreExport.Format.ps1xml shows of values, the same in every culture: otherwise Thai, Arabic or Persian machines would show other
/// years than logs and file names do. Objects may be copies that went through a file or a job.
/// </summary>
public static class ViewText
{
    private const string None = "none";

    /// <summary>A time in UTC, to the second.</summary>
    /// <param name="time">A DateTime or DateTimeOffset, or a copy of one.</param>
    public static string? Time(object? time) => Utc(time)?.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>The time of day in UTC, to the millisecond.</summary>
    /// <param name="time">A DateTime or DateTimeOffset, or a copy of one.</param>
    public static string? Clock(object? time) => Utc(time)?.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);

    /// <summary>A number.</summary>
    /// <param name="number">Any number.</param>
    public static string? Number(object? number) => Convert.ToString(Base(number), CultureInfo.InvariantCulture);

    /// <summary>A number of bytes in the largest unit that leaves a digit before the point: B, KB, MB, GB or TB of 1,024 each.</summary>
    /// <param name="bytes">Any number.</param>
    public static string? Size(object? bytes) => Base(bytes) is IConvertible number and not string
        ? Size(number.ToDouble(CultureInfo.InvariantCulture))
        : null;

    /// <summary>
    /// The name of the file of an object. Where it begins with the bot's id an ellipsis stands for that: the rest tells the files apart.
    /// </summary>
    /// <param name="instance">An object with a BotId.</param>
    /// <param name="path">The path.</param>
    public static string? FileName(PSObject instance, object? path)
    {
        var name = Leaf(path);
        var id = Text(instance, "BotId");
        return name is not null && id is { Length: > 0 } && name.StartsWith(id + ".", StringComparison.Ordinal)
            ? "…" + name.Substring(id.Length)
            : name;
    }

    /// <summary>What people call the bot of an object; its id where it has no name, and "account" where it has neither.</summary>
    /// <param name="instance">An object with Name and BotId.</param>
    public static string Name(PSObject instance) =>
        Text(instance, "Name") is { Length: > 0 } name ? name : Text(instance, "BotId") is { Length: > 0 } id ? id : "account";

    /// <summary>When an utterance export was asked for: the platform's record may be older than the request.</summary>
    /// <param name="export">An export.</param>
    public static string? RequestedOn(PSObject export) => Time(Value(export, "RequestedTime")) ?? Time(Value(export, "CreatedOn"));

    /// <summary>How many problems of which sort a report has.</summary>
    /// <param name="report">A report.</param>
    public static string Problems(PSObject report) => Join(Enum.GetNames(typeof(KoreBackupProblemKind)).Select(name =>
        Base(Value(report, name)) is int count and > 0 ? $"{Number(count)} {name.ToLowerInvariant()}" : null));

    /// <summary>How a session signs, and what is special about it.</summary>
    /// <param name="session">A session.</param>
    public static string SessionNotes(PSObject session) => Join([
        Text(session, "Algorithm"),
        Text(session, "EncryptionKeyId") is { Length: > 0 } ? "encrypted" : null,
        Base(Value(session, "IsConnected")) is true ? null : "disconnected",
        Base(Value(session, "SkipCertificateCheck")) is true ? "any certificate" : null,
        Base(Value(session, "AllowHttp")) is true ? "http allowed" : null,
    ]);

    /// <summary>The faults of a group that are not as they are at the start: their names and values.</summary>
    /// <param name="group">One of the groups of a sandbox's faults.</param>
    public static string Faults(object? group)
    {
        if (Base(group) is not { } faults)
        {
            return None;
        }

        var pristine = Activator.CreateInstance(faults.GetType());
        var changed = Join(
            from property in faults.GetType().GetProperties()
            let value = property.GetValue(faults)
            where !Equals(value, property.GetValue(pristine))
            select $"{property.Name} = {Number(value)}");
        return changed.Length > 0 ? changed : None;
    }

    // Whichever system the path is of.
    private static string? Leaf(object? path) =>
        Base(path) is string text ? text.Substring(text.LastIndexOfAny(['/', '\\']) + 1) : null;

    private static string Size(double bytes)
    {
        string[] units = ["B", "KB", "MB", "GB", "TB"];
        var unit = 0;
        while (Math.Abs(bytes) >= 1023.95 && unit < units.Length - 1)
        {
            bytes /= 1024;
            unit++;
        }

        return bytes.ToString(unit == 0 ? "0" : "0.0", CultureInfo.InvariantCulture) + " " + units[unit];
    }

    private static string Join(IEnumerable<string?> texts) => string.Join(", ", texts.Where(static text => text is not null));

    private static object? Value(PSObject instance, string property) => instance.Properties[property]?.Value;

    private static string? Text(PSObject instance, string property) => Base(Value(instance, property)) as string;

    private static DateTime? Utc(object? time) => Base(time) switch
    {
        DateTimeOffset moment => moment.UtcDateTime,
        DateTime { Kind: DateTimeKind.Local } local => local.ToUniversalTime(),
        DateTime other => other,
        _ => time is PSObject copy && copy.Properties["UtcDateTime"]?.Value is { } utc ? Base(utc) as DateTime? : null,
    };

    private static object? Base(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}

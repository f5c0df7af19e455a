using System.Globalization;
using System.Management.Automation;
using System.Text.RegularExpressions;
using KoreExport.Errors;

namespace KoreExport.Parameters;

/// <summary>
/// Takes a duration as TimeSpan, as a number of seconds, or as text: seconds, <c>hours:minutes[:seconds]</c> with any number of hours, or
/// <c>days.hours:minutes[:seconds]</c>. Left alone, PowerShell would read a number as ticks of 100 ns, and 26:00:00 as 26 days.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DurationAttribute : ArgumentTransformationAttribute
{
    private static readonly Regex Clock = new(
        @"\A(?:(?<d>\d{1,6})\.)?(?<h>\d{1,7}):(?<m>[0-5]?\d)(?::(?<s>[0-5]?\d(?:\.\d{1,7})?))?\z",
        RegexOptions.CultureInvariant,
        TimeSpan.FromSeconds(1));

    /// <summary>The shortest duration that makes sense, in seconds.</summary>
    public double Minimum { get; set; }

    /// <summary>The longest duration that makes sense, in seconds.</summary>
    public double Maximum { get; set; } = TimeSpan.FromDays(36500).TotalSeconds;

    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (value is null)
        {
            return value;
        }

        // NaN is not within any bounds.
        return Seconds(value) is { } seconds && seconds >= Minimum && seconds <= Maximum
            ? TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond))
            : throw new ArgumentTransformationMetadataException(string.Format(
                CultureInfo.InvariantCulture,
                "'{0}' is no duration from {1} to {2} seconds. "
                + "Give a TimeSpan, a number of seconds, or text such as 26:00:00 (hours, minutes, seconds).",
                LogSanitizer.Sanitize(Convert.ToString(value, CultureInfo.InvariantCulture)),
                Minimum,
                Maximum));
    }

    private static double? Seconds(object value) => value switch
    {
        TimeSpan span => span.TotalSeconds,
        string text => Seconds(text.Trim()),
        bool or char or DateTime or Enum => null,
        IConvertible number => number.ToDouble(CultureInfo.InvariantCulture),
        _ => null,
    };

    private static double? Seconds(string text)
    {
        const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        if (double.TryParse(text, Plain, CultureInfo.InvariantCulture, out var seconds))
        {
            return seconds;
        }

        var clock = Clock.Match(text);
        var hours = Number(clock, "h");
        return !clock.Success || (clock.Groups["d"].Success && hours > 23)
            ? null
            : (((Number(clock, "d") * 24) + hours) * 3600) + (Number(clock, "m") * 60) + Number(clock, "s");
    }

    private static double Number(Match match, string group) =>
        match.Groups[group] is { Success: true, Value: var digits } ? double.Parse(digits, CultureInfo.InvariantCulture) : 0;
}

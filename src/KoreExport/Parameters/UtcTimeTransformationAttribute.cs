using System.Globalization;
using System.Management.Automation;

namespace KoreExport.Parameters;

/// <summary>
/// Takes a time as it comes back from files and jobs. One without a zone is taken for UTC, because all times of this module are; of a
/// DateTimeOffset that was serialised there is no more left than its properties.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class UtcTimeTransformationAttribute : ArgumentTransformationAttribute
{
    private const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;

    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            DateTimeOffset time => time.ToUniversalTime(),
            DateTime { Kind: DateTimeKind.Unspecified } time => new DateTimeOffset(time, TimeSpan.Zero),
            DateTime time => new DateTimeOffset(time).ToUniversalTime(),
            string text when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Utc, out var time) => time,
            PSCustomObject when ((PSObject)inputData).Properties["UtcDateTime"]?.Value is DateTime utc =>
                new DateTimeOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc)),
            _ => inputData,
        };
    }
}

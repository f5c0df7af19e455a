using System.Collections;
using System.Management.Automation;

namespace KoreExport.Parameters;

/// <summary>
/// Takes bot ids from what is piped in: text as it is, and objects (also those that went through a file or a job) by their BotId.
/// Without it the binder would take an object's ToString for an id.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class BotIdTransformationAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData) => inputData switch
    {
        PSObject { BaseObject: IList list } => list.Cast<object>().Select(One).ToArray(),
        IList list => list.Cast<object>().Select(One).ToArray(),
        _ => One(inputData),
    };

    private static object? One(object? item)
    {
        if (item is null || (item as PSObject)?.BaseObject is string || item is string)
        {
            return item;
        }

        return PSObject.AsPSObject(item).Properties["BotId"]?.Value ?? item;
    }
}

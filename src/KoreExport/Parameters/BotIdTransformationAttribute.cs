using System.Collections;
using System.Management.Automation;

namespace KoreExport.Parameters;

/// <summary>
/// Takes bot ids from what is given: text without surrounding blanks, and objects (also those that went through a file or a job) by their
/// BotId. Where that is missing the id is empty, for the cmdlet to say so. Anything else is refused: the binder would take its ToString
/// for an id and ask the platform for it.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class BotIdTransformationAttribute : ArgumentTransformationAttribute
{
    /// <summary>Whether what belongs to the account, and so to no bot, is no id; else it is an empty one.</summary>
    public bool LeavesOutAccount { get; set; }

    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        Base(inputData) is IList list ? list.Cast<object?>().SelectMany(Ids).ToArray() : Single(Ids(inputData));

    private static object? Single(IReadOnlyList<string> ids) => ids.Count == 1 ? ids[0] : ids.ToArray();

    private IReadOnlyList<string> Ids(object? item)
    {
        if (Text(item, out var id))
        {
            return [id];
        }

        var property = PSObject.AsPSObject(item!).Properties["BotId"];
        if (property is null)
        {
            throw Refused(item!);
        }

        var value = property.Value;
        if (Text(value, out id))
        {
            return LeavesOutAccount && id.Length == 0 && IsOfAccount(item!) ? [] : [id];
        }

        return Base(value) is IEnumerable several
            ? several.Cast<object?>().Select(one => Text(one, out var text) ? text : throw Refused(one!)).ToList()
            : throw Refused(value);
    }

    private static bool IsOfAccount(object item) =>
        PSObject.AsPSObject(item).Properties["Kind"]?.Value?.ToString() == nameof(KoreExportKind.Role);

    private static bool Text(object? item, out string text)
    {
        var value = Base(item);
        text = (value as string)?.Trim() ?? string.Empty;
        return value is null or string;
    }

    private static object? Base(object? item) => item is PSObject wrapped ? wrapped.BaseObject : item;

    private static ArgumentTransformationMetadataException Refused(object item) => new(
        "A bot id is text such as st-6fa10d24-0000-0000-0000-1e33a82b115e, or an object with a property BotId; "
        + $"this is {Base(item)!.GetType().FullName}.");
}

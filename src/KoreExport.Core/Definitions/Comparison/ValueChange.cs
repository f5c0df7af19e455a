namespace KoreExport.Definitions;

/// <summary>A difference inside a component.</summary>
/// <param name="Change">What happened.</param>
/// <param name="Parts">The way to the value, members and keys.</param>
/// <param name="Name">The value's own name, or that of the array it is in.</param>
/// <param name="ParentName">The name of the container.</param>
/// <param name="Before">The older value.</param>
/// <param name="After">The newer value.</param>
/// <param name="OwnerBefore">The object that holds the older value, where one does.</param>
/// <param name="OwnerAfter">The object that holds the newer value, where one does.</param>
internal sealed record ValueChange(
    KoreChangeKind Change,
    string[] Parts,
    string Name,
    string ParentName,
    JsonSlice? Before,
    JsonSlice? After,
    JsonSlice? OwnerBefore,
    JsonSlice? OwnerAfter
);

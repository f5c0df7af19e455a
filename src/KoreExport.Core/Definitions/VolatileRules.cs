namespace KoreExport.Definitions;

/// <summary>
/// What changes from export to export although nobody changed the bot, measured on pairs of consecutive exports. A tree keeps such values
/// apart, and a comparison leaves them out.
/// </summary>
internal static class VolatileRules
{
    private static readonly HashSet<string> OfTheBot = new(StringComparer.Ordinal)
    {
        "encryptedHash",
        "latestEncryptedHash",
        "environmentVersionInfo",
    };

    // Who touched it last, and when.
    private static readonly HashSet<string> Stamps = new(StringComparer.Ordinal)
    {
        "lMod",
        "lModBy",
        "lModOn",
        "lModifiedOn",
        "lModifiedBy",
        "lastModifiedOn",
        "lastModifiedBy",
        "lastModified",
        "modifiedOn",
        "modifiedBy",
        "createdOn",
        "createdBy",
    };

    // The canvas: where a node is drawn.
    private static readonly HashSet<string> Canvas = new(StringComparer.Ordinal) { "positionMeta", "metadata" };

    private static readonly HashSet<string> UnorderedLists = new(StringComparer.Ordinal)
    {
        "tasks",
        "nlpData",
        "settings",
        "dialogs",
        "alerts",
        "actions",
        "forms",
    };

    /// <summary>Whether a value inside a component is volatile, so that a tree keeps it apart.</summary>
    /// <param name="member">The member of the definition; empty for what is in the definition itself.</param>
    /// <param name="parent">The name of the container that holds the value, array or object.</param>
    /// <param name="name">The value's own name.</param>
    public static bool IsVolatile(string member, string parent, string name) =>
        member switch
        {
            _ when Stamps.Contains(name) => true,
            "" => OfTheBot.Contains(name),
            "smallTalk" => name == "groupId" || (parent == "botUtterances" && name == "_id"),
            "localeData" => parent == "nlMeta",
            "advancedNLSettings" => name == "state",
            _ => false,
        };

    /// <summary>Whether a comparison leaves a value in a component out: more than a tree keeps apart, as ids identify nothing.</summary>
    public static bool IsLeftOut(string member, string parent, string name) =>
        name is "_id" or "__v"
        || IsVolatile(member, parent, name)
        || (member == "localeData" && name == "nlMeta")
        || (member == "dialogs" && Canvas.Contains(name));

    /// <summary>Whether the ids of the kind are made anew so often that a tree keeps them and all references to them apart.</summary>
    public static bool HasVolatileIds(string member) => member is "scenes" or "sceneComponents";

    /// <summary>Whether an array inside a component has no order.</summary>
    public static bool IsUnorderedList(string member, string name) => member == "exportOptions" && UnorderedLists.Contains(name);
}

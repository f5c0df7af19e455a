namespace KoreExport.Definitions;

/// <summary>
/// What stands in a tree's JSON for a value that is kept elsewhere or in another form: an object whose first member has one of these
/// names. An object of the bot's own that begins with '$' is wrapped in <see cref="Value"/>.
/// </summary>
internal static class Directive
{
    /// <summary>
    /// The value is in a file: JSON, or a text whose final new line does not count. <see cref="IsEncoded"/> says whether the platform
    /// has the text percent-encoded.
    /// </summary>
    public const string File = "$file";

    /// <summary>The text is percent-encoded on the platform.</summary>
    public const string Encoded = "$encoded";

    /// <summary>The value changes by itself and is in <c>volatile.json</c>.</summary>
    public const string Volatile = "$volatile";

    /// <summary>The id of the component with this <c>refId</c>; also as the beginning of a member's name.</summary>
    public const string Id = "$id";

    /// <summary>An array whose items are the files of a folder.</summary>
    public const string Folder = "$folder";

    /// <summary>An array whose items are in the files of a folder, several in each.</summary>
    public const string Group = "$group";

    /// <summary>The value itself, although it looks like one of these.</summary>
    public const string Value = "$value";

    /// <summary>A member's name that only looks as if it stood for an id.</summary>
    public const string NamePrefix = "$name:";

    public const string IdPrefix = Id + ":";

    public const string IsEncoded = "encoded";

    /// <summary>The directive that the value is, or null.</summary>
    public static string? Find(JsonSlice value)
    {
        foreach (var (name, _) in value.Members())
        {
            var text = name.Text[1] == (byte)'$' ? name.GetText()! : null;
            return text is null || IsReservedName(text) ? null : text;
        }

        return null;
    }

    /// <summary>Whether a member's name is, or looks like, one that stands for an id.</summary>
    public static bool IsReservedName(string name) =>
        name.StartsWith(IdPrefix, StringComparison.Ordinal) || name.StartsWith(NamePrefix, StringComparison.Ordinal);
}

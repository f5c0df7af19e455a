using System.Text;
using System.Text.RegularExpressions;

namespace KoreExport.Definitions;

/// <summary>Where a text of a component goes in a tree.</summary>
internal enum TextPlace
{
    /// <summary>It stays as it is.</summary>
    InPlace,

    /// <summary>It stays, but decoded.</summary>
    Decoded,

    /// <summary>
    /// It stays as it is, marked as the platform's own: code with a percent-code that cannot be decoded, which in an editor's text would
    /// be a mistake.
    /// </summary>
    Guarded,

    /// <summary>It gets a file of its own.</summary>
    File,
}

/// <summary>Decides for each text whether it is code, whether it is percent-encoded, and where a reader looks for it.</summary>
internal readonly record struct TextPlacement(TextPlace Place, string Text, bool IsEncoded, string Extension)
{
    private static readonly Encoding Strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly Regex Markers = new(
        @"^(<{7}|>{7})( |$)",
        RegexOptions.Multiline | RegexOptions.CultureInvariant,
        TimeSpan.FromSeconds(5));
    private static readonly TextPlacement AsItIs = new(TextPlace.InPlace, string.Empty, false, string.Empty);

    /// <summary>Whether the text has lines like those that git leaves where a merge had conflicts.</summary>
    public static bool HasConflictMarkers(string text) =>
        (text.IndexOf("<<<<<<<", StringComparison.Ordinal) >= 0 || text.IndexOf(">>>>>>>", StringComparison.Ordinal) >= 0)
        && Markers.IsMatch(text);

    /// <summary>Whether the platform has code under that name: <c>script</c> everywhere, and texts of type <c>uxmap</c>.</summary>
    public static bool IsCode(string name, JsonSlice owner) =>
        name == "script" || (name == "text" && owner.Member("type")?.Is("uxmap") == true);

    /// <summary>Chooses the place.</summary>
    /// <param name="member">The member of the definition that the text is in.</param>
    /// <param name="name">The text's own name.</param>
    /// <param name="owner">The object it is in.</param>
    /// <param name="token">The text.</param>
    public static TextPlacement Choose(string member, string name, JsonSlice owner, JsonSlice token)
    {
        var isText = name is "text" or "script" or "value" or "response";
        if (!isText && token.Text.IndexOf((byte)'%') < 0)
        {
            return AsItIs;
        }

        var isExact = JsonText.TryDecodeExactly(token.Text, out var raw);
        var fallback = IsBroken(name, raw) ? AsItIs with { Place = TextPlace.Guarded } : AsItIs;
        if (!isExact || raw.Length == 0)
        {
            return fallback;
        }

        var survives = PercentCode.TryDecodeExactly(raw, out var decoded);
        var isCode = IsCode(name, owner);
        var isEncoded = survives && (isCode || decoded != raw);
        var text = isEncoded ? decoded : raw;
        var isScript = isCode && (member == "dialogComponents" || name == "text" || decoded != raw || raw.IndexOf('\n') >= 0);
        var wantsFile = isScript || (isText && text.IndexOf('\n') >= 0);
        if (wantsFile && CanBeFile(text))
        {
            return new TextPlacement(
                TextPlace.File,
                text,
                isEncoded,
                isCode ? "js"
                    : member == "knowledgeTasks" ? "md"
                    : "txt");
        }

        return isEncoded && decoded != raw ? new TextPlacement(TextPlace.Decoded, text, true, string.Empty) : fallback;
    }

    /// <summary>Whether it is code that the platform could not decode.</summary>
    public static bool IsBroken(string name, string text) => name == "script" && !PercentCode.TryDecode(text, out _);

    private static bool CanBeFile(string text)
    {
        if (text[0] == '\uFEFF' || HasConflictMarkers(text))
        {
            return false;
        }

        try
        {
            return Strict.GetByteCount(text) > 0;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}

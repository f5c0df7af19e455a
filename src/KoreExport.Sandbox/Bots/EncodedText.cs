namespace KoreExport.Sandbox.Bots;

/// <summary>Texts and scripts as the platform keeps them: as ECMAScript's encodeURIComponent does.</summary>
internal static class EncodedText
{
    // Uri escapes these too, and on .NET Framework leaves them, as encodeURIComponent does.
    private static readonly (string Code, string Character)[] Plain =
        [("%21", "!"), ("%27", "'"), ("%28", "("), ("%29", ")"), ("%2A", "*")];

    public static string Encode(string text) =>
        Plain.Aggregate(Uri.EscapeDataString(text), static (rest, one) => rest.Replace(one.Code, one.Character));
}

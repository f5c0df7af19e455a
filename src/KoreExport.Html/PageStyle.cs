using System.Security.Cryptography;
using System.Text;

namespace KoreExport.Html;

/// <summary>
/// The style of the page, which its content security policy names by its hash: any other style, and every script, is refused.
/// </summary>
internal static class PageStyle
{
    /// <summary>The text, as browsers read it: with line feeds alone.</summary>
    public static string Text { get; } = Read();

    /// <summary>The content security policy.</summary>
    public static string Policy { get; } = $"default-src 'none'; style-src 'sha256-{Hash()}'; base-uri 'none'; form-action 'none'";

    private static string Read()
    {
        using var stream = typeof(PageStyle).Assembly.GetManifestResourceStream("page.css")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return "\n" + reader.ReadToEnd().Replace("\r", string.Empty);
    }

    private static string Hash()
    {
        using var sha = SHA256.Create();
        return Convert.ToBase64String(sha.ComputeHash(Encoding.UTF8.GetBytes(Text)));
    }
}

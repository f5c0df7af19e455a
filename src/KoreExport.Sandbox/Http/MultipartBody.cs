using System.Text;
using System.Text.RegularExpressions;

namespace KoreExport.Sandbox.Http;

/// <summary>One part of a form.</summary>
/// <param name="Name">The name of the field.</param>
/// <param name="FileName">The name of the file; null where the part is no file.</param>
/// <param name="Content">The bytes.</param>
internal sealed record FormPart(string Name, string? FileName, byte[] Content)
{
    public string Text => Encoding.UTF8.GetString(Content);
}

/// <summary>Reads <c>multipart/form-data</c> (RFC 7578).</summary>
internal static class MultipartBody
{
    // In it a byte is a letter, so that places in the text are places in the bytes.
    private static readonly Encoding Latin1 = Encoding.GetEncoding("ISO-8859-1");

    private static readonly Regex Boundary =
        new(
            "^multipart/form-data\\s*;.*?\\bboundary=(?:\"(?<b>[^\"]+)\"|(?<b>[^;\\s]+))",
            RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>Reads the parts.</summary>
    /// <param name="contentType">The <c>Content-Type</c> header.</param>
    /// <param name="body">The body.</param>
    /// <returns>Null where it is no form.</returns>
    public static IReadOnlyList<FormPart>? TryParse(string? contentType, byte[] body)
    {
        var match = Boundary.Match(contentType ?? "");
        if (!match.Success)
        {
            return null;
        }

        var (text, delimiter) = (Latin1.GetString(body), "--" + match.Groups["b"].Value);
        var parts = new List<FormPart>();
        var start = text.StartsWith(delimiter, StringComparison.Ordinal)
            ? 0
            : text.IndexOf("\r\n" + delimiter, StringComparison.Ordinal) + 2;
        if (start == 1)
        {
            return null;
        }

        while (true)
        {
            start += delimiter.Length;
            if (string.CompareOrdinal(text, start, "--", 0, 2) == 0)
            {
                return parts;
            }

            var head = text.IndexOf("\r\n\r\n", start, StringComparison.Ordinal);
            var end = head < 0 ? -1 : text.IndexOf("\r\n" + delimiter, head + 2, StringComparison.Ordinal);
            if (end < 0 || Part(text.Substring(start, head - start), body, head + 4, end) is not { } part)
            {
                return null;
            }

            parts.Add(part);
            start = end + 2;
        }
    }

    private static FormPart? Part(string head, byte[] body, int start, int end)
    {
        var content = body.AsSpan(start, Math.Max(0, end - start)).ToArray();
        return Parameter(head, "name") is { } name ? new FormPart(name, Parameter(head, "filename"), content) : null;
    }

    private static string? Parameter(string head, string name)
    {
        var match = Regex.Match(
            head,
            "^content-disposition:[^\r\n]*;\\s*" + name + "=(?:\"(?<v>(?:[^\"\\\\]|\\\\.)*)\"|(?<v>[^;\\s]+))",
            RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Multiline);
        return match.Success ? Encoding.UTF8.GetString(Latin1.GetBytes(match.Groups["v"].Value)) : null;
    }
}

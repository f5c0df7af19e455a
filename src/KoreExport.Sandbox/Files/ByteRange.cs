using System.Globalization;
using System.Text.RegularExpressions;

namespace KoreExport.Sandbox.Files;

/// <summary>The part of a file that is asked for: a single range of bytes as RFC 9110 has it.</summary>
/// <param name="From">The first byte.</param>
/// <param name="Length">How many bytes; 0 where the file has none of them.</param>
internal readonly record struct ByteRange(long From, long Length)
{
    private static readonly Regex Pattern = new("^bytes=(?<from>[0-9]*)-(?<to>[0-9]*)$", RegexOptions.CultureInvariant);

    /// <summary>Reads a <c>Range</c> header.</summary>
    /// <returns>Null where it is not a single range: several, or something else, are answered with the whole file, as the RFC
    /// allows.</returns>
    public static ByteRange? Parse(string? header, long fileLength)
    {
        var match = Pattern.Match(header ?? "");
        var from = Number(match.Groups["from"].Value);
        var to = Number(match.Groups["to"].Value);
        if (!match.Success || (from is null && to is null) || to < from)
        {
            return null;
        }

        if (from is null)
        {
            var last = Math.Min(to!.Value, fileLength);
            return new ByteRange(fileLength - last, last);
        }

        var end = Math.Min(to ?? long.MaxValue, fileLength - 1);
        return new ByteRange(from.Value, Math.Max(0, end - from.Value + 1));
    }

    private static long? Number(string digits) =>
        long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

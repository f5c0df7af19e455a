using System.Text;
using System.Text.RegularExpressions;

namespace KoreExport.Verification;

/// <summary>Tells whether a stream can be a CSV file: UTF-8 text, and not a web page or an error of the platform that took its place.</summary>
internal static class CsvVerifier
{
    private static readonly string[] Pages = ["<!doctype", "<html", "<head", "<?xml", "<!--"];

    private static readonly Regex PlatformError = new(@"\A\{\s*""errors""\s*:", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    /// <summary>Throws <see cref="InvalidDataException"/> saying what is wrong.</summary>
    public static async Task ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var decoder = new UTF8Encoding(false, throwOnInvalidBytes: true).GetDecoder();
        var chunk = new byte[64 * 1024];
        var characters = new char[chunk.Length + 1];
        var head = new StringBuilder();
        int read;
        do
        {
            read = await stream.ReadAsync(chunk, 0, chunk.Length, cancellationToken).ConfigureAwait(false);
            int decoded;
            try
            {
                decoded = decoder.GetChars(chunk, 0, read, characters, 0, flush: read == 0);
            }
            catch (DecoderFallbackException)
            {
                throw new InvalidDataException("it is not text in UTF-8");
            }

            if (Array.IndexOf(characters, '\0', 0, decoded) >= 0)
            {
                throw new InvalidDataException("it is not a text file");
            }

            if (head.Length < 512)
            {
                head.Append(characters, 0, Math.Min(decoded, 512 - head.Length));
            }
        }
        while (read > 0);

        var start = head.ToString().TrimStart('\uFEFF', ' ', '\r', '\n', '\t');
        if (Array.Exists(Pages, page => start.StartsWith(page, StringComparison.OrdinalIgnoreCase)))
        {
            throw new InvalidDataException("it is a web page, not CSV");
        }

        if (PlatformError.IsMatch(start))
        {
            throw new InvalidDataException("it is an error message of the platform, not CSV");
        }

        if (start.Length == 0)
        {
            throw new InvalidDataException("it is empty; not even the header line is there");
        }
    }
}

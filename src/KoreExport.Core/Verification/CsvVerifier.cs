using System.Text;
using System.Text.RegularExpressions;

namespace KoreExport.Verification;

/// <summary>Tells whether a stream can be a CSV file: UTF-8 text in columns, and not a page or an error that came in its place.</summary>
internal sealed class CsvVerifier
{
    private const int HeadLength = 4096;

    // Exports have columns, and so a separator in their first line; commas, as far as is known.
    private static readonly char[] Separators = [',', ';', '\t'];

    // An object with a member, or a list of objects, of which a first line of CSV cannot consist.
    private static readonly Regex Json = new(
        @"\A(\{\s*(""[^""\r\n]*""\s*:|\}\s*\z)|\[\s*(\{|\]\s*\z))", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    private readonly Decoder _decoder = new UTF8Encoding(false, throwOnInvalidBytes: true).GetDecoder();
    private readonly StringBuilder _head = new();
    private char[] _characters = [];

    /// <summary>Reads a whole stream; throws <see cref="InvalidDataException"/> saying what is wrong.</summary>
    public static async Task ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var verifier = new CsvVerifier();
        var chunk = new byte[64 * 1024];
        int read;
        while ((read = await stream.ReadAsync(chunk, 0, chunk.Length, cancellationToken).ConfigureAwait(false)) > 0)
        {
            verifier.Append(chunk, read);
        }

        verifier.Complete();
    }

    /// <summary>Feeds the next bytes; throws <see cref="InvalidDataException"/> where they are not text.</summary>
    public void Append(byte[] bytes, int count) => Decode(bytes, count, isLast: false);

    /// <summary>Says that there are no more bytes; throws <see cref="InvalidDataException"/> where they were not CSV.</summary>
    public void Complete()
    {
        Decode([], 0, isLast: true);
        var text = _head.ToString().TrimStart('\uFEFF', ' ', '\r', '\n', '\t');
        if (text.Length == 0)
        {
            throw new InvalidDataException("it is empty; not even the header line is there");
        }

        if (text[0] == '<')
        {
            throw new InvalidDataException("it is a web page or XML, not CSV");
        }

        if (Json.IsMatch(text))
        {
            throw new InvalidDataException("it is JSON, perhaps an error message of the platform, not CSV");
        }

        var line = text.Split('\r', '\n')[0];
        if (line.IndexOfAny(Separators) < 0 && line.Length < HeadLength)
        {
            throw new InvalidDataException("its first line has no columns, as an error message in plain text has none");
        }
    }

    private void Decode(byte[] bytes, int count, bool isLast)
    {
        if (_characters.Length <= count)
        {
            _characters = new char[count + 1];
        }

        int decoded;
        try
        {
            decoded = _decoder.GetChars(bytes, 0, count, _characters, 0, flush: isLast);
        }
        catch (DecoderFallbackException)
        {
            throw new InvalidDataException("it is not text in UTF-8");
        }

        if (Array.IndexOf(_characters, '\0', 0, decoded) >= 0)
        {
            throw new InvalidDataException("it is not a text file");
        }

        _head.Append(_characters, 0, Math.Min(decoded, HeadLength - _head.Length));
    }
}

using System.Text.Json;
using KoreExport.Errors;

namespace KoreExport.Verification;

/// <summary>Looks into a file that arrived: only what really is an export may get its final name.</summary>
internal static class ExportVerifier
{
    /// <summary>Reads the file through and returns what is known of it, or throws <see cref="KoreErrorId.FileCorrupt"/>.</summary>
    /// <param name="length">How many bytes the file has.</param>
    /// <param name="sha256">Their SHA-256.</param>
    /// <param name="botId">The bot, for the error.</param>
    /// <param name="inspect">Looks into the file, as <see cref="InspectAsync"/> does.</param>
    public static async Task<VerifiedFile> VerifyAsync(
        long length, string sha256, string botId, Func<Task<(string? ContentHash, int? Files)>> inspect)
    {
        if (length == 0)
        {
            throw KoreErrors.FileCorrupt(botId, "it is empty");
        }

        try
        {
            var (contentHash, files) = await inspect().ConfigureAwait(false);
            return new VerifiedFile(length, sha256, contentHash ?? sha256, files);
        }
        catch (InvalidDataException problem)
        {
            throw KoreErrors.FileCorrupt(botId, LogSanitizer.Sanitize(problem.Message).TrimEnd('.'), problem);
        }
        catch (JsonException)
        {
            // Its text may quote the file, which may hold secrets.
            throw KoreErrors.FileCorrupt(botId, "it is not whole JSON");
        }
        catch (Exception problem) when (problem is IOException or ArgumentException or NotSupportedException or OverflowException)
        {
            // What the zip reader throws at damage that it did not expect.
            throw KoreErrors.FileCorrupt(botId, "it is damaged", problem);
        }
    }

    /// <summary>Looks into a file of any age. Throws what the reader of its format throws where it is not one.</summary>
    /// <param name="stream">The file's bytes, from the first on.</param>
    /// <param name="extension"><c>zip</c>, <c>json</c> or <c>csv</c>: what it should be.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <param name="kind">What is exported; null where that is not known.</param>
    /// <returns>Hash and number of an archive's files; null for other files.</returns>
    public static async Task<(string? ContentHash, int? Files)> InspectAsync(
        Stream stream, string extension, CancellationToken cancellationToken, KoreExportKind? kind = null)
    {
        switch (extension)
        {
            case "zip":
                return await ZipVerifier.ReadAsync(stream, cancellationToken).ConfigureAwait(false);
            case "json":
                var json = await JsonVerifier.ReadAsync(stream, cancellationToken).ConfigureAwait(false);
                CheckShape(json, kind);
                return (null, null);
            default:
                await CsvVerifier.ReadAsync(stream, cancellationToken).ConfigureAwait(false);
                return (null, null);
        }
    }

    private static void CheckShape(JsonVerifier json, KoreExportKind? kind)
    {
        if (json.IsPlatformError)
        {
            throw new InvalidDataException("it is an error message of the platform, not an export");
        }

        // The form of utterances is known; what a test suite looks like is not documented.
        var isUtterances = kind == KoreExportKind.MlUtterance;
        if (json.FirstToken != JsonTokenType.StartArray && (isUtterances || json.FirstToken != JsonTokenType.StartObject))
        {
            throw new InvalidDataException(
                isUtterances ? "it is JSON, but not a list of utterances" : "it is JSON, but neither a list nor an object");
        }
    }
}

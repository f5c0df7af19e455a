using System.Text.Json;
using KoreExport.Errors;
using KoreExport.Files;

namespace KoreExport.Verification;

/// <summary>Looks into a file that arrived: only what really is an export may get its final name.</summary>
internal static class ExportVerifier
{
    /// <summary>Reads the file through and returns what is known of it, or throws <see cref="KoreErrorId.FileCorrupt"/>.</summary>
    /// <param name="file">The file.</param>
    /// <param name="extension"><c>zip</c>, <c>json</c> or <c>csv</c>: what it should be.</param>
    /// <param name="botId">The bot, for the error.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<VerifiedFile> VerifyAsync(PartialFile file, string extension, string botId, CancellationToken cancellationToken)
    {
        var sha256 = file.CompleteHash();
        if (file.Length == 0)
        {
            throw KoreErrors.FileCorrupt(botId, "it is empty");
        }

        try
        {
            var (contentHash, files) = await InspectAsync(file.OpenForReading(), extension, cancellationToken).ConfigureAwait(false);
            return new VerifiedFile(file.Length, sha256, contentHash ?? sha256, files);
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
        catch (System.Exception problem) when (problem is IOException or System.ArgumentException or System.NotSupportedException or System.OverflowException)
        {
            // What the zip reader throws at damage that it did not expect.
            throw KoreErrors.FileCorrupt(botId, "it is damaged", problem);
        }
    }

    /// <summary>Looks into a file of any age. Throws what the reader of its format throws where it is not one.</summary>
    /// <returns>Hash and number of an archive's entries; null for other files.</returns>
    public static async Task<(string? ContentHash, int? Files)> InspectAsync(Stream stream, string extension, CancellationToken cancellationToken)
    {
        switch (extension)
        {
            case "zip":
                return await ZipVerifier.ReadAsync(stream, cancellationToken).ConfigureAwait(false);
            case "json":
                var json = await JsonVerifier.ReadAsync(stream, cancellationToken).ConfigureAwait(false);
                if (json.IsPlatformError)
                {
                    throw new InvalidDataException("it is an error message of the platform, not a list of utterances");
                }

                return json.FirstToken is JsonTokenType.StartArray or JsonTokenType.StartObject
                    ? ((string?)null, (int?)null)
                    : throw new InvalidDataException("it is JSON, but not a list of utterances");
            default:
                await CsvVerifier.ReadAsync(stream, cancellationToken).ConfigureAwait(false);
                return (null, null);
        }
    }
}

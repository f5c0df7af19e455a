using System.Globalization;
using System.Text.Json;
using KoreExport.Errors;
using KoreExport.Files;
using KoreExport.Verification;

namespace KoreExport.Backups;

/// <summary>Compares a file with its record.</summary>
internal static class BackupFileCheck
{
    /// <summary>What is wrong with the file, in words; null where it is as it was saved.</summary>
    /// <param name="entry">The record, which is about a file that is there.</param>
    /// <param name="inspect">Whether to look into the file as well.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static string? FindDamage(BackupEntry entry, bool inspect, CancellationToken cancellationToken)
    {
        try
        {
            string? damage = null;
            BusyRetry.Run(() => damage = Compare(entry, inspect, cancellationToken), () => File.Exists(entry.FilePath), attempts: 5);
            return damage;
        }
        catch (JsonException)
        {
            return "it is not whole JSON";
        }
        catch (Exception problem) when (problem is InvalidDataException or OverflowException || PartialFile.IsFileProblem(problem))
        {
            return LogSanitizer.Sanitize(problem.Message).TrimEnd('.');
        }
    }

    private static string? Compare(BackupEntry entry, bool inspect, CancellationToken cancellationToken)
    {
        var record = entry.Record!;
        using var stream = FileHash.Open(entry.FilePath);
        if (stream.Length != record.Size)
        {
            return $"it has {Text(stream.Length)} bytes instead of {Text(record.Size)}";
        }

        if (FileHash.Sha256(stream, cancellationToken) != record.Sha256)
        {
            return "SHA-256 mismatch";
        }

        if (!inspect)
        {
            return null;
        }

        // The bytes are the same; this finds what a newer version of this module knows to look for.
        stream.Position = 0;
        var (contentHash, _) = ExportVerifier.InspectAsync(stream, entry.Name.Ending, cancellationToken).GetAwaiter().GetResult();
        return (contentHash ?? record.Sha256) == record.ContentHash ? null : "content hash mismatch";
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}

using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using KoreExport.Errors;

namespace KoreExport.Verification;

/// <summary>Limits on what an archive may unpack to, against those made to fill disks and waste hours.</summary>
internal static class ArchiveLimits
{
    /// <summary>The most entries an archive may have.</summary>
    public const int MaximumEntries = 100_000;

    /// <summary>The most bytes all entries together may unpack to: real exports have a few dozen megabytes.</summary>
    public const long MaximumTotalBytes = 8L * 1024 * 1024 * 1024;

    /// <summary>From here on the ratio counts; small files of blanks may well pack a thousandfold.</summary>
    public const long RatioMattersFrom = 256L * 1024 * 1024;

    /// <summary>Text packs to a tenth or a twentieth; beyond this it is made to harm.</summary>
    public const int MaximumRatio = 200;

    /// <summary>Why so much may not be unpacked, or null.</summary>
    public static string? Refusal(long unpacked, long packed)
    {
        if (unpacked > MaximumTotalBytes)
        {
            return $"it unpacks to more than {MaximumTotalBytes / (1024 * 1024 * 1024)} GB";
        }

        return unpacked > RatioMattersFrom && unpacked / Math.Max(1, packed) > MaximumRatio ? $"it unpacks to more than {MaximumRatio} times its size" : null;
    }
}

/// <summary>Reads a zip through to its last byte: every entry opens, has the announced checksum, and JSON entries are JSON.</summary>
internal static class ZipVerifier
{
    /// <summary>The entry that every bot export holds (seen in real exports).</summary>
    private const string Definition = "botDefinition.json";

    /// <summary>Returns the content hash and the number of files; throws <see cref="InvalidDataException"/> saying what is wrong.</summary>
    public static async Task<(string ContentHash, int Files)> ReadAsync(Stream zip, CancellationToken cancellationToken)
    {
        var directory = ZipDirectory.Read(zip);
        if (directory.Count > ArchiveLimits.MaximumEntries)
        {
            throw new InvalidDataException($"it has more than {ArchiveLimits.MaximumEntries} entries");
        }

        zip.Position = 0;
        using var archive = new ZipArchive(zip, ZipArchiveMode.Read, leaveOpen: true);
        if (archive.Entries.Count != directory.Count)
        {
            throw new InvalidDataException("its directory is damaged");
        }

        var hash = new ContentHash();
        var total = 0L;
        var files = 0;
        for (var i = 0; i < archive.Entries.Count; i++)
        {
            var entry = archive.Entries[i];
            if (directory[i].IsEncrypted)
            {
                throw new InvalidDataException($"its entry '{LogSanitizer.Sanitize(entry.FullName)}' is encrypted");
            }

            if (entry.FullName.EndsWith("/", StringComparison.Ordinal))
            {
                continue;
            }

            total += await ReadEntryAsync(entry, directory[i], hash, total, zip.Length, cancellationToken).ConfigureAwait(false);
            files++;
        }

        return files > 0 ? (hash.Complete(), files) : throw new InvalidDataException("it holds no files");
    }

    private static async Task<long> ReadEntryAsync(
        ZipArchiveEntry entry, ZipDirectoryEntry announced, ContentHash contentHash, long before, long packed, CancellationToken cancellationToken)
    {
        var name = LogSanitizer.Sanitize(entry.FullName);
        var json = entry.FullName.Equals(Definition, StringComparison.OrdinalIgnoreCase) ? new JsonVerifier() : null;
        Crc32 crc = default;
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var content = entry.Open();
        var chunk = new byte[128 * 1024];
        var length = 0L;
        int read;
        while ((read = await content.ReadAsync(chunk, 0, chunk.Length, cancellationToken).ConfigureAwait(false)) > 0)
        {
            length += read;
            if (ArchiveLimits.Refusal(before + length, packed) is { } refusal)
            {
                throw new InvalidDataException(refusal);
            }

            crc.Append(chunk.AsSpan(0, read));
            sha.AppendData(chunk, 0, read);
            Feed(json, chunk, read, name);
        }

        if (length != entry.Length || crc.Value != announced.Crc32)
        {
            throw new InvalidDataException($"its entry '{name}' is damaged (the checksum does not fit)");
        }

        Complete(json, name);
        contentHash.Add(entry.FullName, length, sha.GetHashAndReset());
        return length;
    }

    private static void Feed(JsonVerifier? json, byte[] chunk, int count, string name)
    {
        try
        {
            json?.Append(chunk, count);
        }
        catch (JsonException)
        {
            throw new InvalidDataException($"its entry '{name}' is not JSON");
        }
    }

    private static void Complete(JsonVerifier? json, string name)
    {
        try
        {
            json?.Complete();
        }
        catch (JsonException)
        {
            throw new InvalidDataException($"its entry '{name}' is not whole JSON");
        }
    }
}

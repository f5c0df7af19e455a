using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using KoreExport.Errors;

namespace KoreExport.Verification;

/// <summary>
/// Reads a zip through to its last byte: it holds a definition, every entry opens and has the announced checksum, and the definition and
/// configuration are JSON.
/// </summary>
internal static class ZipVerifier
{
    /// <summary>The definition's name; the second one since XO11 (vendor documentation, real exports).</summary>
    private static readonly string[] Definitions = ["botDefinition.json", "appDefinition.json"];

    private const string Configuration = "config.json";

    /// <summary>Returns the content hash and the number of files; throws <see cref="InvalidDataException"/> saying what is wrong.</summary>
    public static async Task<(string ContentHash, int Files)> ReadAsync(Stream zip, CancellationToken cancellationToken)
    {
        var directory = ZipDirectory.Read(zip);
        if (directory.Count > ArchiveLimits.MaximumEntries)
        {
            throw new InvalidDataException($"it has more than {ArchiveLimits.MaximumEntries} entries");
        }

        // Names without the UTF-8 flag are read alike on every system.
        zip.Position = 0;
        using var archive = new ZipArchive(zip, ZipArchiveMode.Read, leaveOpen: true, Encoding.UTF8);
        if (archive.Entries.Count != directory.Count)
        {
            throw new InvalidDataException("its directory is damaged");
        }

        var hash = new ContentHash();
        var total = 0L;
        var files = 0;
        var hasDefinition = false;
        for (var i = 0; i < archive.Entries.Count; i++)
        {
            var entry = archive.Entries[i];
            CheckEntry(entry, directory[i]);
            if (!directory[i].IsFolder)
            {
                total += await ReadEntryAsync(entry, directory[i], hash, total, zip.Length, cancellationToken).ConfigureAwait(false);
                files++;
                hasDefinition |= IsOneOf(entry, Definitions);
            }
        }

        if (files == 0)
        {
            throw new InvalidDataException("it holds no files");
        }

        return hasDefinition
            ? (hash.Complete(), files)
            : throw new InvalidDataException($"it has neither {Definitions[0]} nor {Definitions[1]}, so it is no export of a bot");
    }

    private static void CheckEntry(ZipArchiveEntry entry, ZipDirectoryEntry announced)
    {
        if (announced.IsEncrypted)
        {
            throw new InvalidDataException($"its entry '{LogSanitizer.Sanitize(entry.FullName)}' is encrypted");
        }

        if (announced.IsFolder && entry.Length > 0)
        {
            throw new InvalidDataException($"its folder '{LogSanitizer.Sanitize(entry.FullName)}' has content like a file");
        }
    }

    private static async Task<long> ReadEntryAsync(
        ZipArchiveEntry entry,
        ZipDirectoryEntry announced,
        ContentHash contentHash,
        long before,
        long packed,
        CancellationToken cancellationToken)
    {
        var name = LogSanitizer.Sanitize(entry.FullName);
        var json = IsOneOf(entry, Definitions) || IsOneOf(entry, Configuration) ? new JsonVerifier() : null;
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
            if (json is not null)
            {
                Parse(name, () => json.Append(chunk, read));
            }
        }

        if (length != entry.Length || crc.Value != announced.Crc32)
        {
            throw new InvalidDataException($"checksum mismatch (CRC-32): its entry '{name}' is damaged");
        }

        Parse(name, () => json?.Complete());
        CheckDocument(json, name, IsOneOf(entry, Definitions));
        contentHash.Add(announced.Name, length, sha.GetHashAndReset());
        return length;
    }

    private static void Parse(string name, Action parse)
    {
        try
        {
            parse();
        }
        catch (JsonException)
        {
            // Its text may quote the file, which may hold secrets.
            throw new InvalidDataException($"its entry '{name}' is not whole JSON");
        }
    }

    private static void CheckDocument(JsonVerifier? json, string name, bool isDefinition)
    {
        if (json is { IsPlatformError: true })
        {
            throw new InvalidDataException($"its entry '{name}' is an error message of the platform");
        }

        if (json is not null && (json.FirstToken != JsonTokenType.StartObject || (isDefinition && !json.HasMembers)))
        {
            throw new InvalidDataException($"its entry '{name}' is JSON, but not a {(isDefinition ? "definition" : "configuration")}");
        }
    }

    private static bool IsOneOf(ZipArchiveEntry entry, params string[] names) =>
        Array.Exists(names, name => entry.FullName.Equals(name, StringComparison.OrdinalIgnoreCase));
}

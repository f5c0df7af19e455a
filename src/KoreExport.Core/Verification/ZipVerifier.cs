using System.IO.Compression;
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
    /// <param name="zip">The file.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <param name="seen">The entries that were read already as the same bytes passed by; the others are read here.</param>
    public static async Task<(string ContentHash, int Files)> ReadAsync(
        Stream zip, CancellationToken cancellationToken, ZipEntriesSeen? seen = null)
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
                // Also of one that was read already: .NET refuses to open what is odd.
                using var unpacking = entry.Open();
                var content = seen?.Find(directory[i], entry.CompressedLength, IsDocument(entry.FullName))
                    ?? await ReadEntryAsync(unpacking, entry.FullName, total, zip.Length, cancellationToken).ConfigureAwait(false);
                CheckContent(entry, directory[i], content);
                total += content.Length;
                CheckTotal(total, zip.Length);
                hash.Add(directory[i].Name, content.Length, content.Sha256);
                files++;
                hasDefinition |= IsOneOf(entry.FullName, Definitions);
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

    private static async Task<ZipEntryContent> ReadEntryAsync(
        Stream content, string name, long before, long packed, CancellationToken cancellationToken)
    {
        try
        {
            return await ZipEntryContent.ReadAsync(
                content, IsDocument(name), length => CheckTotal(before + length, packed), cancellationToken).ConfigureAwait(false);
        }
        catch (JsonException)
        {
            // Its text may quote the file, which may hold secrets.
            throw new InvalidDataException($"its entry '{LogSanitizer.Sanitize(name)}' is not whole JSON");
        }
    }

    private static void CheckContent(ZipArchiveEntry entry, ZipDirectoryEntry announced, ZipEntryContent content)
    {
        var name = LogSanitizer.Sanitize(entry.FullName);
        if (content.Length != entry.Length || content.Crc32 != announced.Crc32)
        {
            throw new InvalidDataException($"checksum mismatch (CRC-32): its entry '{name}' is damaged");
        }

        CheckDocument(content.Json, name, IsOneOf(entry.FullName, Definitions));
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

    /// <summary>Whether an entry of that name has to be JSON.</summary>
    public static bool IsDocument(string name) => IsOneOf(name, Definitions) || IsOneOf(name, Configuration);

    private static void CheckTotal(long unpacked, long packed)
    {
        if (ArchiveLimits.Refusal(unpacked, packed) is { } refusal)
        {
            throw new InvalidDataException(refusal);
        }
    }

    private static bool IsOneOf(string entry, params string[] names) =>
        Array.Exists(names, name => entry.Equals(name, StringComparison.OrdinalIgnoreCase));
}

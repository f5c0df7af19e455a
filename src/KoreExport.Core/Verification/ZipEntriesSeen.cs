namespace KoreExport.Verification;

/// <summary>
/// Entries of an archive that were read as its bytes passed by, before its directory was there. One counts only where the directory
/// describes it alike: at the same place, packed the same way and into as many bytes.
/// </summary>
internal sealed class ZipEntriesSeen
{
    private readonly Dictionary<long, (int Method, long Packed, ZipEntryContent Content)> _entries = [];

    /// <summary>Keeps what an entry was found to hold.</summary>
    /// <param name="offset">Where its local header is.</param>
    /// <param name="method">How it is packed.</param>
    /// <param name="packed">Into how many bytes.</param>
    /// <param name="content">What it holds.</param>
    public void Add(long offset, int method, long packed, ZipEntryContent content) => _entries[offset] = (method, packed, content);

    /// <summary>What the directory's entry was found to hold; null where it has to be read.</summary>
    /// <param name="entry">The directory's entry, whose local header has been compared with it.</param>
    /// <param name="packed">Its packed length by the directory.</param>
    /// <param name="isDocument">Whether it has to be JSON.</param>
    public ZipEntryContent? Find(ZipDirectoryEntry entry, long packed, bool isDocument) =>
        _entries.TryGetValue(entry.Offset, out var seen) && seen.Method == entry.Method && seen.Packed == packed
        && isDocument == seen.Content.Json is not null
            ? seen.Content
            : null;
}

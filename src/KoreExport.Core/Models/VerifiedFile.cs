namespace KoreExport.Models;

/// <summary>What is known of a file after it was read through.</summary>
internal sealed class VerifiedFile
{
    public long Size { get; init; }

    public string Sha256 { get; init; } = string.Empty;

    public string ContentHash { get; init; } = string.Empty;

    public int? EntryCount { get; init; }
}

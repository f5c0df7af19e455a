namespace KoreExport.Verification;

/// <summary>What is known of a file after it was read through.</summary>
/// <param name="Size">Its size in bytes.</param>
/// <param name="Sha256">SHA-256 of its bytes, in lower-case hex.</param>
/// <param name="ContentHash">SHA-256 of what it contains, in lower-case hex.</param>
/// <param name="EntryCount">How many files a zip holds; null for other files.</param>
internal sealed record VerifiedFile(long Size, string Sha256, string ContentHash, int? EntryCount);

using System.Security.Cryptography;

namespace KoreExport.Verification;

/// <summary>SHA-256 of a file that lies on disk, in lower-case hex.</summary>
internal static class FileHash
{
    // Large enough that reading costs nothing beside hashing.
    private const int ChunkSize = 256 * 1024;

    [ThreadStatic]
    private static byte[]? _chunk;

    /// <summary>Reads the file through, whoever else has it open.</summary>
    public static string Sha256(string path, CancellationToken cancellationToken)
    {
        using var stream = Open(path);
        return Sha256(stream, cancellationToken);
    }

    /// <summary>Reads the rest of a stream.</summary>
    public static string Sha256(Stream stream, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var chunk = _chunk ??= new byte[ChunkSize];
        int read;
        while ((read = stream.Read(chunk, 0, chunk.Length)) > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            hash.AppendData(chunk, 0, read);
        }

        return Hex.Lower(hash.GetHashAndReset());
    }

    /// <summary>Opens a file to be read from its beginning to its end.</summary>
    public static FileStream Open(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.SequentialScan);
}

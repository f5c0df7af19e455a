using System.Security.Cryptography;
using KoreExport.Errors;
using KoreExport.Verification;

namespace KoreExport.Files;

/// <summary>
/// A file on its way: written under a temporary name in the destination folder, hashed as it grows, and given its final name only when
/// it is whole. Disposing of it at any other moment leaves nothing behind.
/// </summary>
internal sealed class PartialFile : IDisposable
{
    private readonly string _temporaryPath;
    private FileStream? _stream;
    private IncrementalHash _hash = NewHash();
    private bool _isFlushed;

    private PartialFile(string finalPath, string temporaryPath)
    {
        FinalPath = finalPath;
        _temporaryPath = temporaryPath;
        _stream = PrivateFile.CreateFile(temporaryPath);
    }

    /// <summary>Where the file will be, as far as that is known.</summary>
    public string FinalPath { get; private set; }

    /// <summary>Where it is until then.</summary>
    public string TemporaryPath => _temporaryPath;

    /// <summary>Bytes so far.</summary>
    public long Length { get; private set; }

    /// <summary>Creates the temporary file, and the folder where that is missing.</summary>
    public static PartialFile Create(string finalPath)
    {
        try
        {
            PrivateFile.CreateFolder(Path.GetDirectoryName(finalPath)!);
            try
            {
                return new PartialFile(finalPath, TemporaryName.For(finalPath));
            }
            catch (Exception failure) when (TemporaryName.IsTooLong(failure))
            {
                return new PartialFile(finalPath, TemporaryName.Short(finalPath));
            }
        }
        catch (Exception failure) when (IsFileProblem(failure))
        {
            throw KoreErrors.FileWriteFailed(finalPath, failure);
        }
    }

    /// <summary>Adds bytes.</summary>
    public async Task AppendAsync(byte[] buffer, int count, CancellationToken cancellationToken)
    {
        _isFlushed = false;
        try
        {
            await Stream.WriteAsync(buffer, 0, count, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (IsFileProblem(failure))
        {
            throw KoreErrors.FileWriteFailed(FinalPath, failure);
        }

        _hash.AppendData(buffer, 0, count);
        Length += count;
    }

    /// <summary>Throws away what was written, to start over.</summary>
    public void Restart()
    {
        if (Length == 0)
        {
            return;
        }

        try
        {
            Stream.SetLength(0);
            Stream.Position = 0;
        }
        catch (Exception failure) when (IsFileProblem(failure))
        {
            throw KoreErrors.FileWriteFailed(FinalPath, failure);
        }

        Length = 0;
        _hash.Dispose();
        _hash = NewHash();
    }

    /// <summary>
    /// Reads all of it through and returns what is known of it, or throws <see cref="KoreErrorId.FileCorrupt"/>. To be called once, at the
    /// end.
    /// </summary>
    /// <param name="extension"><c>zip</c>, <c>json</c> or <c>csv</c>: what it should be.</param>
    /// <param name="kind">What is exported.</param>
    /// <param name="botId">The bot, for the error.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public Task<VerifiedFile> VerifyAsync(string extension, KoreExportKind kind, string botId, CancellationToken cancellationToken)
    {
        Stream.Position = 0;
        return ExportVerifier.VerifyAsync(Stream, Hex.Lower(_hash.GetHashAndReset()), extension, kind, botId, cancellationToken);
    }

    /// <summary>Writes everything to the disk.</summary>
    public void FlushToDisk()
    {
        try
        {
            if (!_isFlushed)
            {
                Stream.Flush(flushToDisk: true);
                _isFlushed = true;
            }
        }
        catch (Exception failure) when (IsFileProblem(failure))
        {
            throw KoreErrors.FileWriteFailed(FinalPath, failure);
        }
    }

    /// <summary>Writes everything to the disk and gives the file its final name.</summary>
    /// <param name="path">The full path, in the same folder.</param>
    /// <param name="overwrite">
    /// Whether a file that is there gives way; without it the error is <see cref="KoreErrorId.FileExists"/>.
    /// </param>
    public void Commit(string path, bool overwrite)
    {
        // A rename that survives a power cut must not survive its contents.
        FinalPath = path;
        FlushToDisk();
        try
        {
            Stream.Dispose();
            _stream = null;
            if (overwrite)
            {
                AtomicFile.Replace(_temporaryPath, FinalPath);
            }
            else
            {
                AtomicFile.MoveNew(_temporaryPath, FinalPath);
            }
        }
        catch (Exception failure) when (IsFileProblem(failure))
        {
            throw !overwrite && File.Exists(FinalPath)
                ? KoreErrors.FileExists(FinalPath)
                : KoreErrors.FileWriteFailed(FinalPath, failure);
        }
    }

    /// <summary>Removes the temporary file unless it was committed.</summary>
    public void Dispose()
    {
        _hash.Dispose();
        _stream?.Dispose();
        _stream = null;
        try
        {
            File.Delete(_temporaryPath);
        }
        catch (Exception failure) when (IsFileProblem(failure))
        {
            // The folder may be gone, or the share out of reach. Whatever ended the save is the error to report, not this.
        }
    }

    /// <summary>Whether the exception speaks of the file system: disk full, rights, names, missing folders.</summary>
    public static bool IsFileProblem(Exception failure) =>
        failure is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException
            or System.Security.SecurityException;

    private FileStream Stream => _stream ?? throw new ObjectDisposedException(nameof(PartialFile));

    private static IncrementalHash NewHash() => IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
}

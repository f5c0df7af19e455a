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
    private readonly FileInspection? _inspection;
    private ChunkWriter _writer;
    private bool _isFlushed;

    private PartialFile(string finalPath, string temporaryPath, FileInspection? inspection)
    {
        FinalPath = finalPath;
        _temporaryPath = temporaryPath;
        _inspection = inspection;
        _stream = PrivateFile.CreateFile(temporaryPath);
        _writer = NewWriter();
    }

    /// <summary>Where the file will be, as far as that is known.</summary>
    public string FinalPath { get; private set; }

    /// <summary>Where it is until then.</summary>
    public string TemporaryPath => _temporaryPath;

    /// <summary>Bytes so far.</summary>
    public long Length => _writer.Length;

    /// <summary>Creates the temporary file, and the folder where that is missing.</summary>
    /// <param name="finalPath">Where the file will be, as far as that is known.</param>
    /// <param name="inspection">Looks into the file while it is written; without it, it cannot be verified.</param>
    public static PartialFile Create(string finalPath, FileInspection? inspection = null)
    {
        try
        {
            PrivateFile.CreateFolder(Path.GetDirectoryName(finalPath)!);
            try
            {
                return new PartialFile(finalPath, TemporaryName.For(finalPath), inspection);
            }
            catch (Exception failure) when (TemporaryName.IsTooLong(failure))
            {
                return new PartialFile(finalPath, TemporaryName.Short(finalPath), inspection);
            }
        }
        catch (Exception failure) when (IsFileProblem(failure))
        {
            throw KoreErrors.FileWriteFailed(finalPath, failure);
        }
    }

    /// <summary>Where the next bytes go, once there is room; <see cref="Advance"/> says how many they are.</summary>
    public async Task<ArraySegment<byte>> GetRoomAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _writer.GetRoomAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (IsFileProblem(failure))
        {
            throw KoreErrors.FileWriteFailed(FinalPath, failure);
        }
    }

    /// <summary>Adds the bytes that were put where <see cref="GetRoomAsync"/> said.</summary>
    public void Advance(int count)
    {
        _isFlushed = false;
        _writer.Advance(count);
    }

    /// <summary>Adds bytes.</summary>
    public async Task AppendAsync(byte[] bytes, int count, CancellationToken cancellationToken)
    {
        for (var done = 0; done < count;)
        {
            var room = await GetRoomAsync(cancellationToken).ConfigureAwait(false);
            var taken = Math.Min(room.Count, count - done);
            Buffer.BlockCopy(bytes, done, room.Array!, room.Offset, taken);
            Advance(taken);
            done += taken;
        }
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
            _writer.Dispose();
            Stream.SetLength(0);
            Stream.Position = 0;
        }
        catch (Exception failure) when (IsFileProblem(failure))
        {
            throw KoreErrors.FileWriteFailed(FinalPath, failure);
        }

        _writer = NewWriter();
    }

    /// <summary>
    /// Writes all of it to the disk and returns what is known of it, or throws <see cref="KoreErrorId.FileCorrupt"/>. To be called once,
    /// at the end.
    /// </summary>
    /// <param name="botId">The bot, for the error.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<VerifiedFile> VerifyAsync(string botId, CancellationToken cancellationToken)
    {
        try
        {
            await _writer.CompleteAsync().ConfigureAwait(false);
        }
        catch (Exception failure) when (IsFileProblem(failure))
        {
            throw KoreErrors.FileWriteFailed(FinalPath, failure);
        }

        // The disk and the inspection are at work at the same time.
        var flush = Task.Run(FlushToDisk, CancellationToken.None);
        await Task.WhenAll(flush, _inspection!.EndAsync(cancellationToken)).ConfigureAwait(false);
        return await ExportVerifier
            .VerifyAsync(Length, _writer.Sha256(), botId, () => _inspection.CompleteAsync(Stream, cancellationToken)).ConfigureAwait(false);
    }

    /// <summary>Writes everything to the disk.</summary>
    public void FlushToDisk()
    {
        try
        {
            if (!_isFlushed)
            {
                _writer.CompleteAsync().GetAwaiter().GetResult();
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
        _writer.Dispose();
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

    private ChunkWriter NewWriter() => new(Stream, _inspection?.Begin());
}

using System.Security.Cryptography;
using KoreExport.Abstractions;
using KoreExport.Verification;

namespace KoreExport.Files;

/// <summary>
/// Writes a stream's bytes in large pieces, hashes them and hands them on, beside whoever brings them: reading from the network, writing,
/// hashing and looking into the content go on at the same time. A few pieces are under way at once and no more.
/// </summary>
/// <param name="file">Where they go.</param>
/// <param name="reader">Who gets them too.</param>
internal sealed class ChunkWriter(FileStream file, ChunkStream? reader) : IDisposable
{
    private const int MaximumUnderWay = 4;

    // Most files are small, and fifty may be on their way at once; a large one goes best in large pieces.
    private const int SmallestChunk = 64 * 1024;
    private const int LargestChunk = 1024 * 1024;

    // So much is sent to the disk while more arrives, or all of it would be waited for at the end.
    private const long FlushEach = 16 * 1024 * 1024;

    // A stream without a buffer of its own; .NET Framework's always has one, and only one thread may touch that.
    private static readonly bool CanFlushBeside = !NetFramework.IsInUse;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Queue<Chunk> _underWay = new();
    private Chunk? _current;
    private Task _writing = Task.CompletedTask;
    private Task _flushing = Task.CompletedTask;
    private long _unflushed;
    private volatile bool _isAbandoned;

    /// <summary>Bytes so far.</summary>
    public long Length { get; private set; }

    /// <summary>Room for some bytes; waits for it, and throws what writing the earlier ones ended with.</summary>
    public async Task<ArraySegment<byte>> GetRoomAsync(CancellationToken cancellationToken)
    {
        if (_writing.IsFaulted)
        {
            await _writing.ConfigureAwait(false);
        }

        while (_underWay.Count > 0 && (_underWay.Count >= MaximumUnderWay || _underWay.Peek().Freed.IsCompleted))
        {
            await _underWay.Dequeue().Freed.ConfigureAwait(false);
        }

        cancellationToken.ThrowIfCancellationRequested();
        _current ??= new Chunk(SizeOfNext());
        return new ArraySegment<byte>(_current.Bytes, _current.Count, _current.Room);
    }

    /// <summary>Adds the bytes that are in the room.</summary>
    public void Advance(int count)
    {
        _current!.Count += count;
        Length += count;

        // While the one before is at work a chunk is filled further.
        if (_writing.IsCompleted || _current.Room < _current.Bytes.Length / 4)
        {
            Post();
        }
    }

    /// <summary>Returns when everything is written; throws what that ended with.</summary>
    public async Task CompleteAsync()
    {
        Post();
        reader?.Complete();
        await _writing.ConfigureAwait(false);
        await _flushing.ConfigureAwait(false);
    }

    /// <summary>SHA-256 of all of it, in lower-case hex; once, at the end.</summary>
    public string Sha256() => Hex.Lower(_hash.GetHashAndReset());

    /// <summary>Ends the work. Nothing writes to the file any more when it returns.</summary>
    public void Dispose()
    {
        _isAbandoned = true;
        reader?.Dispose();
        _current?.Release();
        _current = null;
        Task.WhenAny(_writing).GetAwaiter().GetResult();
        Task.WhenAny(_flushing).GetAwaiter().GetResult();
        _hash.Dispose();
    }

    // As large as what there is already.
    private int SizeOfNext()
    {
        var size = SmallestChunk;
        while (size < LargestChunk && size < Length)
        {
            size *= 2;
        }

        return size;
    }

    private void Post()
    {
        if (_current is not { } chunk)
        {
            return;
        }

        _current = null;
        if (chunk.Count == 0)
        {
            chunk.Release();
            return;
        }

        if (reader is not null)
        {
            chunk.Share();
            reader.Post(chunk);
        }

        _underWay.Enqueue(chunk);
        var before = _writing;
        _writing = Task.Run(() => WriteAsync(before, chunk));
    }

    private async Task WriteAsync(Task before, Chunk chunk)
    {
        try
        {
            await before.ConfigureAwait(false);
            if (!_isAbandoned)
            {
                var writing = file.WriteAsync(chunk.Bytes, 0, chunk.Count, CancellationToken.None);
                _hash.AppendData(chunk.Bytes, 0, chunk.Count);
                await writing.ConfigureAwait(false);
                FlushBeside(chunk.Count);
            }
        }
        finally
        {
            chunk.Release();
        }
    }

    private void FlushBeside(int written)
    {
        _unflushed += written;
        if (CanFlushBeside && _unflushed >= FlushEach && _flushing.IsCompleted)
        {
            _unflushed = 0;
            _flushing = Task.Run(() => file.Flush(flushToDisk: true));
        }
    }
}

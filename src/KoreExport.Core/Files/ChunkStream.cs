using KoreExport.Http;

namespace KoreExport.Files;

/// <summary>Hands chunks on to a reader on another thread, in order. Once that is closed, chunks are let go unread.</summary>
internal sealed class ChunkStream : ReadOnlyStream
{
    private readonly object _gate = new();
    private readonly Queue<Chunk> _chunks = new();
    private TaskCompletionSource<bool> _arrived = NewSignal();
    private int _position;
    private bool _isComplete;
    private bool _isClosed;

    /// <summary>Adds a chunk, which the reader releases.</summary>
    public void Post(Chunk chunk)
    {
        lock (_gate)
        {
            if (!_isClosed)
            {
                _chunks.Enqueue(chunk);
                _arrived.TrySetResult(true);
                return;
            }
        }

        chunk.Release();
    }

    /// <summary>Says that there are no more.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _isComplete = true;
            _arrived.TrySetResult(true);
        }
    }

    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task arrived;
            lock (_gate)
            {
                if (_isClosed)
                {
                    throw new ObjectDisposedException(nameof(ChunkStream));
                }

                if (_chunks.Count > 0)
                {
                    return Take(buffer, offset, count);
                }

                if (_isComplete)
                {
                    return 0;
                }

                _arrived = NewSignal();
                arrived = _arrived.Task;
            }

            await arrived.ConfigureAwait(false);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer, offset, count, CancellationToken.None).GetAwaiter().GetResult();

    protected override void Dispose(bool disposing)
    {
        lock (_gate)
        {
            _isClosed = true;
            while (_chunks.Count > 0)
            {
                _chunks.Dequeue().Release();
            }

            _arrived.TrySetResult(true);
        }

        base.Dispose(disposing);
    }

    private int Take(byte[] buffer, int offset, int count)
    {
        var chunk = _chunks.Peek();
        var taken = Math.Min(count, chunk.Count - _position);
        Buffer.BlockCopy(chunk.Bytes, _position, buffer, offset, taken);
        _position += taken;
        if (_position == chunk.Count)
        {
            _chunks.Dequeue().Release();
            _position = 0;
        }

        return taken;
    }

    private static TaskCompletionSource<bool> NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

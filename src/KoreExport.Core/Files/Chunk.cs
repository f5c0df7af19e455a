using System.Buffers;

namespace KoreExport.Files;

/// <summary>A piece of a file in memory, which goes back to the pool when all who work on it are through with it.</summary>
internal sealed class Chunk
{
    /// <summary>How many bytes fit in.</summary>
    public const int Size = 256 * 1024;

    private readonly TaskCompletionSource<bool> _free = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _users = 1;

    public byte[] Bytes { get; } = ArrayPool<byte>.Shared.Rent(Size);

    public int Count { get; set; }

    /// <summary>Ends when nobody uses it any more.</summary>
    public Task Freed => _free.Task;

    /// <summary>One more has to <see cref="Release"/> it.</summary>
    public void Share() => Interlocked.Increment(ref _users);

    public void Release()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            ArrayPool<byte>.Shared.Return(Bytes);
            _free.TrySetResult(true);
        }
    }
}

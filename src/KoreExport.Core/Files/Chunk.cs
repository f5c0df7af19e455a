using System.Buffers;

namespace KoreExport.Files;

/// <summary>A piece of a file in memory, which goes back to the pool when all who work on it are through with it.</summary>
/// <param name="size">How many bytes fit in; a power of two, as the pool has them.</param>
internal sealed class Chunk(int size)
{
    private readonly TaskCompletionSource<bool> _free = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _users = 1;

    public byte[] Bytes { get; } = ArrayPool<byte>.Shared.Rent(size);

    /// <summary>How many are in it.</summary>
    public int Count { get; set; }

    /// <summary>How many more fit in.</summary>
    public int Room => Bytes.Length - Count;

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

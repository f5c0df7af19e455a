namespace KoreExport.Backups;

/// <summary>
/// Jobs of which so many run at once and the others wait. Takes them as fast as they come; keeps nothing of one that has ended, so that
/// thousands cost no more than those that wait.
/// </summary>
internal sealed class JobQueue
{
    private readonly object _gate = new();
    private readonly Queue<Func<int, Task>> _waiting = new();
    private readonly Stack<int> _freeSlots = new();
    private readonly TaskCompletionSource<bool> _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationToken _cancellationToken;
    private int _running;
    private bool _closed;

    /// <param name="limit">How many run at once.</param>
    /// <param name="cancellationToken">Drops those that wait; those that run have their own way to end.</param>
    public JobQueue(int limit, CancellationToken cancellationToken)
    {
        _cancellationToken = cancellationToken;
        for (var slot = limit - 1; slot >= 0; slot--)
        {
            _freeSlots.Push(slot);
        }
    }

    /// <summary>Ends when <see cref="Close"/> was called and nothing runs any more.</summary>
    public Task Completion => _completed.Task;

    /// <summary>Adds a job, which gets the number of the place it runs in.</summary>
    public void Add(Func<int, Task> job)
    {
        int slot;
        lock (_gate)
        {
            if (_freeSlots.Count == 0)
            {
                _waiting.Enqueue(job);
                return;
            }

            slot = _freeSlots.Pop();
            _running++;
        }

        _ = Task.Run(() => RunAsync(slot, job), CancellationToken.None);
    }

    /// <summary>Says that no more jobs come.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            CompleteIfOver();
        }
    }

    private async Task RunAsync(int slot, Func<int, Task>? job)
    {
        while (job is not null)
        {
            try
            {
                await job(slot).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // A job reports its own failures; one that does not must not take the others' place with it.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                _completed.TrySetException(failure);
            }

            job = Next(slot);
        }
    }

    private Func<int, Task>? Next(int slot)
    {
        lock (_gate)
        {
            if (_cancellationToken.IsCancellationRequested)
            {
                _waiting.Clear();
            }

            if (_waiting.Count > 0)
            {
                return _waiting.Dequeue();
            }

            _freeSlots.Push(slot);
            _running--;
            CompleteIfOver();
            return null;
        }
    }

    private void CompleteIfOver()
    {
        if (_closed && _running == 0)
        {
            _completed.TrySetResult(true);
        }
    }
}

namespace KoreExport.Pipeline;

/// <summary>
/// Work on many items at once behind one pipeline: each starts as it comes in, and its result or error is written as it ends. Nothing
/// is thrown from here but PowerShell's own stops.
/// </summary>
internal sealed class BackgroundItems
{
    private readonly PipelineQueue _queue;
    private readonly List<Task> _tasks = [];

    public BackgroundItems(PipelineQueue queue) => _queue = queue;

    public int Count => _tasks.Count;

    public int Finished => _tasks.Count(static task => task.IsCompleted);

    /// <summary>Starts the work on one item.</summary>
    /// <param name="work">The work, off the pipeline thread.</param>
    /// <param name="write">Writes what the work returned, on the pipeline thread.</param>
    /// <param name="fail">Writes what the work threw, on the pipeline thread.</param>
    /// <param name="cancellationToken">Ends the work; its end is not reported then.</param>
    public void Start<T>(Func<Task<T>> work, Action<T> write, Action<Exception> fail, CancellationToken cancellationToken)
    {
        _tasks.Add(Task.Run(async () =>
        {
            try
            {
                var result = await work().ConfigureAwait(false);
                _queue.Post(() => write(result));
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // Stopped: the user knows.
            }
#pragma warning disable CA1031 // Whatever one item meets becomes that item's error; it must not end the others.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                _queue.Post(() => fail(failure));
            }
        }, CancellationToken.None));
    }

    /// <summary>Stays until all items have ended, writing what they post.</summary>
    public void RunToEnd(Action? onTick = null) => _queue.RunUntil(Task.WhenAll(_tasks), onTick);

    /// <summary>Stays until the first of the items has ended well, or all have ended.</summary>
    public void RunUntilFirst(Task first) => _queue.RunUntil(Task.WhenAny(Task.WhenAll(_tasks), first));
}

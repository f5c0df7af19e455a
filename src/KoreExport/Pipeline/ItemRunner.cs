using System.Management.Automation;
using KoreExport.Backups;
using KoreExport.Downloads;

namespace KoreExport.Pipeline;

/// <summary>
/// Works on many items at once behind one pipeline: each starts as it comes in or as soon as there is room, and its result or error is
/// written on the pipeline thread. Keeps nothing of an item that has ended.
/// </summary>
#pragma warning disable CA1001 // The source of cancellation holds nothing but memory, and tasks that are slow to stop still look at it.
internal sealed class ItemRunner
#pragma warning restore CA1001
{
    private readonly PipelineQueue _queue;
    private readonly JobQueue _jobs;
    private readonly ItemProgress _progress;
    private readonly CancellationTokenSource _cancel;
    private readonly Dictionary<int, Action> _early = [];
    private Task? _end;
    private int _added;
    private int _written;

    /// <param name="cmdlet">Whose progress it is.</param>
    /// <param name="queue">The way to its pipeline thread.</param>
    /// <param name="activity">What the progress bar says.</param>
    /// <param name="throttleLimit">How many items are worked on at once.</param>
    /// <param name="stop">Cancelled when the user has enough.</param>
    public ItemRunner(Cmdlet cmdlet, PipelineQueue queue, string activity, int throttleLimit, CancellationToken stop)
    {
        _queue = queue;
        _cancel = CancellationTokenSource.CreateLinkedTokenSource(stop);
        _jobs = new JobQueue(throttleLimit, _cancel.Token);
        _progress = new ItemProgress(cmdlet, activity, throttleLimit);
    }

    /// <summary>Whether results and errors are written in the order in which the items came, and not as they end.</summary>
    public bool KeepsOrder { get; init; }

    /// <summary>Starts the work on an item, or has it wait for its turn.</summary>
    /// <param name="label">How the item is called on its progress bar.</param>
    /// <param name="work">The work, off the pipeline thread.</param>
    /// <param name="write">Writes what the work returned, on the pipeline thread.</param>
    /// <param name="fail">Writes what the work threw, on the pipeline thread.</param>
    public void Add<T>(string label, Func<Action<ExportProgress>, CancellationToken, Task<T>> work, Action<T> write, Action<Exception> fail)
    {
        var number = _added++;
        _jobs.Add(async slot =>
        {
            var succeeded = false;
            try
            {
                var result = await work(Report, _cancel.Token).ConfigureAwait(false);
                succeeded = true;
                _queue.Post(() => Write(number, () => write(result)));
            }
            catch (OperationCanceledException) when (_cancel.IsCancellationRequested)
            {
                // Stopped: whoever did it knows.
            }
#pragma warning disable CA1031 // Whatever one item meets becomes that item's error; it must not end the others.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                _queue.Post(() => Write(number, () => fail(failure)));
            }
            finally
            {
                _progress.End(slot, succeeded);
            }

            void Report(ExportProgress progress) => _progress.Set(slot, label, progress.Text, progress.Percent);
        });
    }

    /// <summary>Gives up what still runs or waits, quietly.</summary>
    public void Cancel() => _cancel.Cancel();

    /// <summary>Writes what has ended meanwhile, without waiting for more.</summary>
    public void RunPending()
    {
        _queue.RunPending();
        _progress.Show(_added);
    }

    /// <summary>Stays until all items have ended.</summary>
    /// <param name="fail">Writes what none of them reported.</param>
    public void RunToEnd(Action<Exception> fail)
    {
        try
        {
            var end = EndAsync();
            _queue.RunUntil(end, () => _progress.Show(_added));
            if (end.Exception?.InnerException is { } failure)
            {
                fail(failure);
            }
        }
        finally
        {
            _progress.Complete();
        }
    }

    /// <summary>For whoever has stopped before the end: leaves the items a moment to remove what they have begun.</summary>
    public void WaitForCleanup()
    {
        if (_end is null)
        {
            _ = Task.WhenAny(EndAsync(), Task.Delay(PipelineQueue.CleanUp)).GetAwaiter().GetResult();
        }
    }

    private Task EndAsync()
    {
        _jobs.Close();
        return _end ??= _jobs.Completion;
    }

    private void Write(int number, Action write)
    {
        if (!KeepsOrder)
        {
            write();
            return;
        }

        _early[number] = write;
        while (_early.TryGetValue(_written, out var due))
        {
            _ = _early.Remove(_written++);
            due();
        }
    }
}

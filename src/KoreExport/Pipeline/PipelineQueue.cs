using System.Collections.Concurrent;
using System.Management.Automation;
using System.Management.Automation.Host;
using KoreExport.Abstractions;
using KoreExport.Errors;

namespace KoreExport.Pipeline;

/// <summary>
/// Carries work from background tasks to the pipeline thread, the only one that may write objects, errors and progress. Tasks post;
/// the thread runs what was posted while it waits.
/// </summary>
internal sealed class PipelineQueue : IKoreLog, IDisposable
{
    /// <summary>
    /// How long a stopped cmdlet gives its tasks to remove what they have begun. The prompt must be back within a second.
    /// </summary>
    public static readonly TimeSpan CleanUp = TimeSpan.FromMilliseconds(700);

    // Progress four times a second; more often only makes terminals flicker.
    public static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);

    private readonly BlockingCollection<Action> _actions = [];
    private readonly Cmdlet _cmdlet;
    private readonly CancellationTokenSource _stop;

    public PipelineQueue(Cmdlet cmdlet, CancellationTokenSource stop)
    {
        _cmdlet = cmdlet;
        _stop = stop;
    }

    /// <summary>Has the pipeline thread do something soon; what comes after the cmdlet's end is dropped.</summary>
    public void Post(Action action)
    {
        try
        {
            _actions.Add(action);
        }
        catch (Exception late) when (late is ObjectDisposedException or InvalidOperationException)
        {
            // The cmdlet is over, and with it everybody who would have read this.
        }
    }

    void IKoreLog.Verbose(string message) => Post(() => Note(message));

    void IKoreLog.Warning(string message) => Post(() => Warn(message));

    /// <summary>Writes a verbose message; on the pipeline thread.</summary>
    public void Note(string message) => Tell(_cmdlet.WriteVerbose, message);

    /// <summary>Writes a warning; on the pipeline thread.</summary>
    public void Warn(string message) => Tell(_cmdlet.WriteWarning, message);

    /// <summary>Runs what is waiting, without waiting for more.</summary>
    public void RunPending()
    {
        while (_actions.TryTake(out var action))
        {
            action();
        }
    }

    /// <summary>Runs what is posted until the task has ended. Does not throw the task's own exception.</summary>
    /// <param name="task">What to wait for.</param>
    /// <param name="onTick">Called four times a second.</param>
    public void RunUntil(Task task, Action? onTick = null)
    {
        _ = task.ContinueWith(
            _ => Post(static () => { }), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        try
        {
            var nextTick = DateTime.UtcNow;
            while (!task.IsCompleted)
            {
                if (_actions.TryTake(out var action, (int)Tick.TotalMilliseconds, _stop.Token))
                {
                    action();
                }

                if (onTick is not null && DateTime.UtcNow >= nextTick)
                {
                    onTick();
                    nextTick = DateTime.UtcNow + Tick;
                }
            }

            RunPending();
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Ctrl+C: quiet, and not before the tasks have tidied up.
            WaitForCleanup(task);
            throw new PipelineStoppedException();
        }
        catch
        {
            // A cmdlet further down has enough (Select-Object -First), or the host refuses output: stop the tasks, then go the same way.
            _stop.Cancel();
            WaitForCleanup(task);
            throw;
        }
    }

    public void Dispose() => _actions.Dispose();

    /// <summary>
    /// Writes a message. With -Debug PowerShell asks after each one whether to go on: where nobody can answer (no console, the end of
    /// stdin) the message is written all the same and the work goes on.
    /// </summary>
    private static void Tell(Action<string> write, string message)
    {
        try
        {
            write(LogSanitizer.Message(message));
        }
        catch (Exception unanswered) when (unanswered is HostException or InvalidOperationException or NotSupportedException
            or NotImplementedException or NullReferenceException)
        {
        }
    }

    private static void WaitForCleanup(Task task)
    {
        // Not Wait(): the task's own exception is not news here.
        _ = Task.WhenAny(task, Task.Delay(CleanUp)).GetAwaiter().GetResult();
    }
}

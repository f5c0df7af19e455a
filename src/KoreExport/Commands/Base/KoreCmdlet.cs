using System.Collections;
using System.Management.Automation;
using System.Reflection;
using KoreExport.Errors;
using KoreExport.Pipeline;

namespace KoreExport;

/// <summary>
/// What every cmdlet of the module has: a token that Ctrl+C cancels, a queue from background tasks, and one way to report errors.
/// </summary>
public abstract class KoreCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    private protected KoreCmdlet() => Queue = new PipelineQueue(this, _stop);

    private protected PipelineQueue Queue { get; }

    private protected CancellationToken StopToken => _stop.Token;

    /// <summary>Refuses input that comes from the pipeline and as an argument, before anything is done with either.</summary>
    protected override void BeginProcessing()
    {
        if (MyInvocation.ExpectingInput && MyInvocation.BoundParameters.Keys.FirstOrDefault(IsInput) is { } name)
        {
            var bound = MyInvocation.BoundParameters[name];
            var text = bound is IEnumerable several and not string ? string.Join(", ", several.Cast<object>()) : bound?.ToString();
            var action = GetType().GetProperty("Destination") is null
                ? $"Leave out -{name}, or do not pipe anything in."
                : $"Name the folder to save into with -Destination. Otherwise leave out -{name}, or do not pipe anything in.";
            _ = TerminateOnError<object>(() => throw KoreErrors.OptionInvalid(
                $"Input comes from the pipeline, but '{LogSanitizer.Sanitize(text)}' was bound to -{name} as well.", action));
        }
    }

    /// <summary>Whether a parameter takes what is piped in.</summary>
    private protected virtual bool IsInput(string parameter) =>
        GetType().GetProperty(parameter)?.GetCustomAttributes<ParameterAttribute>().Any(static one => one.ValueFromPipeline) == true;

    /// <summary>Cancels whatever is under way.</summary>
    protected override void StopProcessing() => _stop.Cancel();

    /// <summary>Ends the cmdlet, and with it the pipeline, where the action throws an error.</summary>
    private protected T TerminateOnError<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception failure) when (IsItemError(failure))
        {
            ThrowTerminatingError(ErrorRecords.From(failure));
            throw;
        }
    }

    /// <summary>Runs asynchronous work to its end while the pipeline stays alive, and returns its result or throws its error.</summary>
    private protected T Await<T>(Func<CancellationToken, Task<T>> work, Action? onTick = null)
    {
        // Off the pipeline thread from the first instruction: making a token is work too.
        var task = Task.Run(() => work(StopToken), StopToken);
        Queue.RunUntil(task, onTick);
        return task.GetAwaiter().GetResult();
    }

    /// <summary>Writes one error for one item; the others go on.</summary>
    private protected virtual void WriteFailure(Exception failure, object? target) => WriteError(ErrorRecords.From(failure, target));

    /// <summary>Runs the work of one item; what goes wrong becomes that item's error.</summary>
    private protected void InvokeForItem(object? target, Action work)
    {
        try
        {
            work();
        }
        catch (Exception failure) when (failure is not PipelineStoppedException && IsItemError(failure))
        {
            WriteFailure(failure, target);
        }
    }

    /// <summary>
    /// Whether an exception says something about an item, rather than about PowerShell's own flow (a break or an exit further down comes
    /// through here too).
    /// </summary>
    private protected bool IsItemError(Exception failure) =>
        failure is KoreException
        || (failure is not RuntimeException and not FlowControlException and not OperationCanceledException && !Stopping);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Stops what may still run.</summary>
    /// <param name="disposing">Always true.</param>
    protected virtual void Dispose(bool disposing)
    {
        // Not disposed itself: tasks that are slow to stop may still look at it, and it holds nothing but memory.
        _stop.Cancel();
        Queue.Dispose();
    }
}

using System.Management.Automation;
using KoreExport.Abstractions;
using KoreExport.Backups;
using KoreExport.Downloads;
using KoreExport.Pipeline;

namespace KoreExport;

/// <summary>A cmdlet that works on many items at the same time. One item's failure is one error; the others go on.</summary>
public abstract class BulkCmdlet : KoreSessionCmdlet
{
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly Queue<(Exception Failure, object? Target)> _postponed = new();
    private ItemRunner? _runner;

    /// <summary>How many items are worked on at the same time.</summary>
    /// <default>8; 256 for Wait-KoreExport</default>
    [Parameter]
    [ValidateRange(1, 256)]
    public int ThrottleLimit { get; set; } = 8;

    /// <summary>What the progress bar says.</summary>
    private protected abstract string Activity { get; }

    /// <summary>Whether output comes in the order of the input, and not as it gets ready.</summary>
    private protected virtual bool KeepsOrder => false;

    /// <summary>Whether its output is files that were saved, and a summary of them at the end.</summary>
    private protected virtual bool SavesFiles => false;

    private protected ItemRunner Runner => _runner!;

    private protected KoreExportSummary Summary { get; } = new();

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _runner = new ItemRunner(this, Queue, Activity, ThrottleLimit, StopToken) { KeepsOrder = KeepsOrder };
    }

    /// <inheritdoc/>
    protected sealed override void ProcessRecord()
    {
        AddItems();
        Runner.RunPending();
    }

    /// <inheritdoc/>
    protected sealed override void EndProcessing()
    {
        Runner.RunToEnd(failure => WriteFailure(failure, target: null));
        WriteEnd();
        while (_postponed.Count > 0)
        {
            var (failure, target) = _postponed.Dequeue();
            base.WriteFailure(failure, target);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _runner?.WaitForCleanup();
    }

    /// <summary>
    /// Writes one error for one item. Where errors end the cmdlet (-ErrorAction Stop), they wait until all items have ended: one failure
    /// does not cost the others, and what was done is on the pipeline first.
    /// </summary>
    private protected override void WriteFailure(Exception failure, object? target)
    {
        Summary.Failed++;
        if (StopsOnError())
        {
            _postponed.Enqueue((failure, target));
        }
        else
        {
            base.WriteFailure(failure, target);
        }
    }

    /// <summary>Starts the work on what a record brings.</summary>
    private protected abstract void AddItems();

    /// <summary>
    /// Whether a bot has not come yet. The platform shows only the latest export of a bot: a second one would hide the first.
    /// </summary>
    private protected bool IsNew(string botId)
    {
        var isNew = _seen.Add(botId);
        if (!isNew)
        {
            ((IKoreLog)Queue).Verbose($"Bot {botId} came more than once; the first counts.");
        }

        return isNew;
    }

    private bool StopsOnError()
    {
        _ = MyInvocation.BoundParameters.TryGetValue("ErrorAction", out var given);
        var preference = given ?? GetVariableValue("ErrorActionPreference");
        return LanguagePrimitives.TryConvertTo<ActionPreference>(preference, out var action) && action == ActionPreference.Stop;
    }

    /// <summary>Starts the work on one item, or has it wait for its turn; what it returns is written, one by one.</summary>
    /// <param name="item">The item in errors, and on its progress bar unless there is a label.</param>
    /// <param name="work">The work, off the pipeline thread.</param>
    /// <param name="label">What people call the item.</param>
    private protected void Run<T>(string item, Func<Action<ExportProgress>, CancellationToken, Task<T>> work, string? label = null)
    {
        Summary.Asked++;
        Runner.Add(label ?? item, work, result => Write(result), failure => WriteFailure(failure, item));
    }

    /// <summary>Starts an export, or has it wait for its turn. What was saved is written first, then what failed of it.</summary>
    /// <param name="item">The item in errors.</param>
    /// <param name="label">What people call it.</param>
    /// <param name="work">The export, off the pipeline thread.</param>
    private protected void RunExport(
        string item, string label, Func<Action<ExportProgress>, CancellationToken, Task<BackupResult>> work)
    {
        Summary.Asked++;
        Runner.Add(label, work, WriteAll, failure => WriteFailure(failure, item));

        void WriteAll(BackupResult result)
        {
            Write(result.Saved);
            foreach (var failure in result.Failures)
            {
                WriteFailure(failure, item);
            }
        }
    }

    /// <summary>What comes after all output and before the errors that had to wait.</summary>
    private protected virtual void WriteEnd()
    {
        if (SavesFiles && !Summary.IsEmpty)
        {
            Summary.End();
            WriteInformation(Summary, [nameof(KoreExportSummary)]);
        }
    }

    private void Write(object? result)
    {
        Summary.Add(result);
        WriteObject(result, enumerateCollection: true);
    }
}

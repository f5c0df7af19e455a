using System.Collections.Concurrent;
using System.Management.Automation;
using KoreExport.Exports;
using KoreExport.Pipeline;

namespace KoreExport;

/// <summary>A cmdlet that saves what the platform answers at once.</summary>
public abstract class DirectExportCmdlet : KoreSessionCmdlet, ISaveParameters
{
    // What a file holds, from the task that read it to the pipeline thread that writes it out.
    private readonly ConcurrentDictionary<KoreSavedExport, object> _contents = new();
    private SaveRun? _run;

    /// <summary>The folder to save into; it is created where it is missing.</summary>
    /// <default>The current location</default>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string? Destination { get; set; }

    /// <summary>The file to save to, for a single file. Not together with -Destination.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Replaces a file that is there. It stays until the new one is whole.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    SwitchParameter ISaveParameters.DownloadFromSessionHost => FromSessionHost;

    SwitchParameter ISaveParameters.AllowPrivateDownloadHost => AllowPrivateHost;

    private protected virtual bool FromSessionHost => false;

    private protected virtual bool AllowPrivateHost => false;

    private protected virtual int Limit => 8;

    private protected abstract string Activity { get; }

    private protected ExportContext Context { get; private set; } = null!;

    private protected SaveTarget Target => _run!.Target;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _run = new SaveRun(this, Queue, Activity, Limit, Write, WriteFailure, StopToken) { Target = TerminateOnError(() => SaveTarget.Create(SessionState, this)) };
        Context = new ExportContext(Api) { Save = Target.ToOptions() };
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => _run!.RunToEnd();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _run?.WaitForCleanup();
    }

    /// <summary>Starts the work on one bot or type of role, or has it wait for its turn.</summary>
    private protected void Start(string label, string botId, Func<ExportContext, CancellationToken, Task<IReadOnlyList<KoreSavedExport>>> work)
    {
        _run!.Start(label, botId, (report, cancellationToken) =>
        {
            report("exporting", null);
            return work(Context, cancellationToken);
        });
        _run.RunPending();
    }

    /// <summary>Has what the file holds written out in the file's place.</summary>
    private protected IReadOnlyList<KoreSavedExport> InPlaceOf(KoreSavedExport saved, object contents)
    {
        _contents[saved] = contents;
        return [saved];
    }

    private void Write(object saved) => WriteObject(_contents.TryRemove((KoreSavedExport)saved, out var contents) ? contents : saved, enumerateCollection: true);
}

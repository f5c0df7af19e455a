using System.Management.Automation;
using KoreExport.Downloads;
using KoreExport.Exports;

namespace KoreExport;

/// <summary>A cmdlet that saves what the platform answers at once.</summary>
public abstract class DirectExportCmdlet : BulkCmdlet
{
    /// <summary>The folder to save into; it is created where it is missing. Wildcards in it are taken literally.</summary>
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

    private protected ExportContext Context { get; private set; } = null!;

    private protected SaveTarget Target { get; private set; } = null!;

    private protected virtual SaveOptions Options => new() { Overwrite = Force };

    private protected virtual ExportContext CreateContext() => new(Api) { Save = Target.Options };

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        Target = TerminateOnError(() => SaveTarget.Create(SessionState, Path, Destination, Options));
        Context = CreateContext();
    }

    /// <summary>Starts the export for one bot or type of role, or has it wait for its turn.</summary>
    private protected void Export<T>(string item, Func<ExportContext, CancellationToken, Task<T>> work) => InvokeForItem(item, () =>
    {
        Target.Claim();
        Run(item, (progress, token) =>
        {
            progress(new ExportProgress("exporting"));
            return work(Context with { Progress = progress }, token);
        });
    });
}

using System.Management.Automation;
using KoreExport.Backups;
using KoreExport.Downloads;
using KoreExport.Exports;

namespace KoreExport;

/// <summary>A cmdlet that saves what the platform answers at once.</summary>
public abstract class DirectExportCmdlet : BulkCmdlet
{
    private protected const string FolderSet = "Folder";
    private protected const string FileSet = "File";

    private BackupExporter? _exporter;

    /// <summary>
    /// The folder to save into, which becomes a backup set as with Export-KoreBot; it is created where it is missing. Wildcards in it are
    /// taken literally.
    /// </summary>
    /// <default>The current location</default>
    [Parameter(Position = 1, ParameterSetName = FolderSet)]
    [ArgumentCompleter(typeof(FolderCompleter))]
    [ValidateNotNullOrEmpty]
    public virtual string? Destination { get; set; }

    /// <summary>The file to save to, for a single file.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FileSet)]
    [ValidateNotNullOrEmpty]
    public virtual string? Path { get; set; }

    /// <summary>Replaces a file that is there. It stays until the new one is whole.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override bool SavesFiles => true;

    private protected SaveTarget Target { get; private set; } = null!;

    private protected virtual SaveOptions Options => new() { Overwrite = Force };

    private protected virtual ExportContext CreateContext() => new(Api) { Save = Target.Options };

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        Target = TerminateOnError(() => SaveTarget.Create(SessionState, Path, Destination, Options));
        _exporter = TerminateOnError(() => new BackupExporter(CreateContext(), Target.Set));
    }

    /// <summary>Starts an export, or has it wait for its turn.</summary>
    /// <param name="job">What is exported.</param>
    /// <param name="work">Exports it.</param>
    private protected void Export(BackupJob job, Func<ExportContext, CancellationToken, Task> work)
    {
        Target.Claim();
        RunExport(job.Target, job.Label, (progress, token) =>
        {
            progress(new ExportProgress("exporting"));
            return _exporter!.RunAsync(job, work, progress, token);
        });
    }
}

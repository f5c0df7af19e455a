using System.Management.Automation;
using KoreExport.Downloads;
using KoreExport.Exports;

namespace KoreExport;

/// <summary>A cmdlet that saves what the platform answers at once.</summary>
public abstract class DirectExportCmdlet : BulkCmdlet
{
    private protected const string FolderSet = "Folder";
    private protected const string FileSet = "File";

    /// <summary>The folder to save into; it is created where it is missing. Wildcards in it are taken literally.</summary>
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

    private protected ExportContext Context { get; private set; } = null!;

    private protected SaveTarget Target { get; private set; } = null!;

    private protected virtual SaveOptions Options => new() { Overwrite = Force };

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        Target = TerminateOnError(() => SaveTarget.Create(SessionState, Path, Destination, Options));
        Context = new ExportContext(Api) { Save = Target.Options };
    }

    /// <summary>
    /// Starts the export for one bot or type of role, or has it wait for its turn. Each file is written as soon as it is in its place, and
    /// so is what each part meets that fails.
    /// </summary>
    private protected void Export(string item, Func<ExportContext, CancellationToken, Task> work) => InvokeForItem(item, () =>
    {
        Target.Claim();
        var context = Context with
        {
            Saved = saved => Queue.Post(() => Write(saved)),
            PartFailed = (_, failure) => Queue.Post(() => WriteFailure(failure, item)),
        };
        Run(item, async (progress, token) =>
        {
            progress(new ExportProgress("exporting"));
            await work(context with { Progress = progress }, token).ConfigureAwait(false);
            return Array.Empty<KoreSavedExport>();
        });
    });
}

using System.Management.Automation;
using KoreExport.Definitions;
using KoreExport.Errors;

namespace KoreExport;

/// <summary>Makes an export of a folder that Expand-KoreExport wrote.</summary>
/// <remarks>
/// <para>What nobody edited comes back as the original's bytes; what an editor changed is in it, in the platform's own style of JSON. The
/// same folder always gives the same zip. An export that was a single file becomes one again.</para>
/// <para>A folder with conflict markers of a merge, with a part that is missing, with JSON that is not valid or a script whose
/// percent-encoding is broken is an error that names the file. A folder that was made with -Redact has no secrets any more and cannot be
/// merged. Files in the folder that are not of the expansion are left out, with a warning.</para>
/// </remarks>
/// <example>
/// <title>Back to a zip</title>
/// <code>Merge-KoreExport ./bots/st-1b2c -DestinationPath ./bank.zip</code>
/// <para>Writes the archive and returns it.</para>
/// </example>
/// <example>
/// <title>Check that an edited tree is whole</title>
/// <code>Merge-KoreExport ./bots/st-1b2c -DestinationPath ./check.zip -Force -ErrorAction Stop | Remove-Item</code>
/// <para>Ends with an error where something is wrong with the tree, for instance in a build.</para>
/// </example>
[Cmdlet(VerbsData.Merge, "KoreExport", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class MergeKoreExport : LocalInputCmdlet
{
    private const int MaximumNamed = 5;
    private string _destination = string.Empty;
    private bool _isTaken;

    /// <summary>The zip to write, or the file where the export was a single one. Wildcards in it are taken literally.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string? DestinationPath { get; set; }

    /// <summary>Replaces a file that is there. It stays until the new one is whole.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override string Activity => "Merging Kore.ai exports";

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _destination = TerminateOnError(() => FileSystemPath.Resolve(SessionState, DestinationPath!));
    }

    /// <inheritdoc/>
    private protected override bool IsWanted(string path) => System.IO.Directory.Exists(path);

    /// <inheritdoc/>
    private protected override void Process(string path)
    {
        if (_isTaken)
        {
            throw KoreErrors.OptionInvalid(
                "-DestinationPath names one file, but there is more than one folder.", "Merge the folders one by one.");
        }

        _isTaken = true;
        if (!ShouldProcess(path, $"Merge into {_destination}"))
        {
            return;
        }

        var left = Run(path, token => ExportMerger.MergeFolder(path, _destination, Force, token));
        if (left.Count > 0)
        {
            var names = string.Join(
                ", ", left.Take(MaximumNamed).Select(LogSanitizer.Sanitize)) + (left.Count > MaximumNamed ? ", …" : null);
            Queue.Warn(
                $"{left.Count} files in {path} are not part of the export and were left out: {names}. Name them in \"files\" of its "
                    + "manifest to add them.");
        }

        WriteObject(InvokeProvider.Item.Get([_destination], force: true, literalPath: true), enumerateCollection: true);
    }
}

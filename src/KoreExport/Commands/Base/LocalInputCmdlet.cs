using System.Management.Automation;

namespace KoreExport;

/// <summary>A cmdlet that takes files or folders of this machine: by path, or as objects that have one.</summary>
public abstract class LocalInputCmdlet : LocalCmdlet
{
    private protected const string PathSet = "Path";
    private protected const string LiteralPathSet = "LiteralPath";

    /// <summary>
    /// What to work on; wildcards are allowed. Objects with a Path are taken too. A name that is there with its brackets is no wildcard.
    /// </summary>
    [Parameter(
        Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Path { get; set; }

    /// <summary>What to work on; wildcards are taken literally. Files and saved exports from the pipeline are taken here.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[]? LiteralPath { get; set; }

    /// <summary>What wildcards may match.</summary>
    private protected abstract bool IsWanted(string path);

    /// <summary>Works on one of them.</summary>
    private protected abstract void Process(string path);

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() => InvokeForItem(target: null, () =>
    {
        var literal = ParameterSetName == LiteralPathSet ? LiteralPath : null;
        foreach (var path in FileSystemPath.Resolve(SessionState, Path, literal, IsWanted))
        {
            InvokeForItem(path, () => Process(path));
        }
    });
}

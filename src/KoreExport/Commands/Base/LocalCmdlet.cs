using KoreExport.Pipeline;

namespace KoreExport;

/// <summary>A cmdlet that works on files of this machine, one after the other. It needs no session and no network.</summary>
public abstract class LocalCmdlet : KoreCmdlet
{
    private ItemProgress? _progress;

    /// <summary>What the progress bar says.</summary>
    private protected abstract string Activity { get; }

    /// <summary>Runs the work on one item off the pipeline thread, with a progress bar where it takes longer.</summary>
    private protected T Run<T>(string item, Func<CancellationToken, T> work)
    {
        _progress ??= new ItemProgress(this, Activity, 1);
        _progress.Set(0, Path.GetFileName(item), "working", null);
        return Await(token => Task.FromResult(work(token)), () => _progress.Show(1));
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => _progress?.Complete();

    /// <summary>Refuses patterns that are none, before anything is done.</summary>
    private protected void CheckPatterns(IReadOnlyList<string> patterns) => TerminateOnError<object?>(() =>
    {
        Definitions.SecretRules.Check(patterns);
        return null;
    });
}

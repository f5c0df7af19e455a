using System;
using System.Threading;
using System.Threading.Tasks;
using KoreExport.Api;
using KoreExport.Errors;
using KoreExport.Exports;
using KoreExport.Files;

namespace KoreExport.Pipeline;

/// <summary>The saving of many exports at once, as Save-KoreExport and Export-KoreBot share it.</summary>
#pragma warning disable CA1001 // The semaphore holds no handle, and a task that is slow to stop still gives its place back to it.
internal sealed class SaveRun
#pragma warning restore CA1001
{
    private readonly Action<KoreSavedExport> _write;
    private readonly Action<Exception, object?> _fail;
    private readonly BackgroundItems _items;
    private readonly Progress _progress;
    private readonly SemaphoreSlim _throttle;
    private int _started;

    /// <param name="cmdlet">Whose progress it is.</param>
    /// <param name="queue">Its queue.</param>
    /// <param name="activity">What the progress bar says.</param>
    /// <param name="throttleLimit">How many items are worked on at once.</param>
    /// <param name="write">Writes a saved file.</param>
    /// <param name="fail">Writes an error for an item.</param>
    public SaveRun(KoreCmdlet cmdlet, PipelineQueue queue, string activity, int throttleLimit, Action<KoreSavedExport> write, Action<Exception, object?> fail)
    {
        _write = write;
        _fail = fail;
        _items = new BackgroundItems(queue);
        _progress = new Progress(cmdlet, activity);
        _throttle = new SemaphoreSlim(throttleLimit, throttleLimit);
    }

    /// <summary>Where the files go; set before the first item.</summary>
    public SaveTarget Target { get; set; } = new();

    /// <summary>Starts to save one export.</summary>
    /// <param name="api">The platform.</param>
    /// <param name="wait">How to wait for an export that is not finished.</param>
    /// <param name="botId">The bot.</param>
    /// <param name="obtain">Gives the export, finished or not; inside the throttle if it starts one.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public void Start(KoreApi api, WaitOptions wait, string botId, Func<CancellationToken, Task<KoreExportJob>> obtain, CancellationToken cancellationToken)
    {
        var key = $"{++_started:D8}";
        var target = Target;
        if (target.Path is not null && _started > 1)
        {
            _fail(KoreErrors.OptionInvalid("-Path names one file, but there is more than one export.", "Use -Destination with a folder for several exports."), botId);
            return;
        }

        _items.Start(SaveAsync, saved => Finish(key, () => _write(saved)), failure => Finish(key, () => _fail(failure, botId)), cancellationToken);

        async Task<KoreSavedExport> SaveAsync()
        {
            await _throttle.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                _progress.Set(key, $"starting: {botId}");
                if (target.Path is not null)
                {
                    // Before an export is started or waited for that could not be saved.
                    SavePath.CheckFree(target.Path, target.Overwrite);
                }

                var since = api.Session.Clock.Elapsed;
                var export = await obtain(cancellationToken).ConfigureAwait(false);
                var saver = new ExportSaver(api, Reporting(wait, key, botId), target.ToOptions((path, done, total) => ReportDownload(key, botId, done, total)));
                return await saver.SaveAsync(export, since, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                _throttle.Release();
            }
        }
    }

    /// <summary>Stays until all are saved or failed.</summary>
    public void RunToEnd()
    {
        try
        {
            _items.RunToEnd(() => _progress.Show(_items.Finished, _items.Count));
        }
        finally
        {
            _progress.Complete();
        }
    }

    private void Finish(string key, Action write)
    {
        _progress.Remove(key);
        write();
    }

    private WaitOptions Reporting(WaitOptions wait, string key, string botId) => wait.With(answer =>
    {
        var status = answer?.Status is { Length: > 0 } word ? word : "waiting";
        _progress.Set(key, $"{status}: {botId}", (answer as KoreMlExport)?.PercentComplete);
    });

    private void ReportDownload(string key, string botId, long done, long? total)
    {
        var text = total is { } all ? $"{Progress.Size(done)} of {Progress.Size(all)}" : Progress.Size(done);
        _progress.Set(key, $"downloading, {text}: {botId}", total is > 0 ? 100.0 * done / total : null);
    }
}

using KoreExport.Backups;
using KoreExport.Errors;
using KoreExport.Exports;
using KoreExport.Files;

namespace KoreExport.Pipeline;

/// <summary>Says where a job is: a word, and percent where known.</summary>
internal delegate void JobReport(string text, double? percent);

/// <summary>The saving of many exports at once, as Save-KoreExport and Export-KoreBot share it. Nothing is kept of a job that has ended.</summary>
internal sealed class SaveRun
{
    private readonly PipelineQueue _queue;
    private readonly Action<KoreSavedExport> _write;
    private readonly Action<Exception, object?> _fail;
    private readonly JobQueue _jobs;
    private readonly JobProgress _progress;
    private readonly CancellationToken _stop;
    private Task? _end;
    private int _started;

    /// <param name="cmdlet">Whose progress it is.</param>
    /// <param name="queue">Its queue.</param>
    /// <param name="activity">What the progress bar says.</param>
    /// <param name="throttleLimit">How many items are worked on at once.</param>
    /// <param name="write">Writes a saved file.</param>
    /// <param name="fail">Writes an error for an item.</param>
    /// <param name="stop">Cancelled when the user has enough.</param>
    public SaveRun(KoreCmdlet cmdlet, PipelineQueue queue, string activity, int throttleLimit, Action<KoreSavedExport> write, Action<Exception, object?> fail, CancellationToken stop)
    {
        _queue = queue;
        _write = write;
        _fail = fail;
        _jobs = new JobQueue(throttleLimit, stop);
        _progress = new JobProgress(cmdlet, activity, throttleLimit);
        _stop = stop;
    }

    /// <summary>Where the files go; set before the first item.</summary>
    public SaveTarget Target { get; set; } = new();

    /// <summary>What is to be done when all jobs have ended, however they did.</summary>
    public Func<Task> Close { get; set; } = () => Task.CompletedTask;

    /// <summary>Starts to save one export.</summary>
    /// <param name="api">The platform.</param>
    /// <param name="wait">How to wait for an export that is not finished.</param>
    /// <param name="export">The export.</param>
    public void Start(ExportClient api, WaitOptions wait, KoreExportJob export)
    {
        var target = Target;
        Start(export.BotId, export.BotId, async (report, cancellationToken) =>
        {
            report("starting", null);
            var context = new ExportContext(api)
            {
                Wait = wait,
                Save = target.ToOptions(),
                Progress = progress => report(progress.Text, progress.Percent),
            };
            return [await JobExportDescriptor.For(export.Kind).SaveAsync(context, export, context.Clock.Elapsed, cancellationToken).ConfigureAwait(false)];
        });
    }

    /// <summary>Starts one job, or has it wait for its turn.</summary>
    /// <param name="label">How it is called on its bar.</param>
    /// <param name="botId">The bot, for errors.</param>
    /// <param name="work">The job, off the pipeline thread.</param>
    public void Start(string label, string botId, Func<JobReport, CancellationToken, Task<IReadOnlyList<KoreSavedExport>>> work)
    {
        _started++;
        if (Target.Path is not null && _started > 1)
        {
            _fail(KoreErrors.OptionInvalid("-Path names one file, but there is more than one export.", "Use -Destination with a folder for several exports."), botId);
            return;
        }

        if (Target.Path is { } path)
        {
            try
            {
                // Before an export is started or waited for that could not be saved.
                SavePath.CheckFree(path, Target.Overwrite);
            }
            catch (KoreException failure)
            {
                _fail(failure, botId);
                return;
            }
        }

        _jobs.Add(slot => RunAsync(slot, label, botId, work));
    }

    /// <summary>Writes what has ended meanwhile, without waiting for more.</summary>
    public void RunPending()
    {
        _queue.RunPending();
        _progress.Show(_started);
    }

    /// <summary>Stays until all are saved or failed.</summary>
    public void RunToEnd()
    {
        try
        {
            var end = EndAsync();
            _queue.RunUntil(end, () => _progress.Show(_started));
            if (end.Exception?.InnerException is { } failure)
            {
                _fail(failure, Target.ToString());
            }
        }
        finally
        {
            _progress.Complete();
        }
    }

    /// <summary>For whoever has stopped before the end: leaves the jobs a moment to remove what they have begun, and to close.</summary>
    public void WaitForCleanup()
    {
        if (_end is null)
        {
            _ = Task.WhenAny(EndAsync(), Task.Delay(PipelineQueue.CleanUp)).GetAwaiter().GetResult();
        }
    }

    private Task EndAsync() => _end ??= Task.Run(async () =>
    {
        _jobs.Close();
        await _jobs.Completion.ConfigureAwait(false);
        await Close().ConfigureAwait(false);
    });

    private async Task RunAsync(int slot, string label, string botId, Func<JobReport, CancellationToken, Task<IReadOnlyList<KoreSavedExport>>> work)
    {
        var isSaved = false;
        try
        {
            var saved = await work((text, percent) => _progress.Set(slot, label, text, percent), _stop).ConfigureAwait(false);
            isSaved = true;
            _queue.Post(() =>
            {
                foreach (var one in saved)
                {
                    _write(one);
                }
            });
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Stopped: the user knows.
        }
#pragma warning disable CA1031 // Whatever one job meets becomes that job's error; it must not end the others.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            _queue.Post(() => _fail(failure, botId));
        }
        finally
        {
            _progress.End(slot, isSaved);
        }
    }
}

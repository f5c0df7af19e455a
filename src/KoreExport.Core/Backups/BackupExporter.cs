using KoreExport.Downloads;
using KoreExport.Exports;

namespace KoreExport.Backups;

/// <summary>Does one job from its start to the files and, where they go to a set, their records. May do several at the same time.</summary>
/// <param name="context">How; where the files go where there is no set.</param>
/// <param name="options">The set; null where a single file is saved to a path.</param>
internal sealed class BackupExporter(ExportContext context, BackupOptions? options)
{
    // Opened at once: a set of an older form is an error before anything is exported.
    private readonly BackupRecorder? _recorder = options is null ? null : new BackupRecorder(context, options);

    /// <summary>Whether the set holds it already and such things are to be left out.</summary>
    public bool IsDone(BackupJob job) => options is { Resume: true } && _recorder!.IsDone(job);

    /// <summary>Exports all of it.</summary>
    public Task<BackupResult> RunAsync(BackupJob job, Action<ExportProgress> progress, CancellationToken cancellationToken) => RunAsync(
        job, (prepared, token) => job.Descriptor.ExportAsync(prepared, job.Bot, token), progress, cancellationToken);

    /// <summary>
    /// Has it exported. What goes wrong is recorded and returned. Throws where it was cancelled, and nothing else; nothing half written is
    /// left behind then, and nothing recorded.
    /// </summary>
    /// <param name="job">What is exported.</param>
    /// <param name="work">Exports it, and hands each file to <see cref="ExportContext.Saved"/>.</param>
    /// <param name="progress">Told where it is.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<BackupResult> RunAsync(
        BackupJob job,
        Func<ExportContext, CancellationToken, Task> work,
        Action<ExportProgress> progress,
        CancellationToken cancellationToken)
    {
        var saved = new List<KoreSavedExport>();
        var failures = new List<Exception>();
        var parts = new List<string>();
        try
        {
            var prepared = Prepare(job) with
            {
                Progress = progress,
                Saved = one =>
                {
                    one.Name ??= job.Name;
                    saved.Add(one);
                    parts.Add(one.Part ?? string.Empty);
                },
                PartFailed = (part, failure) =>
                {
                    failures.Add(failure);
                    parts.Add(part);
                    _recorder?.Fail(job, part, failure);
                },
            };
            await work(prepared, cancellationToken).ConfigureAwait(false);
            if (job.Descriptor.HasParts && job.IsWhole)
            {
                _recorder?.List(job, parts);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // Whatever a job meets is that job's error; what was saved before is on disk all the same.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            failures.Add(failure);
            _recorder?.Fail(job, job.Part, failure);
        }

        return new BackupResult(saved, failures);
    }

    private ExportContext Prepare(BackupJob job) => _recorder is not { } recorder ? context : context with
    {
        Save = context.Save with { Folder = recorder.FolderOf(job), Path = null },
        BeforeCommit = (file, saved, token) => recorder.Decide(job, file, saved, token),
    };
}

using KoreExport.Abstractions;
using KoreExport.DirectExports;
using KoreExport.Errors;
using KoreExport.Exports;
using KoreExport.Files;
using KoreExport.Models;
using KoreExport.Verification;

namespace KoreExport.Backups;

/// <summary>
/// Does one job of a run from its start to its line in the index. A file is written down before it gets its name and again after, so
/// that no moment at which the process may be killed leaves a whole file that the set does not know.
/// </summary>
internal sealed class BackupExporter
{
    private readonly ExportClient _api;
    private readonly BackupPlan _plan;

    public BackupExporter(ExportClient api, BackupPlan plan)
    {
        _api = api;
        _plan = plan;
    }

    private Clock Clock => _api.Session.Clock;

    /// <summary>Whether the set holds it already and the plan leaves such things out.</summary>
    public bool IsDone(BackupJob job)
    {
        if (!_plan.Resume || _plan.Set is not { } set)
        {
            return false;
        }

        // Where there are parts, the word on all of them tells when they were last seen to; one of them may be long gone from the platform.
        var whole = set.Earlier.Newest(new BackupKey(job.BotId, job.Kind, null));
        return whole is { IsGood: true }
            && whole.Options == _plan.OptionsOf(job.Kind)
            && (_plan.MaximumAge is not { } age || whole.SavedOn >= Clock.UtcNow.UtcDateTime - age)
            && set.Earlier.KeysOf(job.BotId, job.Kind).All(key => BackupPath.IsThere(set.Folder, set.Earlier.Newest(key)!));
    }

    /// <summary>Exports, saves and records; what goes wrong is recorded too, and thrown.</summary>
    /// <param name="job">What to export.</param>
    /// <param name="report">Told where it is: a word, and percent where known.</param>
    /// <param name="cancellationToken">Ends the work; nothing is left behind, and nothing recorded.</param>
    public async Task<IReadOnlyList<KoreSavedExport>> RunAsync(BackupJob job, Action<string, double?> report, CancellationToken cancellationToken)
    {
        try
        {
            var saved = await SaveAsync(job, report, cancellationToken).ConfigureAwait(false);
            foreach (var one in saved)
            {
                one.Name = job.Name;
                await RecordAsync(job, one, pending: false).ConfigureAwait(false);
            }

            if (job.Kind is KoreExportKind.TestSuite or KoreExportKind.Role)
            {
                await RecordAsync(new BackupItem { BotId = job.BotId, Name = job.Name, Kind = job.Kind, SavedOn = Clock.UtcNow.UtcDateTime, Outcome = KoreBackupOutcome.Unchanged, Host = Host }).ConfigureAwait(false);
            }

            return saved;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception failure)
        {
            await RecordFailureAsync(job, failure).ConfigureAwait(false);
            throw;
        }
    }

    private string Host => LogSanitizer.Host(_api.Session.HostUri);

    private async Task<IReadOnlyList<KoreSavedExport>> SaveAsync(BackupJob job, Action<string, double?> report, CancellationToken cancellationToken)
    {
        var saved = new List<KoreSavedExport>();
        var context = _plan.Context ?? new ExportContext(_api);
        context = context with
        {
            Request = _plan.Request,
            Wait = _plan.Wait,
            Save = _plan.Save,
            Progress = progress => report(progress.Text, progress.Percent),
            BeforeCommit = _plan.Set is null ? null : (one, token) => BeforeCommitAsync(job, one, token),
            Saved = saved.Add,
        };
        var descriptor = ExportDescriptors.For(job.Kind);
        await descriptor.ExportAsync(context, descriptor.BelongsToAccount ? null : BotId.Parse(job.BotId), cancellationToken).ConfigureAwait(false);
        return saved;
    }

    private async Task<KoreSavedExport?> BeforeCommitAsync(BackupJob job, KoreSavedExport saved, CancellationToken cancellationToken)
    {
        saved.Name = job.Name;
        if (_plan.SkipUnchanged && FindSame(saved, cancellationToken) is { } same)
        {
            return same;
        }

        await RecordAsync(job, saved, pending: true).ConfigureAwait(false);
        return null;
    }

    /// <summary>The newest earlier file, if it holds the same as the new one and is still as it was saved.</summary>
    private KoreSavedExport? FindSame(KoreSavedExport saved, CancellationToken cancellationToken)
    {
        var set = _plan.Set!;
        var earlier = set.Earlier.NewestGood(new BackupKey(saved.BotId, saved.Kind, saved.Part));
        if (earlier?.Path is null || earlier.ContentHash != saved.ContentHash || !BackupPath.IsThere(set.Folder, earlier))
        {
            return null;
        }

        var path = BackupPath.Resolve(set.Folder, earlier.Path)!;
        try
        {
            // A copy that is damaged is not worth the name; the new file then takes its place.
            if (FileHash.Sha256(path, cancellationToken) != earlier.Sha256)
            {
                return null;
            }
        }
        catch (Exception unreadable) when (PartialFile.IsFileProblem(unreadable))
        {
            return null;
        }

        return new KoreSavedExport
        {
            BotId = saved.BotId,
            Id = saved.Id,
            Name = saved.Name,
            Kind = saved.Kind,
            Part = saved.Part,
            FullName = path,
            Size = earlier.Size,
            Sha256 = earlier.Sha256!,
            ContentHash = saved.ContentHash,
            EntryCount = saved.EntryCount,
            CreatedOn = saved.CreatedOn,
            Outcome = KoreBackupOutcome.Unchanged,
            SavedOn = Clock.UtcNow,
        };
    }

    private Task RecordAsync(BackupJob job, KoreSavedExport saved, bool pending) => _plan.Set is not { } set
        ? Task.CompletedTask
        : set.RecordAsync(BackupItem.Of(saved, set.Folder, _plan.OptionsOf(job.Kind), Host, pending), durable: !pending);

    private Task RecordAsync(BackupItem item) => _plan.Set?.RecordAsync(item, durable: true) ?? Task.CompletedTask;

    private async Task RecordFailureAsync(BackupJob job, Exception failure)
    {
        var known = failure as KoreException;
        if (_plan.Set is null || known?.ErrorId == KoreErrorId.BotIdInvalid)
        {
            return;
        }

        try
        {
            await RecordAsync(new BackupItem
            {
                BotId = job.BotId.Length > 0 ? BotId.Parse(job.BotId).Value : string.Empty,
                Name = job.Name,
                Kind = job.Kind,
                SavedOn = Clock.UtcNow.UtcDateTime,
                Outcome = KoreBackupOutcome.Failed,
                ErrorId = known?.ErrorId ?? KoreErrorId.Unexpected,
                Message = LogSanitizer.Sanitize(failure.Message),
                Options = _plan.OptionsOf(job.Kind),
                Host = Host,
            }).ConfigureAwait(false);
        }
        catch (KoreException unwritten)
        {
            // The failure itself is the news.
            _api.Log.Warning($"The failure of bot {job.BotId} could not be written to the index: {unwritten.Message}");
        }
    }
}

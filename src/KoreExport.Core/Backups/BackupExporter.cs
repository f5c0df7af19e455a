using KoreExport.Abstractions;
using KoreExport.Downloads;
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
            if (job.BotId.Length > 0 || job.Kind != KoreExportKind.Role)
            {
                _ = BotId.Check(job.BotId);
            }

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
        var since = Clock.Elapsed;
        var options = WithHooks(job, report);
        report("starting", null);
        if (job.Kind is not (KoreExportKind.Bot or KoreExportKind.MlUtterance))
        {
            return await _plan.Neighbours!(job, options, cancellationToken).ConfigureAwait(false);
        }

        var starter = new ExportStarter(_api);
        var export = job.Kind == KoreExportKind.Bot
            ? await starter.StartBotAsync(job.BotId, _plan.Request, cancellationToken).ConfigureAwait(false)
            : await starter.StartMlAsync(job.BotId, _plan.FileType, _plan.State, cancellationToken).ConfigureAwait(false);
        var wait = _plan.Wait.With(answer => report(answer?.Status is { Length: > 0 } word ? word : "waiting", (answer as KoreMlExport)?.PercentComplete));
        return [await new ExportSaver(_api, wait, options).SaveAsync(export, since, cancellationToken).ConfigureAwait(false)];
    }

    private SaveOptions WithHooks(BackupJob job, Action<string, double?> report) => new()
    {
        Folder = _plan.Save.Folder,
        Path = _plan.Save.Path,
        Overwrite = _plan.Save.Overwrite,
        Expand = _plan.Save.Expand,
        DownloadFromSessionHost = _plan.Save.DownloadFromSessionHost,
        AllowPrivateDownloadHost = _plan.Save.AllowPrivateDownloadHost,
        Report = (_, done, total) => report(DownloadText.Of(done, total), total is > 0 ? 100.0 * done / total : null),
        BeforeCommit = _plan.Set is null ? null : (saved, token) => BeforeCommitAsync(job, saved, token),
    };

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

        var expanded = earlier.ExpandedPath is null ? null : BackupPath.Resolve(set.Folder, earlier.ExpandedPath);
        var facts = new VerifiedFile { Size = earlier.Size, Sha256 = earlier.Sha256!, ContentHash = saved.ContentHash, EntryCount = saved.EntryCount };
        return new KoreSavedExport(saved.BotId, saved.Id, saved.Kind, path, facts)
        {
            Part = saved.Part,
            CreatedOn = saved.CreatedOn,
            Outcome = KoreBackupOutcome.Unchanged,
            ExpandedPath = expanded is not null && Directory.Exists(expanded) ? expanded : null,
            SavedOn = Clock.UtcNow.UtcDateTime,
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
                BotId = job.BotId.Length > 0 ? BotId.Check(job.BotId) : string.Empty,
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

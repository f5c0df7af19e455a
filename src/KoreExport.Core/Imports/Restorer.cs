using KoreExport.Downloads;
using KoreExport.Exports;
using KoreExport.Models;

namespace KoreExport.Imports;

/// <summary>
/// Restores one export, step by step: preflight, backup of the target, upload, import, wait, verify, publish. Nothing is changed before the
/// target is saved, and what failed is said together with what the target is then. Makes one restore.
/// </summary>
internal sealed class Restorer : IDisposable
{
    private readonly ExportClient _api;
    private readonly RestoreOptions _options;
    private readonly ImportClient _client;
    private readonly TemporaryFolder _folder = new();
    private readonly TimeSpan _started;
    private ExportContext _context;
    private Action<ExportProgress> _progress = static _ => { };
    private RestoreKind _kind = null!;
    private RestoreTarget _target = null!;
    private ImportStatus? _status;
    private BotId? _bot;
    private KoreRestoreStage? _stage;

    public Restorer(ExportClient api, RestoreOptions options)
    {
        _api = api;
        _options = options;
        _client = new ImportClient(api);
        _bot = options.Bot;
        _started = api.Session.Clock.Elapsed;
        _context = new ExportContext(api) { Wait = options.Wait, Save = options.Save };
        Result = new KoreRestore { Kind = options.Kind, Path = options.Path, BotId = options.Bot?.Value ?? string.Empty };
    }

    /// <summary>What was done so far; also where it failed.</summary>
    public KoreRestore Result { get; }

    /// <summary>What is to be said of the target where the user ends the restore now; null where it has not begun, or has ended.</summary>
    public string? StopNote => _stage is { } stage && !_options.IsPreview
        ? StoppedRestore.Describe(stage, _options.Target, Result.Id, stage >= KoreRestoreStage.Import ? Undo() : string.Empty)
        : null;

    /// <summary>Makes the restore. A failure says at which step, what the target is, and what to do.</summary>
    /// <param name="progress">Told where it is.</param>
    /// <param name="cancellationToken">Ends it. An import that was started goes on on the platform.</param>
    public async Task<KoreRestore> RunAsync(Action<ExportProgress> progress, CancellationToken cancellationToken)
    {
        _progress = progress;
        _context = _context with { Progress = progress };
        var stage = KoreRestoreStage.Preflight;
        try
        {
            foreach (var (next, text, work) in Steps())
            {
                _stage = stage = next;
                await RunStepAsync(stage, text, work, cancellationToken).ConfigureAwait(false);
                if (_options.IsPreview)
                {
                    break;
                }
            }

            return Result;
        }
        catch (KoreException failure)
        {
            throw await DescribeAsync(failure, stage, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // Where it was cancelled, the last step stays, for whoever asks what it was.
            _stage = cancellationToken.IsCancellationRequested ? _stage : null;
            Result.Duration = _api.Session.Clock.Elapsed - _started;
        }
    }

    /// <summary>Makes the restore, and removes what it left in the folder for temporary files.</summary>
    public async Task<KoreRestore> RunToEndAsync(Action<ExportProgress> progress, CancellationToken cancellationToken)
    {
        using (this)
        {
            return await RunAsync(progress, cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose() => _folder.Dispose();

    private IEnumerable<(KoreRestoreStage Stage, string Text, Func<CancellationToken, Task<StepResult>> Work)> Steps() =>
    [
        (KoreRestoreStage.Preflight, "checking the file and the target", PreflightAsync),
        (KoreRestoreStage.Backup, "backing up the target", BackUpAsync),
        (KoreRestoreStage.Upload, "uploading", UploadAsync),
        (KoreRestoreStage.Import, "starting the import", ImportAsync),
        (KoreRestoreStage.Wait, "importing", WaitAsync),
        (KoreRestoreStage.Verify, "verifying", VerifyAsync),
        (KoreRestoreStage.Publish, "publishing", PublishAsync),
    ];

    private async Task RunStepAsync(
        KoreRestoreStage stage, string text, Func<CancellationToken, Task<StepResult>> work, CancellationToken cancellationToken)
    {
        var began = _api.Session.Clock.Elapsed;
        _progress(new ExportProgress(text));
        try
        {
            var result = await work(cancellationToken).ConfigureAwait(false);
            var outcome = result.IsSkipped ? KoreRestoreOutcome.Skipped : KoreRestoreOutcome.Done;
            Result.Add(new KoreRestoreStep(stage, outcome, result.Message, _api.Session.Clock.Elapsed - began));
        }
        catch (KoreException failure)
        {
            Result.Add(new KoreRestoreStep(stage, KoreRestoreOutcome.Failed, failure.Message, _api.Session.Clock.Elapsed - began));
            throw;
        }
    }

    private async Task<StepResult> PreflightAsync(CancellationToken cancellationToken)
    {
        var source = RestoreSource.Load(_options.Path, _options.Sha256, cancellationToken);
        if (source.RecordedKind is { } recorded && recorded != _options.Kind)
        {
            throw ImportErrors.Invalid(
                _options.Path, $"its record says that it is an export of kind {recorded}, not {_options.Kind}", $"Pass -Kind {recorded}.");
        }

        _kind = RestoreKind.Create(_options, source);
        _target = new RestoreTarget(_context, _options, _kind, _folder);
        _kind.Check(Warn);
        Result.Name = _options.Name ?? _kind.BotName;
        Result.Omitted = _kind.Omitted;
        await _target.CheckAsync(cancellationToken).ConfigureAwait(false);
        if (_bot is { } bot && (_options.IsPreview || _kind.NeedsTarget))
        {
            var now = await _target.ExportAsync(bot, cancellationToken).ConfigureAwait(false);
            if (_kind.NeedsTarget)
            {
                _kind.CheckTarget(now.FullName, cancellationToken);
            }

            Result.Differences = _options.IsPreview ? _kind.Preview(now.FullName, cancellationToken) : [];
        }

        return StepResult.Done(_options.IsPreview
            && _bot is not null ? $"{Result.Differences.Count} differences would be restored" : string.Empty);
    }

    private async Task<StepResult> BackUpAsync(CancellationToken cancellationToken)
    {
        if (_bot is not { } bot)
        {
            return StepResult.Skipped("there is no bot yet");
        }

        if (_options.BackupFolder is null)
        {
            return StepResult.Skipped("-NoBackup");
        }

        var saved = await _target.BackUpAsync(bot, cancellationToken).ConfigureAwait(false);
        _target.ContentBefore = saved.ContentHash;
        Result.BackupPath = saved.FullName;
        Result.Name = saved.Name ?? Result.Name;
        _api.Log.Verbose($"{_options.Target} is saved. To put it back: {UndoCommand()}");
        return StepResult.Done(saved.FullName);
    }

    private async Task<StepResult> UploadAsync(CancellationToken cancellationToken)
    {
        if (!_kind.Uploads)
        {
            return StepResult.Skipped("the import takes no upload");
        }

        await _kind.UploadAsync(_client, text => _progress(new ExportProgress(text)), cancellationToken).ConfigureAwait(false);
        return StepResult.Done();
    }

    private async Task<StepResult> ImportAsync(CancellationToken cancellationToken)
    {
        var starter =
            new ImportStarter(_api, $"{_kind.Title} into {_options.Target}", _options.Wait) { StartsAgain = _options.Bot is not null };
        var start = starter.StartAsync(token => _kind.StartAsync(_client, token), _target.LookAsync, cancellationToken);
        Take(await start.ConfigureAwait(false));
        return StepResult.Done(Result.Id ?? string.Empty);
    }

    private async Task<StepResult> WaitAsync(CancellationToken cancellationToken)
    {
        if (!_kind.Waits || _status!.Id.Length == 0)
        {
            return StepResult.Skipped(_kind.Waits ? "it was found done" : "it is answered at once");
        }

        var poller = new ImportPoller(_api, $"{_kind.Title} {_status.Id} into {_options.Target}", _options.Wait) { Report = Report };
        var id = _status.Id;
        var wait = poller.WaitAsync(async token => await _kind.AskAsync(_client, id, token).ConfigureAwait(false), cancellationToken);
        Take(await wait.ConfigureAwait(false));
        return StepResult.Done(_status.Word);
    }

    private async Task<StepResult> VerifyAsync(CancellationToken cancellationToken)
    {
        _bot ??= await FindNewAsync(cancellationToken).ConfigureAwait(false);
        if (!_options.Verifies || _bot is not { } bot)
        {
            return StepResult.Skipped(_options.Verifies ? "which bot was made is not known" : "-NoVerify");
        }

        var now = await _target.ExportAsync(bot, cancellationToken).ConfigureAwait(false);
        _progress(new ExportProgress("comparing"));
        Result.Differences = _kind.Compare(now.FullName, Warn, cancellationToken);
        Result.Verified = Result.Differences.Count == 0 && _kind.Uncompared.Count == 0;
        if (Result.Differences.Count == 0)
        {
            return StepResult.Done(
                Result.Verified ? "the target has what the file holds" : $"not compared: {string.Join(", ", _kind.Uncompared)}");
        }

        var undo = Result.BackupPath is null ? string.Empty : $" To put it back as it was, run: {UndoCommand()}";
        Warn($"Bot {bot} is not what was restored: {Result.Differences.Count} differences, the first: {Result.Differences[0]}. "
            + $"See Differences of the result.{undo}");
        return StepResult.Done($"{Result.Differences.Count} differences");
    }

    private async Task<StepResult> PublishAsync(CancellationToken cancellationToken)
    {
        if (_options.VersionComment is not { } comment)
        {
            return StepResult.Skipped("it was not asked for");
        }

        if (!Result.Verified)
        {
            Warn($"{Result.BotId} was not published, because it is not verified to be what was restored.");
            return StepResult.Skipped("the target is not verified");
        }

        var publisher = new BotPublisher(_client, _options.Wait);
        await publisher.PublishAsync(_bot!.Value, comment, Report, cancellationToken).ConfigureAwait(false);
        Result.Published = true;
        return StepResult.Done();
    }

    private void Report(ImportStatus? status) =>
        _progress(new ExportProgress(status?.Word is { Length: > 0 } word ? word : "waiting", status?.Percent));

    private void Take(ImportStatus status)
    {
        _status = status;
        Result.Status = status.Word;
        Result.Id ??= status.Id.Length > 0 ? status.Id : null;
        Result.Imported = status.Imported;
        if (_bot is null && status.State == KoreExportState.Succeeded && BotId.TryParse(status.BotId, out var made))
        {
            _bot = made;
            Result.BotId = made.Value;
        }
    }

    private async Task<BotId?> FindNewAsync(CancellationToken cancellationToken)
    {
        if (await _target.FindNewAsync(cancellationToken).ConfigureAwait(false) is [var made])
        {
            Result.BotId = made.BotId;
            return BotId.Parse(made.BotId);
        }

        Warn("The platform did not say which bot it made, and the list of bots does not tell. Find it with Get-KoreBot.");
        return null;
    }

    private void Warn(string message)
    {
        Result.Warn(message);
        _api.Log.Warning(message);
    }

    private async Task<KoreException> DescribeAsync(KoreException failure, KoreRestoreStage stage, CancellationToken cancellationToken)
    {
        switch (stage)
        {
            case < KoreRestoreStage.Import:
                return ImportErrors.AtStep(failure, stage, _options.Target, "Nothing was changed.", string.Empty);
            case KoreRestoreStage.Import
                when failure.ErrorId != KoreErrorId.ImportUncertain && failure.RetryEligibility == RetryEligibility.Never:
                return ImportErrors.AtStep(
                    failure, stage, _options.Target, "Nothing was changed: the platform refused the import.", string.Empty);
            case KoreRestoreStage.Verify:
                return ImportErrors.AtStep(
                    failure,
                    stage,
                    _options.Target,
                    "The platform reports that the import succeeded; what the target is was not verified.",
                    Undo());
            case KoreRestoreStage.Publish:
                return ImportErrors.AtStep(
                    failure,
                    stage,
                    _options.Target,
                    "The target is restored and verified; users still see the version that was published before.",
                    string.Empty);
        }

        Result.Status = failure.ErrorId == KoreErrorId.ImportFailed ? "failed" : Result.Status;
        _progress(new ExportProgress("looking at what the target is now"));
        var seen = await _target.LookAsync(cancellationToken).ConfigureAwait(false);
        var isUnchanged = seen.Kind == ImportSightingKind.Nothing;
        var state = _options.Bot is null && seen.BotId is not null
            ? $"A new bot was made all the same: {seen.Text}. Delete it on the platform where it is of no use."
            : $"The target now: {seen.Text}.";
        return ImportErrors.AtStep(failure, stage, _options.Target, state, isUnchanged ? string.Empty : Undo());
    }

    private string Undo() => _options.Bot is null ? string.Empty
        : Result.BackupPath is null ? "There is no backup of the target as it was, because of -NoBackup."
        : $"To put the target back as it was, run: {UndoCommand()}"
            + (_options.Kind == KoreExportKind.MlUtterance
                ? " (It brings back utterances that are gone; ones that were added stay.)"
                : string.Empty);

    private string UndoCommand() =>
        $"Restore-KoreBot -LiteralPath '{Result.BackupPath!.Replace("'", "''")}' -BotId {_options.Bot}"
        + (_options.Kind == KoreExportKind.Bot ? string.Empty : $" -Kind {_options.Kind}");

    private sealed record StepResult(string Message, bool IsSkipped)
    {
        public static StepResult Done(string message = "") => new(message, IsSkipped: false);

        public static StepResult Skipped(string why) => new(why, IsSkipped: true);
    }
}

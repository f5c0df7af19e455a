using System.Globalization;
using KoreExport.Downloads;
using KoreExport.Errors;
using KoreExport.Exports;
using KoreExport.Files;
using KoreExport.Verification;

namespace KoreExport.Backups;

/// <summary>
/// Brings exports into a set: names each file, writes its record before it has that name, and says what failed. Asks the set each time
/// anew where a series stands, because others may write to it too.
/// </summary>
internal sealed class BackupRecorder(ExportContext context, BackupOptions options)
{
    private readonly BackupSetReader _set = BackupSetReader.Open(options.Folder);
    private int _clockTold;

    private KoreSession Session => context.Api.Session;

    /// <summary>The time. A clock that is minutes off is corrected by the platform's, as far as that has answered.</summary>
    public static DateTimeOffset Now(ExportContext context)
    {
        var offset = context.Api.Session.ServerClockOffset;
        return offset.Duration() > BackupState.ClockTolerance ? context.Clock.UtcNow + offset : context.Clock.UtcNow;
    }

    /// <summary>Where the files of a job lie.</summary>
    public string FolderOf(BackupJob job) => _set.PathOf(job.BotId);

    /// <summary>
    /// Whether the set holds it, and nothing newer says that it failed. Where there are parts, their list tells when they were last seen
    /// to, and each of them has to be there.
    /// </summary>
    public bool IsDone(BackupJob job)
    {
        var now = Now();
        var folder = _set.FolderOf(job.BotId);
        var series = About(job, part: null).Series;
        var state = folder.StateOf(series, now);
        return IsGood(state)
            && (options.MaximumAge is not { } age || now - state.TimeOf(state.Newest!) <= age)
            && state.Newest!.Record!.Parts.All(part => IsGood(folder.StateOf(series with { Part = part }, now)));
    }

    /// <summary>Says what becomes of a file that is whole. Its record is written then.</summary>
    /// <param name="job">What it is the outcome of.</param>
    /// <param name="file">What was to be saved.</param>
    /// <param name="saved">What was.</param>
    /// <param name="cancellationToken">Ends the look at an earlier file.</param>
    public CommitDecision Decide(BackupJob job, ExportFile file, KoreSavedExport saved, CancellationToken cancellationToken)
    {
        var now = Now();
        var record = About(job, saved.Part).Of(saved);
        var folder = _set.FolderOf(job.BotId);
        var state = folder.StateOf(record.Series, now);
        saved.Name = job.Name ?? job.ReadName?.Invoke(saved.FullName) ?? NameIn(folder);
        saved.SavedOn = now;
        if (options.SkipUnchanged && state.NewestGood is { } earlier && IsSame(earlier, saved, cancellationToken))
        {
            Writer(now).Renew(earlier, state);
            return CommitDecision.Keep(Unchanged(saved, earlier));
        }

        var path = Writer(now).Save(record with { Name = saved.Name }, file.Extension, state);
        return CommitDecision.To(path, () => BackupSetWriter.Withdraw(path));
    }

    /// <summary>Says which parts there are.</summary>
    public void List(BackupJob job, IReadOnlyList<string> parts)
    {
        var now = Now();
        var folder = _set.FolderOf(job.BotId);
        var record = About(job, part: null) with { Name = job.Name ?? NameIn(folder), Parts = parts };
        Writer(now).List(record, folder.StateOf(record.Series, now));
    }

    /// <summary>
    /// Says that a job failed, or one part of it. Of what nobody knows the options of nothing is said: no later success could make it good.
    /// </summary>
    public void Fail(BackupJob job, string? part, Exception failure)
    {
        var isUnknown = job.Options is null && BackupKinds.DefaultOptionsOf(job.Kind) is not null;
        if (isUnknown || (part is null && !job.IsWhole))
        {
            return;
        }

        try
        {
            var now = Now();
            var record = About(job, part) with
            {
                ErrorId = (failure as KoreException)?.ErrorId ?? KoreErrorId.Unexpected,
                Message = LogSanitizer.Sanitize(failure.Message),
            };
            var folder = _set.FolderOf(job.BotId);
            Writer(now).Fail(record with { Name = job.Name ?? NameIn(folder) }, folder.StateOf(record.Series, now));
        }
        catch (KoreException unwritten)
        {
            // The failure itself is the news.
            context.Api.Log.Warning($"The failure of {job.Kind} of {job.Label} could not be recorded in the set: {unwritten.Message}");
        }
    }

    private static bool IsGood(BackupState state) => state.Newest?.Record!.Outcome is not (null or KoreBackupOutcome.Failed);

    // A copy that is damaged is not worth the name; the new file then takes its place.
    private static bool IsSame(BackupEntry earlier, KoreSavedExport saved, CancellationToken cancellationToken)
    {
        try
        {
            return earlier.Record!.ContentHash == saved.ContentHash
                && FileHash.Sha256(earlier.FilePath, cancellationToken) == earlier.Record.Sha256;
        }
        catch (Exception unreadable) when (PartialFile.IsFileProblem(unreadable))
        {
            return false;
        }
    }

    private static KoreSavedExport Unchanged(KoreSavedExport saved, BackupEntry earlier)
    {
        saved.Outcome = KoreBackupOutcome.Unchanged;
        saved.FullName = earlier.FilePath;
        saved.Size = earlier.Record!.Size;
        saved.Sha256 = earlier.Record.Sha256!;
        return saved;
    }

    // What the bot was last called, where nobody says.
    private static string? NameIn(BackupFolder folder) => folder.Entries.Count > 0 ? folder.Entries[0].Record?.Name : null;

    private BackupSetWriter Writer(DateTimeOffset now) => new(options.Folder, () => now);

    private BackupRecord About(BackupJob job, string? part) => new()
    {
        BotId = job.BotId,
        Name = job.Name,
        Kind = job.Kind,
        Part = part,
        Options = BackupRecordJson.Shorten(job.Options),
        Host = LogSanitizer.Host(Session.HostUri),
        ClientId = Session.ClientId,
    };

    private DateTimeOffset Now()
    {
        var offset = Session.ServerClockOffset;
        if (offset.Duration() > BackupState.ClockTolerance && Interlocked.Exchange(ref _clockTold, 1) == 0)
        {
            var minutes = Math.Round(offset.Duration().TotalMinutes).ToString(CultureInfo.InvariantCulture);
            context.Api.Log.Warning(
                $"The clock of this machine is {minutes} minutes {(offset < TimeSpan.Zero ? "ahead of" : "behind")} the platform's. "
                + "The records of the backup set get the platform's time. Set the clock of this machine.");
        }

        return Now(context);
    }
}

using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using KoreExport.Abstractions;
using KoreExport.Errors;
using KoreExport.Files;
using KoreExport.Verification;

namespace KoreExport.Backups;

/// <summary>Reads backup sets through and says what is wrong with them. Several folders count as one set: the shards of one account.</summary>
internal sealed class BackupTest
{
    private readonly Clock _clock;
    private readonly ConcurrentBag<KoreBackupProblem> _problems = [];
    private readonly BackupIndex _all = new();
    private int _files;
    private int _read;
    private int _good;
    private long _bytes;

    public BackupTest(Clock clock) => _clock = clock;

    /// <summary>How old the newest good export of each bot and kind may be; null for any age.</summary>
    public TimeSpan? MaximumAge { get; init; }

    /// <summary>The bots of the account: each must be in a set, and others may be there, however old. Null where nobody said.</summary>
    public IReadOnlyCollection<string>? BotIds { get; init; }

    /// <summary>Files read so far, and of how many.</summary>
    public (int Read, int Files) Progress => (Volatile.Read(ref _read), Volatile.Read(ref _files));

    /// <summary>Makes the test.</summary>
    public async Task<KoreBackupReport> RunAsync(IReadOnlyList<string> folders, CancellationToken cancellationToken)
    {
        var started = _clock.Elapsed;
        foreach (var folder in folders)
        {
            if (Open(folder) is { } index)
            {
                await ReadFilesAsync(folder, index, cancellationToken).ConfigureAwait(false);
                FindForeign(folder, index);
                _all.Add(index);
            }
        }

        EvaluateBots();
        var good = _all.Keys.Where(Concerns).Select(_all.NewestGood).Where(static item => item is not null).ToList();
        return new KoreBackupReport(folders, Sorted())
        {
            BotCount = good.Select(static item => item!.BotId).Where(static id => id.Length > 0).Distinct(StringComparer.Ordinal).Count(),
            FileCount = _files,
            GoodFileCount = _good,
            Size = _bytes,
            OldestOn = good.Count > 0 ? good.Min(static item => item!.SavedOn) : null,
            NewestOn = good.Count > 0 ? good.Max(static item => item!.SavedOn) : null,
            CheckedOn = _clock.UtcNow.UtcDateTime,
            Duration = _clock.Elapsed - started,
        };
    }

    private BackupIndex? Open(string folder)
    {
        try
        {
            if (BackupFiles.Exist(folder))
            {
                return BackupFiles.Read(folder);
            }

            var why = Directory.Exists(folder) ? "has no index: nothing was exported there" : "does not exist";
            _problems.Add(new KoreBackupProblem(KoreBackupProblemKind.Missing, $"The folder '{folder}' {why}.") { Path = BackupFiles.IndexPath(folder) });
        }
        catch (KoreException invalid)
        {
            _problems.Add(new KoreBackupProblem(KoreBackupProblemKind.Damaged, invalid.Message) { Path = invalid.Target });
        }

        return null;
    }

    private async Task ReadFilesAsync(string folder, BackupIndex index, CancellationToken cancellationToken)
    {
        // What was found unchanged names a file that is listed already.
        var files = index.Items.Where(static item => item.Path is not null).GroupBy(static item => item.Path, StringComparer.Ordinal).Select(static same => same.First()).ToList();
        Interlocked.Add(ref _files, files.Count);
        var jobs = new JobQueue(Environment.ProcessorCount, cancellationToken);
        foreach (var item in files)
        {
            jobs.Add(async _ =>
            {
                await CheckAsync(folder, item, cancellationToken).ConfigureAwait(false);
                Interlocked.Increment(ref _read);
            });
        }

        jobs.Close();
        await jobs.Completion.ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task CheckAsync(string folder, BackupItem item, CancellationToken cancellationToken)
    {
        var path = BackupPath.Resolve(folder, item.Path!)!;
        if (!File.Exists(path))
        {
            Add(KoreBackupProblemKind.Missing, item, path, $"'{path}' is not there.");
            return;
        }

        if (await FindDamageAsync(path, item, cancellationToken).ConfigureAwait(false) is { } damage)
        {
            Add(KoreBackupProblemKind.Damaged, item, path, $"'{path}' is not as it was saved: {damage}.");
            return;
        }

        Interlocked.Increment(ref _good);
        Interlocked.Add(ref _bytes, item.Size);
    }

    private static async Task<string?> FindDamageAsync(string path, BackupItem item, CancellationToken cancellationToken)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, useAsync: true);
            if (stream.Length != item.Size)
            {
                return $"it has {stream.Length.ToString(CultureInfo.InvariantCulture)} bytes instead of {item.Size.ToString(CultureInfo.InvariantCulture)}";
            }

            if (FileHash.Sha256(stream, cancellationToken) != item.Sha256)
            {
                return "its SHA-256 is another one";
            }

            // The bytes are the same; this finds what a newer version of this module knows to look for.
            stream.Position = 0;
            var (contentHash, _) = await ExportVerifier.InspectAsync(stream, Path.GetExtension(path).TrimStart('.').ToLowerInvariant(), cancellationToken).ConfigureAwait(false);
            return (contentHash ?? item.Sha256) == item.ContentHash ? null : "its content hash is another one";
        }
        catch (JsonException)
        {
            return "it is not whole JSON";
        }
        catch (Exception problem) when (problem is InvalidDataException or OverflowException || PartialFile.IsFileProblem(problem))
        {
            return LogSanitizer.Sanitize(problem.Message).TrimEnd('.');
        }
    }

    private void FindForeign(string folder, BackupIndex index)
    {
        var known = new HashSet<string>(StringComparer.Ordinal) { BackupFiles.IndexName, BackupFiles.JournalName };
        known.UnionWith(index.Items.SelectMany(static item => new[] { item.Path, item.ExpandedPath }).Where(static path => path is not null).Select(static path => path!.Split('/')[0]));
        try
        {
            foreach (var path in Directory.EnumerateFileSystemEntries(folder))
            {
                var name = Path.GetFileName(path);
                var isPartial = name.EndsWith(TemporaryName.Extension, StringComparison.Ordinal);

                // Hidden names are other tools' (.git, .gitattributes), and a folder with an index is a set of its own.
                if (known.Contains(name) || (!isPartial && name.StartsWith(".", StringComparison.Ordinal)) || BackupFiles.Exist(path))
                {
                    continue;
                }

                var message = isPartial
                    ? $"'{path}' is half written: an export is under way, or one was ended. The next export removes it."
                    : $"'{path}' is in no index.";
                _problems.Add(new KoreBackupProblem(KoreBackupProblemKind.Foreign, message) { Path = path });
            }
        }
        catch (Exception failure) when (PartialFile.IsFileProblem(failure))
        {
            _problems.Add(new KoreBackupProblem(KoreBackupProblemKind.Damaged, $"The folder '{folder}' cannot be listed: {LogSanitizer.Sanitize(failure.Message)}") { Path = folder });
        }
    }

    private void EvaluateBots()
    {
        var now = _clock.UtcNow.UtcDateTime;
        foreach (var key in _all.Keys.Where(Concerns))
        {
            var newest = _all.Newest(key)!;
            var good = _all.NewestGood(key);
            var what = $"{key.Kind}{(key.Part is null ? string.Empty : $" '{LogSanitizer.Sanitize(key.Part)}'")} of {(key.BotId.Length > 0 ? $"bot {key.BotId}" : "the account")}";
            if (!newest.IsGood)
            {
                var before = good is null ? "there is no good one" : $"the last good one is of {Time(good.SavedOn)}";
                Add(KoreBackupProblemKind.Failed, newest, null, $"The export of {what} failed on {Time(newest.SavedOn)} ({newest.ErrorId}); {before}. {newest.Message}", good);
            }
            else if (MaximumAge is { } age && now - newest.SavedOn > age && !IsGone(key))
            {
                Add(KoreBackupProblemKind.Stale, newest, null, $"The newest export of {what} is of {Time(newest.SavedOn)}.", newest);
            }
        }

        if (BotIds is null)
        {
            return;
        }

        var known = new HashSet<string>(_all.Keys.Select(static key => key.BotId), StringComparer.Ordinal);
        foreach (var botId in BotIds.Where(botId => !known.Contains(botId)))
        {
            _problems.Add(new KoreBackupProblem(KoreBackupProblemKind.Absent, $"Bot {botId} is in no set.") { BotId = botId });
        }
    }

    // A part that is older than the last look at all parts: the platform has it no more, and the word on all of them is judged in its place.
    private bool IsGone(BackupKey key) => key.Part is not null && _all.NewestGood(new BackupKey(key.BotId, key.Kind, null)) is not null;

    // Bots that the account does not have any more need no fresh export.
    private bool Concerns(BackupKey key) => BotIds is null || key.BotId.Length == 0 || BotIds.Contains(key.BotId);

    private void Add(KoreBackupProblemKind problem, BackupItem item, string? path, string message, BackupItem? good = null) =>
        _problems.Add(new KoreBackupProblem(problem, message)
        {
            BotId = item.BotId,
            Name = item.Name,
            Kind = item.Kind,
            Part = item.Part,
            Path = path,
            LastGoodOn = good?.SavedOn,
        });

    private List<KoreBackupProblem> Sorted() => _problems
        .OrderBy(static problem => problem.Problem)
        .ThenBy(static problem => problem.BotId, StringComparer.Ordinal)
        .ThenBy(static problem => problem.Path, StringComparer.Ordinal)
        .ToList();

    private static string Time(DateTime time) => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + " UTC";
}

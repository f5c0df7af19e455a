using System.Collections.Concurrent;
using KoreExport.Abstractions;

namespace KoreExport.Backups;

/// <summary>
/// Reads backup sets through and says what is wrong with them. Several folders count as one set: the shards of one account. Exports may
/// run meanwhile. Makes one test.
/// </summary>
internal sealed class BackupTester(Clock clock, BackupTestOptions options)
{
    private readonly ConcurrentBag<KoreBackupProblem> _problems = [];
    private readonly ConcurrentBag<BackupEntry> _entries = [];
    private int _files;
    private int _read;
    private int _good;
    private long _bytes;

    /// <summary>Files read so far, and of how many.</summary>
    public (int Read, int Files) Progress => (Volatile.Read(ref _read), Volatile.Read(ref _files));

    /// <summary>Makes the test.</summary>
    /// <param name="folders">The sets.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task<KoreBackupReport> RunAsync(IReadOnlyList<string> folders, CancellationToken cancellationToken) =>
        Task.Run(() => Run(folders, cancellationToken), cancellationToken);

    private KoreBackupReport Run(IReadOnlyList<string> folders, CancellationToken cancellationToken)
    {
        var started = clock.Elapsed;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken };
        foreach (var folder in folders)
        {
            ReadRecords(folder, parallel);
        }

        // The largest first, so that no core is left alone with one at the end.
        var files = _entries.Where(static entry => entry.Name.HasFile).OrderByDescending(static entry => entry.Record!.Size).ToList();
        Volatile.Write(ref _files, files.Count);
        var oneByOne = Partitioner.Create(files, EnumerablePartitionerOptions.NoBuffering);
        Parallel.ForEach(oneByOne, parallel, entry => Check(entry, cancellationToken));

        var evaluation = new BackupEvaluation(_entries, options, clock.UtcNow);
        var problems = evaluation.Problems.Concat(evaluation.SayOnceOfRetired(_problems));
        return new KoreBackupReport(folders, Sort(problems))
        {
            BotCount = evaluation.BotCount,
            Retired = evaluation.Retired,
            FileCount = _files,
            GoodFileCount = _good,
            Size = _bytes,
            OldestOn = evaluation.OldestOn,
            NewestOn = evaluation.NewestOn,
            CheckedOn = clock.UtcNow,
            Duration = clock.Elapsed - started,
        };
    }

    private void ReadRecords(string folder, ParallelOptions parallel)
    {
        try
        {
            var set = BackupSetReader.Open(folder);
            var before = _entries.Count + _problems.Count;
            Parallel.ForEach(set.ListFolders(), parallel, path => ReadRecords(BackupFolder.Open(path)));
            if (_entries.Count + _problems.Count == before)
            {
                var why = Directory.Exists(folder) ? "holds no backups: nothing was exported there" : "does not exist";
                _problems.Add(new KoreBackupProblem(KoreBackupProblemKind.Missing, $"The folder '{folder}' {why}.") { Path = folder });
            }

            if (options.Strict)
            {
                foreach (var (path, message) in BackupForeignFiles.Find(set, clock.UtcNow))
                {
                    _problems.Add(new KoreBackupProblem(KoreBackupProblemKind.Foreign, message) { Path = path });
                }
            }
        }
        catch (KoreException failure)
        {
            _problems.Add(new KoreBackupProblem(KoreBackupProblemKind.Damaged, failure.Message) { Path = failure.Target });
        }
    }

    private void ReadRecords(BackupFolder folder)
    {
        if (IsLeftOut(folder.BotId))
        {
            return;
        }

        if (folder.Problem is { } unlisted)
        {
            _problems.Add(new KoreBackupProblem(KoreBackupProblemKind.Damaged, unlisted.Message)
            {
                BotId = folder.BotId,
                Path = folder.Path,
            });
        }

        foreach (var entry in folder.Entries)
        {
            if (entry.Record is { } record)
            {
                if (!IsLeftOut(record.BotId))
                {
                    _entries.Add(entry);
                }
            }
            else if (entry.Problem is { } problem)
            {
                _problems.Add(new KoreBackupProblem(KoreBackupProblemKind.Damaged, problem.Message)
                {
                    BotId = folder.BotId,
                    Kind = entry.Name.Kind,
                    Path = entry.RecordPath,
                });
            }
        }
    }

    private bool IsLeftOut(string botId) => options.ExcludeRetired && options.IsRetired(botId);

    private void Check(BackupEntry entry, CancellationToken cancellationToken)
    {
        if (IsThere(entry) is not { } isThere)
        {
            // Nothing to be said of it: it comes or goes just now.
        }
        else if (!isThere)
        {
            var why = $"'{entry.FilePath}' is missing. Its record is there: what is deleted on purpose has to go together with its record.";
            Add(KoreBackupProblemKind.Missing, entry, why);
        }
        else if (BackupFileCheck.FindDamage(entry, options.Inspect, cancellationToken) is { } damage)
        {
            Add(KoreBackupProblemKind.Damaged, entry, $"'{entry.FilePath}' is not as it was saved: {damage}.");
        }
        else
        {
            Interlocked.Increment(ref _good);
            Interlocked.Add(ref _bytes, entry.Record!.Size);
        }

        Interlocked.Increment(ref _read);
    }

    // A record is there before its file: where that is missing, it may get its name at this moment, or was about to when its export was
    // ended. And whoever deletes old backups deletes the record first.
    private static bool? IsThere(BackupEntry entry)
    {
        if (File.Exists(entry.FilePath))
        {
            return true;
        }

        var isAtWork = BackupLeftovers.IsBeingNamed(entry) || !File.Exists(entry.RecordPath);
        return File.Exists(entry.FilePath) ? true : isAtWork ? null : false;
    }

    private void Add(KoreBackupProblemKind problem, BackupEntry entry, string message) =>
        _problems.Add(new KoreBackupProblem(problem, message)
        {
            BotId = entry.Record!.BotId,
            Name = entry.Record.Name,
            Kind = entry.Record.Kind,
            Part = entry.Record.Part,
            Path = entry.FilePath,
        });

    private static List<KoreBackupProblem> Sort(IEnumerable<KoreBackupProblem> problems) => problems
        .OrderBy(static problem => problem.Problem)
        .ThenBy(static problem => problem.BotId, StringComparer.Ordinal)
        .ThenBy(static problem => problem.Kind)
        .ThenBy(static problem => problem.Path, StringComparer.Ordinal)
        .ToList();
}

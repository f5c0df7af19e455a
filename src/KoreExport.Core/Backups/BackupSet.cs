using System.Collections.Concurrent;
using KoreExport.Abstractions;
using KoreExport.Errors;
using KoreExport.Files;

namespace KoreExport.Backups;

/// <summary>
/// A backup set that is being written. Whatever calls <see cref="RecordAsync"/> at the same time shares one write and one flush. Other
/// processes may write the same set: each takes the journal's lock for a moment, and an index is only ever made from what is on disk.
/// </summary>
#pragma warning disable CA1001 // The semaphore holds no handle, and what is recorded late still uses it.
internal sealed class BackupSet
#pragma warning restore CA1001
{
    private const int FoldFrom = 64 * 1024;
    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(15);

    private readonly ConcurrentQueue<Entry> _waiting = new();
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly Clock _clock;
    private bool _wrote;

    private BackupSet(string folder, Clock clock, BackupIndex earlier)
    {
        Folder = folder;
        Earlier = earlier;
        _clock = clock;
    }

    public string Folder { get; }

    /// <summary>The set as it was when this run began.</summary>
    public BackupIndex Earlier { get; }

    /// <summary>Begins to write a set, in a folder that need not exist. Throws <see cref="KoreErrorId.IndexInvalid"/> rather than build on an index that cannot be read.</summary>
    public static BackupSet Open(string folder, Clock clock, IKoreLog log)
    {
        var earlier = BackupFiles.Read(folder);
        try
        {
            if (Directory.Exists(folder))
            {
                BackupFiles.RemoveLeftovers(folder, log);
            }
        }
        catch (Exception failure) when (PartialFile.IsFileProblem(failure))
        {
            throw KoreErrors.FileWriteFailed(folder, failure);
        }

        return new BackupSet(folder, clock, earlier);
    }

    /// <summary>Writes an item down. Cannot be cancelled: what is on disk is to be known.</summary>
    /// <param name="item">What happened.</param>
    /// <param name="durable">Whether it must survive a power cut from here on.</param>
    public async Task RecordAsync(BackupItem item, bool durable)
    {
        var entry = new Entry(BackupJson.WriteLine(item), durable);
        _waiting.Enqueue(entry);
        await _writing.WaitAsync().ConfigureAwait(false);
        try
        {
            // Somebody who held the pen a moment ago may have written it already.
            if (!entry.Written.Task.IsCompleted)
            {
                await WriteWaitingAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            _writing.Release();
        }

        await entry.Written.Task.ConfigureAwait(false);
    }

    /// <summary>Brings the index up to date. A set that nothing was written to is left alone.</summary>
    public async Task CloseAsync()
    {
        await _writing.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_wrote)
            {
                using var journal = await LockAsync().ConfigureAwait(false);
                Fold(journal, isLast: true);
                _wrote = false;
            }
        }
        catch (Exception failure) when (PartialFile.IsFileProblem(failure))
        {
            throw KoreErrors.FileWriteFailed(BackupFiles.IndexPath(Folder), failure);
        }
        finally
        {
            _writing.Release();
        }
    }

    private async Task WriteWaitingAsync()
    {
        var batch = new List<Entry>();
        try
        {
            using var journal = await LockAsync().ConfigureAwait(false);
            var durable = false;
            while (_waiting.TryDequeue(out var entry))
            {
                batch.Add(entry);
                durable |= entry.IsDurable;
            }

            CutTornLine(journal);
            foreach (var entry in batch)
            {
                journal.Write(entry.Line, 0, entry.Line.Length);
            }

            journal.Flush(flushToDisk: durable);
            _wrote = true;

            // Folding at each half as much again keeps the sum of all writes a small multiple of the index's size.
            var index = new FileInfo(BackupFiles.IndexPath(Folder));
            if (journal.Length > Math.Max(FoldFrom, index.Exists ? index.Length / 2 : 0))
            {
                Fold(journal, isLast: false);
            }

            batch.ForEach(static entry => entry.Written.TrySetResult(true));
        }
        catch (Exception failure) when (PartialFile.IsFileProblem(failure) || failure is KoreException)
        {
            while (_waiting.TryDequeue(out var entry))
            {
                batch.Add(entry);
            }

            var error = failure as KoreException ?? KoreErrors.FileWriteFailed(BackupFiles.JournalPath(Folder), failure);
            batch.ForEach(entry => entry.Written.TrySetException(error));
        }
    }

    private async Task<FileStream> LockAsync()
    {
        var path = BackupFiles.JournalPath(Folder);
        PrivateFile.CreateFolder(Folder);
        var since = _clock.Elapsed;
        while (true)
        {
            try
            {
                if (!File.Exists(path))
                {
                    PrivateFile.CreateFile(path).Dispose();
                }

                return new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 64 * 1024);
            }
            catch (IOException busy) when (busy.GetType() == typeof(IOException) && _clock.Elapsed - since < LockPatience)
            {
                // Another process has the pen, for a moment.
                await Task.Delay(10).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Removes the part of a line whose writer was killed; it was never confirmed to anybody.</summary>
    private static void CutTornLine(FileStream journal)
    {
        var end = journal.Length;
        while (end > 0)
        {
            journal.Position = end - 1;
            if (journal.ReadByte() == '\n')
            {
                break;
            }

            end--;
        }

        if (end < journal.Length)
        {
            journal.SetLength(end);
        }

        journal.Position = end;
    }

    private void Fold(FileStream journal, bool isLast)
    {
        var index = BackupFiles.ReadIndex(Folder);
        var lines = new byte[journal.Length];
        journal.Position = 0;
        for (int read, filled = 0; filled < lines.Length && (read = journal.Read(lines, filled, lines.Length - filled)) > 0; filled += read)
        {
        }

        BackupFiles.AddJournal(index, Folder, lines);
        if (isLast)
        {
            index.ForgetCleanedUp(item => BackupPath.IsThere(Folder, item));
        }

        index.CreatedOn ??= _clock.UtcNow.UtcDateTime;
        BackupFiles.WriteIndex(Folder, index, _clock.UtcNow.UtcDateTime);

        // Only now; a kill in between leaves both, which says the same twice.
        journal.SetLength(0);
        journal.Flush(flushToDisk: true);
    }

    private sealed class Entry(byte[] line, bool durable)
    {
        public byte[] Line { get; } = line;

        public bool IsDurable { get; } = durable;

        public TaskCompletionSource<bool> Written { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

using KoreExport.Abstractions;
using KoreExport.Errors;
using KoreExport.Files;

namespace KoreExport.Backups;

/// <summary>
/// The two files of a backup set. The journal takes a line for each thing that happens and is folded into the index now and then, so
/// that 3,000 bots cost 3,000 lines and not 3,000 indexes; what is true is both together. Whoever writes holds the journal open for
/// itself alone, which keeps two processes from losing each other's entries; it stays, empty, because a lock that is deleted locks nothing.
/// </summary>
internal static class BackupFiles
{
    public const string IndexName = "kore-export.json";
    public const string JournalName = "kore-export.journal";

    // An index of a million files is smaller; beyond it, somebody made it to exhaust memory.
    private const long MaximumLength = 1024L * 1024 * 1024;

    public static string IndexPath(string folder) => Path.Combine(folder, IndexName);

    public static string JournalPath(string folder) => Path.Combine(folder, JournalName);

    /// <summary>Whether the folder is a backup set.</summary>
    public static bool Exist(string folder) => File.Exists(IndexPath(folder)) || (File.Exists(JournalPath(folder)) && new FileInfo(JournalPath(folder)).Length > 0);

    /// <summary>Reads a set as it stands, without locking anybody out; empty where there is none. Throws <see cref="KoreErrorId.IndexInvalid"/>.</summary>
    public static BackupIndex Read(string folder)
    {
        // The journal first: what is folded meanwhile is then seen twice, which does no harm, and never missed.
        var journal = ReadShared(JournalPath(folder));
        var index = ReadIndex(folder);
        if (journal is not null)
        {
            AddJournal(index, folder, journal);
        }

        return index;
    }

    /// <summary>The index alone; empty where there is none.</summary>
    public static BackupIndex ReadIndex(string folder)
    {
        var path = IndexPath(folder);
        return ReadShared(path) is { } bytes ? BackupJson.Read(bytes, path) : new BackupIndex();
    }

    /// <summary>Adds a journal's lines. A last line without its end was cut off by the end of its writer and counts for nothing.</summary>
    public static void AddJournal(BackupIndex index, string folder, byte[] journal)
    {
        var start = 0;
        for (int end; (end = Array.IndexOf(journal, (byte)'\n', start)) >= 0; start = end + 1)
        {
            if (end == start)
            {
                continue;
            }

            var item = BackupJson.ReadLine(journal.AsMemory(start, end - start), JournalPath(folder));
            if (!item.IsPending)
            {
                index.Add(item);
            }
            else if (BackupPath.IsThere(folder, item))
            {
                // Its writer ended between the file's rename and the line that says so.
                index.Add(item.Settled());
            }
        }
    }

    /// <summary>Writes the index in one step: at no moment is there half of one under its name.</summary>
    public static void WriteIndex(string folder, BackupIndex index, DateTime now)
    {
        var path = IndexPath(folder);
        var temporary = TemporaryName.For(path);
        try
        {
            using (var stream = PrivateFile.CreateFile(temporary))
            {
                using (var buffered = new BufferedStream(stream, 128 * 1024))
                {
                    BackupJson.Write(buffered, index, now);
                    buffered.Flush();
                    stream.Flush(flushToDisk: true);
                }
            }

            if (File.Exists(path))
            {
                File.Replace(temporary, path, destinationBackupFileName: null);
            }
            else
            {
                File.Move(temporary, path);
            }
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Removes what runs that were killed left half written. A file that somebody still writes cannot be opened like this and stays.</summary>
    public static void RemoveLeftovers(string folder, IKoreLog log)
    {
        foreach (var path in Directory.EnumerateFiles(folder, ".*" + TemporaryName.Extension).ToList())
        {
            try
            {
                using (new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
                {
                    File.Delete(path);
                }

                log.Verbose($"Removed '{Path.GetFileName(path)}', which a run that was ended had left half written.");
            }
            catch (Exception busy) when (PartialFile.IsFileProblem(busy))
            {
                // Windows cannot delete what is open, not even by us: once more without.
                TryDeleteClosed(path);
            }
        }
    }

    private static void TryDeleteClosed(string path)
    {
        if (Path.DirectorySeparatorChar != '\\')
        {
            return;
        }

        try
        {
            // There, a file that somebody has open refuses to be deleted.
            File.Delete(path);
        }
        catch (Exception busy) when (PartialFile.IsFileProblem(busy))
        {
            // Somebody writes it.
        }
    }

    private static byte[]? ReadShared(string path)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                return stream.Length <= MaximumLength ? ReadAll(stream) : throw KoreErrors.IndexInvalid(path, "it is too large");
            }
            catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
            {
                return null;
            }
            catch (IOException) when (attempt < 40)
            {
                // On Windows a writer's lock keeps readers out too; it lasts milliseconds.
                System.Threading.Thread.Sleep(25);
            }
            catch (Exception failure) when (PartialFile.IsFileProblem(failure))
            {
                throw KoreErrors.IndexInvalid(path, $"it cannot be read: {LogSanitizer.Sanitize(failure.Message)}");
            }
        }
    }

    private static byte[] ReadAll(Stream stream)
    {
        using var memory = new MemoryStream((int)stream.Length);
        stream.CopyTo(memory);
        return memory.ToArray();
    }
}

using KoreExport.Errors;
using KoreExport.Files;

namespace KoreExport.Backups;

/// <summary>One bot's folder in a set, or the account's: the records in it by their names, newest first.</summary>
internal sealed class BackupFolder
{
    private readonly List<BackupEntry> _entries;

    private BackupFolder(string path, List<BackupEntry> entries, KoreException? problem)
    {
        Path = path;
        _entries = entries;
        Problem = problem;
    }

    /// <summary>The full path.</summary>
    public string Path { get; }

    /// <summary>The bot it belongs to, by its name; empty for the account's.</summary>
    public string BotId => BackupFileName.BotIdOf(System.IO.Path.GetFileName(Path));

    /// <summary>All records, newest name first.</summary>
    public IReadOnlyList<BackupEntry> Entries => _entries;

    /// <summary>Why the folder could not be listed.</summary>
    public KoreException? Problem { get; }

    /// <summary>Lists a folder; there is nothing in one that does not exist, or cannot be listed.</summary>
    public static BackupFolder Open(string path)
    {
        try
        {
            var entries = Directory.Exists(path) ? List(path) : [];
            entries.Sort(static (one, other) => string.CompareOrdinal(other.Name.Time, one.Name.Time));
            return new BackupFolder(path, entries, problem: null);
        }
        catch (Exception failure) when (PartialFile.IsFileProblem(failure))
        {
            return new BackupFolder(path, [], KoreErrors.FolderUnreadable(path, failure));
        }
    }

    /// <summary>
    /// The newest records of each series and outcome, as their names tell it; the others are not read. A file that is gone does not count,
    /// nor does a name that is ahead of the time: then the next ones are read too.
    /// </summary>
    /// <param name="count">How many of each.</param>
    /// <param name="now">The time.</param>
    /// <param name="where">Which ones to look at.</param>
    public IEnumerable<BackupEntry> Newest(int count, DateTimeOffset now, Func<BackupFileName, bool>? where = null)
    {
        var ahead = BackupFileName.TimeText(now + BackupState.ClockTolerance);
        var taken = new Dictionary<(KoreExportKind, string?, KoreBackupOutcome), int>();
        foreach (var entry in _entries)
        {
            var name = entry.Name;
            var key = (name.Kind, name.Label, name.Outcome);
            taken.TryGetValue(key, out var sofar);
            if (sofar >= count || where?.Invoke(name) == false)
            {
                continue;
            }

            if (entry.Counts && string.CompareOrdinal(name.Time, ahead) <= 0)
            {
                taken[key] = sofar + 1;
            }

            yield return entry;
        }
    }

    /// <summary>Where a series stands. Reads no more records than that takes.</summary>
    public BackupState StateOf(BackupSeries series, DateTimeOffset now)
    {
        var label = series.Label();
        var read = new List<BackupEntry>();
        var known = new HashSet<KoreBackupOutcome>();
        var ahead = BackupFileName.TimeText(now + BackupState.ClockTolerance);
        foreach (var entry in _entries)
        {
            var name = entry.Name;
            if (name.Kind != series.Kind || name.Label != label || known.Contains(name.Outcome))
            {
                continue;
            }

            // The platform is not in the name: in a set of two platforms the newest record may be the other one's.
            read.Add(entry);
            if (entry.Counts && entry.Record!.Series == series && string.CompareOrdinal(name.Time, ahead) <= 0)
            {
                known.Add(name.Outcome);
            }
        }

        return BackupState.Of(series, read, now);
    }

    /// <summary>The entry with the file before this one of the same kind and label, as names tell it; null where there is none.</summary>
    public BackupEntry? PreviousOf(BackupEntry entry)
    {
        for (var i = _entries.IndexOf(entry) + 1; i < _entries.Count; i++)
        {
            var other = _entries[i];
            var isAlike = other.Name.HasFile && other.Name.Kind == entry.Name.Kind && other.Name.Label == entry.Name.Label;
            if (isAlike && File.Exists(other.FilePath))
            {
                return other;
            }
        }

        return null;
    }

    private static List<BackupEntry> List(string path)
    {
        var entries = new List<BackupEntry>();
        foreach (var file in Directory.EnumerateFiles(path, "*" + BackupFileName.RecordExtension))
        {
            if (BackupFileName.ParseRecord(System.IO.Path.GetFileName(file)) is { } name)
            {
                entries.Add(new BackupEntry(path, name));
            }
        }

        return entries;
    }
}

using KoreExport.Errors;

namespace KoreExport.Backups;

/// <summary>One record as it lies in a bot's folder. It is read when somebody wants to know what is in it, and not before.</summary>
internal sealed class BackupEntry(string folder, BackupFileName name)
{
    private bool _isRead;
    private BackupRecord? _record;

    /// <summary>The full path of the bot's folder.</summary>
    public string Folder { get; } = folder;

    public BackupFileName Name { get; } = name;

    public string RecordPath => Path.Combine(Folder, Name.RecordName);

    /// <summary>The file that the record is about, where it is about one.</summary>
    public string FilePath => Path.Combine(Folder, Name.FileName);

    /// <summary>What the record says; null where it is gone meanwhile, or cannot be used.</summary>
    public BackupRecord? Record
    {
        get
        {
            if (!_isRead)
            {
                (_record, Problem) = Read();
                _isRead = true;
            }

            return _record;
        }
    }

    /// <summary>Why the record cannot be used, once it was read.</summary>
    public KoreException? Problem { get; private set; }

    /// <summary>
    /// Whether it says something: of a saved file only while that is there and as long as it was. A record is written before its file
    /// gets its name, so one without a file is not a backup.
    /// </summary>
    public bool Counts => Record is { } record && (!Name.HasFile || HasLength(record.Size));

    private bool HasLength(long size)
    {
        var file = new FileInfo(FilePath);
        return file.Exists && file.Length == size;
    }

    private (BackupRecord? Record, KoreException? Problem) Read()
    {
        try
        {
            var record = BackupRecordFile.Read(RecordPath);
            var fits = record is null || (record.Kind == Name.Kind && record.Outcome == Name.Outcome);
            return fits
                ? (record, null)
                : (null, KoreErrors.BackupRecordInvalid(RecordPath, "it is about something else than its name says"));
        }
        catch (KoreException problem)
        {
            return (null, problem);
        }
    }
}

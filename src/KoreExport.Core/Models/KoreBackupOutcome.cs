namespace KoreExport;

/// <summary>How the export of one bot ended.</summary>
public enum KoreBackupOutcome
{
    /// <summary>A new file is on disk.</summary>
    Saved,

    /// <summary>The bot is as it was: the earlier file was kept and no new one written.</summary>
    Unchanged,

    /// <summary>There is no file.</summary>
    Failed,
}

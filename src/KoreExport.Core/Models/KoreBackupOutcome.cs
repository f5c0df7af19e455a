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

    /// <summary>
    /// All parts of a kind were listed, and each was seen to: all test suites of a bot, of which there may be none. Has no file of its own.
    /// </summary>
    Listed,
}

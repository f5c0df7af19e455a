namespace KoreExport;

/// <summary>The steps of a restore, in their order.</summary>
public enum KoreRestoreStage
{
    /// <summary>The file and the target are looked at. Nothing is changed.</summary>
    Preflight,

    /// <summary>The target is exported into a backup set.</summary>
    Backup,

    /// <summary>The files are uploaded. The target is still as it was.</summary>
    Upload,

    /// <summary>The import is started.</summary>
    Import,

    /// <summary>The platform imports.</summary>
    Wait,

    /// <summary>The target is exported again and compared with what was restored.</summary>
    Verify,

    /// <summary>The target is published.</summary>
    Publish,
}

/// <summary>How a step of a restore ended.</summary>
public enum KoreRestoreOutcome
{
    /// <summary>It was done.</summary>
    Done,

    /// <summary>It was left out, for the reason in its message.</summary>
    Skipped,

    /// <summary>It failed, and ended the restore.</summary>
    Failed,
}

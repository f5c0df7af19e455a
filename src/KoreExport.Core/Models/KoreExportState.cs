namespace KoreExport;

/// <summary>Where an export stands, whatever word the platform uses for it.</summary>
public enum KoreExportState
{
    /// <summary>Not finished: every word that is not known to mean an end.</summary>
    Running,

    /// <summary>Finished; a file can be fetched.</summary>
    Succeeded,

    /// <summary>Ended without a file.</summary>
    Failed,
}

namespace KoreExport.Backups;

/// <summary>How a set is written.</summary>
/// <param name="Folder">The full path of the set; the folder need not exist.</param>
internal sealed record BackupOptions(string Folder)
{
    /// <summary>Whether what the set holds already is left out.</summary>
    public bool Resume { get; init; }

    /// <summary>How old that may be; null for any age.</summary>
    public TimeSpan? MaximumAge { get; init; }

    /// <summary>Whether a file that holds the same as the newest earlier one of its series is dropped.</summary>
    public bool SkipUnchanged { get; init; }
}

namespace KoreExport.Downloads;

/// <summary>
/// Looks at a file that is whole, verified and on the disk, just before it gets its name, and says what becomes of it.
/// </summary>
/// <param name="file">What was to be saved.</param>
/// <param name="saved">What was; <see cref="KoreSavedExport.FullName"/> is where it is until then.</param>
/// <param name="cancellationToken">Ends the save.</param>
internal delegate CommitDecision BeforeCommit(ExportFile file, KoreSavedExport saved, CancellationToken cancellationToken);

/// <summary>What becomes of a file that is whole: it gets a name, or an earlier file is kept in its place.</summary>
internal sealed record CommitDecision
{
    private CommitDecision()
    {
    }

    /// <summary>The file's full path.</summary>
    public string Path { get; private init; } = string.Empty;

    /// <summary>Undoes what was done for the file, where it does not get its name after all.</summary>
    public Action Undo { get; private init; } = static () => { };

    /// <summary>The earlier file that holds the same; null where the new one gets its name.</summary>
    public KoreSavedExport? Earlier { get; private init; }

    /// <summary>The file gets that name.</summary>
    public static CommitDecision To(string path, Action undo) => new() { Path = path, Undo = undo };

    /// <summary>The file goes, and an earlier one stands for it.</summary>
    public static CommitDecision Keep(KoreSavedExport earlier) => new() { Earlier = earlier };
}

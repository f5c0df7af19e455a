using System.Management.Automation;
using KoreExport.Backups;
using KoreExport.Downloads;
using KoreExport.Errors;
using KoreExport.Files;

namespace KoreExport.Parameters;

/// <summary>Where files go: a folder, or one file for a single export.</summary>
/// <param name="options">How files are saved, with the full path of where.</param>
internal sealed class SaveTarget(SaveOptions options)
{
    private bool _isTaken;

    /// <summary>How files are saved, with the full path of where.</summary>
    public SaveOptions Options { get; } = options;

    /// <summary>The backup set that a folder is; null for a single file.</summary>
    public BackupOptions? Set => Options.Folder is { } folder ? new BackupOptions(folder) : null;

    /// <summary>
    /// Reads the parameters; throws <see cref="KoreErrorId.OptionInvalid"/> where they contradict each other or name no place on a disk.
    /// </summary>
    /// <param name="state">Knows the location and the drives.</param>
    /// <param name="path">The file; null for a folder.</param>
    /// <param name="destination">The folder; null for the current location.</param>
    /// <param name="options">How files are saved.</param>
    public static SaveTarget Create(SessionState state, string? path, string? destination, SaveOptions options)
    {
        if (path is not null && destination is not null)
        {
            throw KoreErrors.OptionInvalid(
                "Both -Path and -Destination are given.", "Use -Path for the file of a single export, -Destination for a folder.");
        }

        return new(path is null
            ? options with { Folder = FileSystemPath.Resolve(state, destination ?? ".") }
            : options with { Path = FileSystemPath.Resolve(state, path) });
    }

    /// <summary>For each export before it is started or waited for: throws where it could not be saved.</summary>
    public void Claim()
    {
        if (Options.Path is not { } path)
        {
            return;
        }

        if (_isTaken)
        {
            throw KoreErrors.OptionInvalid(
                "-Path names one file, but there is more than one export.", "Use -Destination with a folder for several exports.");
        }

        _isTaken = true;
        SavePath.CheckFree(path, Options.Overwrite);
    }

    /// <summary>The path.</summary>
    public override string ToString() => Options.Path ?? Options.Folder ?? string.Empty;
}

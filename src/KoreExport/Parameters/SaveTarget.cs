using System.Management.Automation;
using KoreExport.Backups;
using KoreExport.Downloads;
using KoreExport.Errors;
using KoreExport.Files;

namespace KoreExport.Parameters;

/// <summary>Where files go: a folder, or one file for a single export.</summary>
internal sealed class SaveTarget
{
    private bool _isTaken;

    private SaveTarget(SaveOptions options) => Options = options;

    /// <summary>How files are saved, with the full path of where.</summary>
    public SaveOptions Options { get; }

    /// <summary>The backup set that a folder is; null for a single file.</summary>
    public BackupOptions? Set => Options.Folder is { } folder ? new BackupOptions(folder) : null;

    /// <summary>
    /// Reads the parameters; throws <see cref="KoreErrorId.OptionInvalid"/> where they contradict each other or name no place on a disk.
    /// </summary>
    /// <param name="state">Knows the location and the drives.</param>
    /// <param name="path">The file, where there is one.</param>
    /// <param name="destination">The folder, where there is one.</param>
    /// <param name="options">How files are saved.</param>
    public static SaveTarget Create(SessionState state, string? path, string? destination, SaveOptions options)
    {
        if (path is not null && destination is not null)
        {
            throw KoreErrors.OptionInvalid(
                "Both -Path and -Destination are given.", "Use -Path for the file of a single export, -Destination for a folder.");
        }

        return new SaveTarget(path is null
            ? options with { Folder = Resolve(state, destination ?? ".") }
            : options with { Path = Resolve(state, path) });
    }

    /// <summary>A full file-system path for what the user typed: relative to PowerShell's location, not to the process's.</summary>
    public static string Resolve(SessionState state, string path)
    {
        try
        {
            var resolved = state.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
            return provider.Name == "FileSystem"
                ? Path.GetFullPath(resolved)
                : throw KoreErrors.OptionInvalid($"'{LogSanitizer.Sanitize(path)}' is not in the file system.", "Give a path on a disk.");
        }
        catch (Exception failure) when (failure is System.Management.Automation.DriveNotFoundException or ProviderNotFoundException
            or ProviderInvocationException or ArgumentException or NotSupportedException or IOException)
        {
            throw KoreErrors.OptionInvalid(
                $"'{LogSanitizer.Sanitize(path)}' is not a path: {LogSanitizer.Sanitize(failure.Message)}",
                "Give a path on a disk that exists.");
        }
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

    public override string ToString() => Options.Path ?? Options.Folder ?? string.Empty;
}

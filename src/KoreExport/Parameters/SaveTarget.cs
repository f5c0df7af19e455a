using System.Management.Automation;
using KoreExport.Backups;
using KoreExport.Downloads;
using KoreExport.Errors;
using KoreExport.Exports;

namespace KoreExport.Parameters;

/// <summary>The parameters of a cmdlet that saves files.</summary>
internal interface ISaveParameters
{
    string? Destination { get; }

    string? Path { get; }

    SwitchParameter Force { get; }

    SwitchParameter DownloadFromSessionHost { get; }

    SwitchParameter AllowPrivateDownloadHost { get; }
}

/// <summary>Where files go and how, from the parameters of Save-KoreExport and Export-KoreBot.</summary>
internal sealed class SaveTarget
{
    /// <summary>Full path of the folder, or null where <see cref="Path"/> is given.</summary>
    public string? Folder { get; init; }

    /// <summary>Full path of the file.</summary>
    public string? Path { get; init; }

    public bool Overwrite { get; init; }

    public bool DownloadFromSessionHost { get; init; }

    public bool AllowPrivateDownloadHost { get; init; }

    /// <summary>Reads the parameters; throws <see cref="KoreErrorId.OptionInvalid"/> where they contradict each other or name no place on a disk.</summary>
    public static SaveTarget Create(SessionState state, ISaveParameters parameters)
    {
        if (parameters.Path is not null && parameters.Destination is not null)
        {
            throw KoreErrors.OptionInvalid("Both -Path and -Destination are given.", "Use -Path for the file of a single export, -Destination for a folder.");
        }

        return new SaveTarget
        {
            Path = parameters.Path is null ? null : Resolve(state, parameters.Path),
            Folder = parameters.Path is null ? Resolve(state, parameters.Destination ?? ".") : null,
            Overwrite = parameters.Force,
            DownloadFromSessionHost = parameters.DownloadFromSessionHost,
            AllowPrivateDownloadHost = parameters.AllowPrivateDownloadHost,
        };
    }

    /// <summary>A full file-system path for what the user typed: relative to PowerShell's location, not to the process's.</summary>
    public static string Resolve(SessionState state, string path)
    {
        try
        {
            var resolved = state.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
            return provider.Name == "FileSystem"
                ? System.IO.Path.GetFullPath(resolved)
                : throw KoreErrors.OptionInvalid($"'{LogSanitizer.Sanitize(path)}' is not in the file system.", "Give a path on a disk.");
        }
        catch (Exception failure) when (failure is System.Management.Automation.DriveNotFoundException or ProviderNotFoundException or ArgumentException or NotSupportedException or System.IO.IOException or ProviderInvocationException)
        {
            throw KoreErrors.OptionInvalid($"'{LogSanitizer.Sanitize(path)}' is not a path: {LogSanitizer.Sanitize(failure.Message)}", "Give a path on a disk that exists.");
        }
    }

    /// <summary>The backup set that is written to; null where a single file goes to a path.</summary>
    public BackupSet? OpenSet(ExportClient api, bool resume, bool skipUnchanged, TimeSpan? maximumAge)
    {
        if (Folder is null && (resume || skipUnchanged))
        {
            throw KoreErrors.OptionInvalid("-Resume and -SkipUnchanged go by the index of a folder, and -Path writes none.", "Use -Destination.");
        }

        if (maximumAge is not null && !resume)
        {
            throw KoreErrors.OptionInvalid("-MaximumAge says what -Resume may leave out, and there is no -Resume.", "Pass -Resume too, or leave -MaximumAge out.");
        }

        return Folder is null ? null : BackupSet.Open(Folder, api.Session.Clock, api.Log);
    }

    public SaveOptions ToOptions() => new()
    {
        Folder = Folder,
        Path = Path,
        Overwrite = Overwrite,
        DownloadFromSessionHost = DownloadFromSessionHost,
        AllowPrivateDownloadHost = AllowPrivateDownloadHost,
    };

    public override string ToString() => Path ?? Folder ?? string.Empty;
}

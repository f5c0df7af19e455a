using System.Management.Automation;
using KoreExport.Errors;

namespace KoreExport.Parameters;

/// <summary>Files and folders as users name them: relative to PowerShell's location, with wildcards or without.</summary>
internal static class FilePaths
{
    /// <summary>Full paths. One with wildcards that matches nothing stays as it is, to be reported as missing.</summary>
    /// <param name="state">Knows the location and the drives.</param>
    /// <param name="paths">Where wildcards are allowed.</param>
    /// <param name="literalPaths">Where they are not.</param>
    public static IReadOnlyList<string> Resolve(SessionState state, IReadOnlyList<string>? paths, IReadOnlyList<string>? literalPaths) =>
        (paths is null) == (literalPaths is null)
            ? throw KoreErrors.OptionInvalid(
                paths is null ? "No file is named." : "Files are named in two ways.", "Give -Path, or -LiteralPath, or pipe backups in.")
            : literalPaths is not null
                ? literalPaths.Select(path => FileSystemPath.Resolve(state, path)).ToList()
                : InputPaths.Resolve(state, paths!, static path => File.Exists(path) || Directory.Exists(path));
}

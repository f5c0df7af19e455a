using System.Management.Automation;

namespace KoreExport.Parameters;

/// <summary>Folders as users name them: relative to PowerShell's location, with wildcards.</summary>
internal static class FolderPaths
{
    /// <summary>Full paths, each once. One with wildcards that matches nothing stays as it is, to be reported as missing.</summary>
    public static IReadOnlyList<string> Resolve(SessionState state, IEnumerable<string> paths) =>
        InputPaths.Resolve(state, paths, System.IO.Directory.Exists);
}

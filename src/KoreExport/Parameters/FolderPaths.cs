using System.Management.Automation;

namespace KoreExport.Parameters;

/// <summary>Folders as users name them: relative to PowerShell's location, with wildcards.</summary>
internal static class FolderPaths
{
    /// <summary>Full paths, each once. One with wildcards that matches nothing stays as it is, to be reported as missing.</summary>
    public static IReadOnlyList<string> Resolve(SessionState state, IEnumerable<string> paths) =>
        paths.SelectMany(path => Resolve(state, path)).Distinct(StringComparer.Ordinal).ToList();

    private static List<string> Resolve(SessionState state, string path)
    {
        // A folder may have brackets in its name.
        var literal = SaveTarget.Resolve(state, path);
        if (System.IO.Directory.Exists(literal) || !WildcardPattern.ContainsWildcardCharacters(path))
        {
            return [literal];
        }

        try
        {
            var found = state.Path.GetResolvedProviderPathFromPSPath(path, out var provider).Where(System.IO.Directory.Exists).ToList();
            return provider.Name == "FileSystem" && found.Count > 0 ? found : [literal];
        }
        catch (ItemNotFoundException)
        {
            return [literal];
        }
    }
}

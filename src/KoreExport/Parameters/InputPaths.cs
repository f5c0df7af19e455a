using System.Management.Automation;

namespace KoreExport.Parameters;

/// <summary>Files and folders as users name them: relative to PowerShell's location, with wildcards.</summary>
internal static class InputPaths
{
    /// <summary>Full paths, each once. One with wildcards that matches nothing stays as it is, to be reported as missing.</summary>
    /// <param name="state">Knows the location and the drives.</param>
    /// <param name="paths">What the user typed.</param>
    /// <param name="isWanted">What wildcards may match; what is named without them is not asked for.</param>
    public static IReadOnlyList<string> Resolve(SessionState state, IEnumerable<string> paths, Func<string, bool> isWanted) =>
        paths.SelectMany(path => Resolve(state, path, isWanted)).Distinct(StringComparer.Ordinal).ToList();

    private static List<string> Resolve(SessionState state, string path, Func<string, bool> isWanted)
    {
        // A file or a folder may have brackets in its name.
        var literal = Literal(state, path);
        if (literal is not null && (isWanted(literal) || !WildcardPattern.ContainsWildcardCharacters(path)))
        {
            return [literal];
        }

        try
        {
            var found = state.Path.GetResolvedProviderPathFromPSPath(path, out var provider).Where(isWanted).ToList();
            return provider.Name == "FileSystem" && found.Count > 0 ? found : [literal ?? FileSystemPath.Resolve(state, path)];
        }
        catch (ItemNotFoundException)
        {
            return [literal ?? FileSystemPath.Resolve(state, path)];
        }
    }

    // Windows does not take a * in a path, which is no mistake where it is a wildcard.
    private static string? Literal(SessionState state, string path)
    {
        try
        {
            return FileSystemPath.Resolve(state, path);
        }
        catch (KoreException) when (WildcardPattern.ContainsWildcardCharacters(path))
        {
            return null;
        }
    }
}

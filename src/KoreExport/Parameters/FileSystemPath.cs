using System.Management.Automation;
using KoreExport.Errors;

namespace KoreExport.Parameters;

/// <summary>Paths as users write them: relative to PowerShell's location and not to the process's, on its drives, with wildcards.</summary>
internal static class FileSystemPath
{
    /// <summary>The full path; throws <see cref="KoreErrorId.OptionInvalid"/> where it is none of the file system.</summary>
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

    /// <summary>Full paths, each once. One with wildcards that matches nothing stays as it is, to be reported as missing.</summary>
    /// <param name="state">Knows the location and the drives.</param>
    /// <param name="paths">Where wildcards are allowed.</param>
    /// <param name="literalPaths">Where they are not.</param>
    /// <param name="isWanted">What wildcards may match; what is named without them is not asked for.</param>
    public static IReadOnlyList<string> Resolve(
        SessionState state, IEnumerable<string>? paths, IEnumerable<string>? literalPaths, Func<string, bool> isWanted)
    {
        var full = literalPaths?.Select(path => Resolve(state, path)) ?? paths?.SelectMany(path => Expand(state, path, isWanted));
        return full?.Distinct(StringComparer.Ordinal).ToList()
            ?? throw KoreErrors.OptionInvalid("No file is named.", "Give -Path, or -LiteralPath, or pipe backups in.");
    }

    private static List<string> Expand(SessionState state, string path, Func<string, bool> isWanted)
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
            return provider.Name == "FileSystem" && found.Count > 0 ? found : [literal ?? Resolve(state, path)];
        }
        catch (ItemNotFoundException)
        {
            return [literal ?? Resolve(state, path)];
        }
    }

    // Windows does not take a * in a path, which is no mistake where it is a wildcard.
    private static string? Literal(SessionState state, string path)
    {
        try
        {
            return Resolve(state, path);
        }
        catch (KoreException) when (WildcardPattern.ContainsWildcardCharacters(path))
        {
            return null;
        }
    }
}

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

    /// <summary>
    /// The full paths of folders, each once. One with wildcards that match nothing stays as it is, to be reported as missing.
    /// </summary>
    public static IReadOnlyList<string> ResolveFolders(SessionState state, IEnumerable<string> paths) =>
        InputPaths.Resolve(state, paths, Directory.Exists);

    /// <summary>The full paths, each once; wildcards in them mean themselves.</summary>
    public static IReadOnlyList<string> ResolveLiteral(SessionState state, IEnumerable<string> paths) =>
        paths.Select(path => Resolve(state, path)).Distinct(StringComparer.Ordinal).ToList();
}

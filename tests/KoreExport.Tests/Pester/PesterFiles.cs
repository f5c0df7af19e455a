using System.Reflection;

namespace KoreExport.Tests.Pester;

/// <summary>Where things stand in the clone that the tests were built from.</summary>
internal static class PesterFiles
{
    /// <summary>The folder of the manifest.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The script that runs files.</summary>
    public static string Runner { get; } = Path.Combine(Root, "tests", "KoreExport.Tests", "Pester", "Invoke-PesterQueue.ps1");

    /// <summary>
    /// The folder that NuGet restores packages into, on the machine of the build or, where the tests run elsewhere, on this one.
    /// </summary>
    public static string Packages { get; } = FindPackages();

    /// <summary>
    /// The manifest of Pester: of the version that the build pins, or of the one that the environment variable KOREEXPORT_PESTER names.
    /// </summary>
    public static string Pester { get; } = Path.Combine(
        Packages,
        "pester",
        Environment.GetEnvironmentVariable("KOREEXPORT_PESTER") is { Length: > 0 } version ? version : Metadata("PesterVersion"),
        "tools",
        "Pester.psd1");

    private static string Suite { get; } = Path.Combine(Root, "tests", "Pester");

    /// <summary>The files of the suite, by name.</summary>
    public static IReadOnlyList<string> Names { get; } = Directory.Exists(Suite)
        ?
        [
            .. Directory.EnumerateFiles(Suite, "*.Tests.ps1", SearchOption.AllDirectories)
                .Select(f => Path.GetRelativePath(Suite, f))
                .Order(StringComparer.Ordinal),
        ]
        : [];

    /// <summary>The path of a file of the suite.</summary>
    public static string PathOf(string name) => Path.Combine(Suite, name);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "KoreExport.psd1")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName
            ?? throw new InvalidOperationException(
                "These tests run from the clone they were built in: KoreExport.psd1 was not found above them.");
    }

    private static string FindPackages()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string?[] folders =
        [
            Metadata("NuGetPackageRoot"), Environment.GetEnvironmentVariable("NUGET_PACKAGES"), Path.Combine(home, ".nuget", "packages"),
        ];
        return folders.FirstOrDefault(Directory.Exists) ?? folders[0]!;
    }

    private static string Metadata(string key)
        => typeof(PesterFiles).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}

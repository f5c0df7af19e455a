namespace KoreExport.Tests.Architecture;

/// <summary>The folders of the projects, top down: the code of a folder uses its own types and those of the folders below it.</summary>
internal static class ProjectFolders
{
    /// <summary>By project. Files beside the folders count as the lowest folder.</summary>
    public static IReadOnlyDictionary<string, string[]> TopDown { get; } = new Dictionary<string, string[]>
    {
        ["KoreExport.Core"] =
        [
            "Reports", "Imports", "Backups", "Definitions", "Bots", "DirectExports", "Exports", "Downloads", "Files", "Http",
            "Verification", "Sessions", "RateLimiting", "Models", "Errors", "Abstractions",
        ],
        ["KoreExport"] =
            ["Commands", "Pipeline", "Parameters", "Loading", "Sessions", "Sandboxes", "Views"],
        ["KoreExport.Sandbox"] =
            ["Server", "Api", "Imports", "Exports", "DirectExports", "Files", "Bots", "Tokens", "FaultInjection", "Http", "Models"],
    };
}

using System.Text.RegularExpressions;

namespace KoreExport.Sandbox.Api;

/// <summary>Which call a path stands for. <c>/bot/</c> and <c>/stream/</c> are interchangeable [doc].</summary>
/// <param name="Kind">The call.</param>
/// <param name="Method">The only method this path takes.</param>
/// <param name="BotId">The bot; null for a call that is about the account.</param>
/// <param name="Name">The name of a test suite; null for any other call.</param>
internal sealed record Route(SandboxRequestKind Kind, string Method, string? BotId, string? Name)
{
    private static readonly Regex Pattern = new(
        "^/api/(?:public/(?<call>bots|roles/export)"
            + "|public/(?:bot|stream)/(?<bot>[^/]+)/(?<call>export|export/status|mlexport|mlexport/status|testsuite)"
            + "|public/(?:bot|stream)/(?<bot>[^/]+)/(?<call>testsuite)/(?<name>[^/]+)/export"
            + @"|1\.1/public/(?:bot|stream)/(?<bot>[^/]+)/(?<call>universalbot/link)"
            + @"|1\.1/public/builder/(?:bot|stream)/(?<bot>[^/]+)/(?<call>variables/export))/?$",
        RegexOptions.CultureInvariant);

    /// <summary>Whether apps of a kind can have the scope of the call [doc].</summary>
    /// <param name="adminApp">Whether it is an admin app; null for both in one.</param>
    public bool IsAllowed(bool? adminApp) => Kind switch
    {
        SandboxRequestKind.ListBots or SandboxRequestKind.ExportRoles => adminApp != false,
        SandboxRequestKind.ExportVariables => adminApp != true,
        _ => true,
    };

    public static Route? Find(string path)
    {
        var match = Pattern.Match(path);
        if (!match.Success)
        {
            return null;
        }

        var botId = Text(match.Groups["bot"]);
        var name = Text(match.Groups["name"]);
        var (kind, method) = match.Groups["call"].Value switch
        {
            "bots" => (SandboxRequestKind.ListBots, "GET"),
            "roles/export" => (SandboxRequestKind.ExportRoles, "GET"),
            "export" => (SandboxRequestKind.StartBotExport, "POST"),
            "export/status" => (SandboxRequestKind.BotExportStatus, "GET"),
            "mlexport" => (SandboxRequestKind.StartMlExport, "POST"),
            "mlexport/status" => (SandboxRequestKind.MlExportStatus, "GET"),
            "universalbot/link" => (SandboxRequestKind.ListLinkedApps, "GET"),
            "variables/export" => (SandboxRequestKind.ExportVariables, "POST"),
            _ when name is null => (SandboxRequestKind.ListTestSuites, "GET"),
            _ => (SandboxRequestKind.ExportTestSuite, "POST"),
        };
        return new Route(kind, method, botId, name);
    }

    private static string? Text(Group group) => group.Success ? Uri.UnescapeDataString(group.Value) : null;
}

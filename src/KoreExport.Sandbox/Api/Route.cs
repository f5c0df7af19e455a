using System.Text.RegularExpressions;

namespace KoreExport.Sandbox.Api;

/// <summary>
/// Which call a path stands for. <c>/bot/</c> and <c>/stream/</c> are interchangeable [doc], and <c>/api//public</c>, as a base address
/// with a slash at its end makes it, is served [seen].
/// </summary>
/// <param name="Kind">The call.</param>
/// <param name="Method">The only method this path takes.</param>
/// <param name="BotId">The bot; null for a call that is about the account.</param>
/// <param name="Name">The name of a test suite, or the id of a request; null for any other call.</param>
internal sealed record Route(SandboxRequestKind Kind, string Method, string? BotId, string? Name)
{
    private static readonly Regex Pattern = new(
        "^/api//?(?:public/(?<call>bots|roles/export|uploadfile|bot/import)"
            + "|public/(?<call>bot/import/status)/(?<name>[^/]+)"
            + "|public/(?:bot|stream)/(?<bot>[^/]+)/(?<call>(?:export|mlexport|publish)(?:/status)?|testsuite|import|mlimport)"
            + "|public/(?:bot|stream)/(?<bot>[^/]+)/(?<call>testsuite)/(?<name>[^/]+)/export"
            + "|public/(?:bot|stream)/(?<bot>[^/]+)/(?<call>mlimport/status)/(?<name>[^/]+)"
            + @"|1\.1/public/(?:bot|stream)/(?<bot>[^/]+)/(?<call>universalbot/link)"
            + @"|(?:1\.1/)?public/builder/(?:bot|stream)/(?<bot>[^/]+)/(?<call>variables/(?:export|import)))/?$",
        RegexOptions.CultureInvariant);

    /// <summary>Whether apps of a kind can have the scope of the call [doc].</summary>
    /// <param name="adminApp">Whether it is an admin app; null for both in one.</param>
    public bool IsAllowed(bool? adminApp) => Kind switch
    {
        SandboxRequestKind.ListBots or SandboxRequestKind.ExportRoles or SandboxRequestKind.StartBotImport
            or SandboxRequestKind.BotImportStatus or SandboxRequestKind.StartPublish
            or SandboxRequestKind.PublishStatus => adminApp != false,
        SandboxRequestKind.ExportVariables or SandboxRequestKind.ImportVariables or SandboxRequestKind.StartMlImport
            or SandboxRequestKind.MlImportStatus => adminApp != true,
        _ => true,
    };

    /// <summary>Whether it belongs to the import side, where the words for what is no token at all are known [qa].</summary>
    public bool IsImport => Kind >= SandboxRequestKind.UploadFile;

    /// <summary>Whether the call's own checks come before the one whether there is the bot [qa].</summary>
    public bool ChecksBodyFirst => Kind is SandboxRequestKind.StartBotImport or SandboxRequestKind.StartPublish;

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
            "variables/import" => (SandboxRequestKind.ImportVariables, "POST"),
            "uploadfile" => (SandboxRequestKind.UploadFile, "POST"),
            "bot/import" or "import" => (SandboxRequestKind.StartBotImport, "POST"),
            "bot/import/status" => (SandboxRequestKind.BotImportStatus, "GET"),
            "publish" => (SandboxRequestKind.StartPublish, "POST"),
            "publish/status" => (SandboxRequestKind.PublishStatus, "GET"),
            "mlimport" => (SandboxRequestKind.StartMlImport, "POST"),
            "mlimport/status" => (SandboxRequestKind.MlImportStatus, "GET"),
            _ when name is null => (SandboxRequestKind.ListTestSuites, "GET"),
            _ => (SandboxRequestKind.ExportTestSuite, "POST"),
        };
        return new Route(kind, method, botId, name);
    }

    private static string? Text(Group group) => group.Success ? Uri.UnescapeDataString(group.Value) : null;
}

using System;
using System.Text.RegularExpressions;

namespace KoreExport.Sandbox.Api;

/// <summary>Which call a path stands for. <c>/bot/</c> and <c>/stream/</c> are interchangeable [doc].</summary>
internal sealed class Route
{
    private static readonly Regex Pattern = new(
        "^/api/public/(?:bot|stream)/(?<bot>[^/]+)/(?<call>export|export/status|mlexport|mlexport/status|testsuite/[^/]+/export)/?$",
        RegexOptions.CultureInvariant);

    private Route(SandboxRequestKind kind, string method, string botId)
    {
        Kind = kind;
        Method = method;
        BotId = botId;
    }

    public SandboxRequestKind Kind { get; }

    /// <summary>The only method this path takes.</summary>
    public string Method { get; }

    public string BotId { get; }

    public static Route? Find(string path)
    {
        var match = Pattern.Match(path);
        if (!match.Success)
        {
            return null;
        }

        var botId = Uri.UnescapeDataString(match.Groups["bot"].Value);
        return match.Groups["call"].Value switch
        {
            "export" => new Route(SandboxRequestKind.StartBotExport, "POST", botId),
            "export/status" => new Route(SandboxRequestKind.BotExportStatus, "GET", botId),
            "mlexport" => new Route(SandboxRequestKind.StartMlExport, "POST", botId),
            "mlexport/status" => new Route(SandboxRequestKind.MlExportStatus, "GET", botId),
            _ => new Route(SandboxRequestKind.Other, "POST", botId),
        };
    }
}

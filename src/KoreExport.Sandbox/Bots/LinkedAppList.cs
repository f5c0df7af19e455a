using System.Text.Json.Nodes;
using KoreExport.Sandbox.Http;

namespace KoreExport.Sandbox.Bots;

/// <summary>The apps that a universal bot links: <c>GET …/universalbot/link?language=en</c> [doc].</summary>
internal sealed class LinkedAppList(SandboxLinkedAppShape shape, BotDirectory bots)
{
    // The header state is documented as well, and a client that leaves it out is answered [seen].
    private static readonly string[] Required = ["bot-language", "app-language", "client-app"];

    public Response Get(Exchange exchange, SandboxBot bot)
    {
        // Required [doc]; how their absence is answered is not known [inferred].
        if (Required.Any(name => string.IsNullOrEmpty(exchange.Header(name))))
        {
            return ErrorResponses.InvalidArguments();
        }

        // A bot that is not universal links nothing; how the platform says so is not known [inferred].
        var response = new JsonObject
        {
            ["type"] = bot.IsUniversal ? "unified" : bot.Type,
            ["appType"] = "unified",
            ["isUXOUB"] = bot.IsUniversal,
            ["isDialogGPTEnabled"] = false,
        };
        if (shape == SandboxLinkedAppShape.PublishedBots)
        {
            response["publishedBots"] = Apps(bot, true);
            return Response.Json(200, response);
        }

        var configured = shape != SandboxLinkedAppShape.Published;
        var published = shape != SandboxLinkedAppShape.Configured;
        response["configuredLinkedApps"] = Apps(bot, configured);
        response["publishedLinkedApps"] = Apps(bot, published);
        if (shape == SandboxLinkedAppShape.Both)
        {
            response["publishedBots"] = Apps(bot, true);
        }

        response["uxoUBConfigured"] = Ids(bot, configured);
        response["uxoUBPublished"] = Ids(bot, published);
        return Response.Json(200, response);
    }

    private JsonArray Apps(SandboxBot bot, bool filled) =>
        new(bot.LinkedApps.Where(_ => filled).Select(id => (JsonNode)Describe(id)).ToArray());

    // The status is a number here and a word in the bots list [doc].
    private JsonObject Describe(string id) => new()
    {
        ["_id"] = id,
        ["name"] = bots.NameOf(id),
        ["defaultLanguage"] = bots.Find(id)?.Language ?? "en",
        ["appType"] = "unified",
        ["type"] = bots.Find(id)?.Type ?? "default",
        ["status"] = 1,
        ["isDialogGPTEnabled"] = false,
        ["configuredVersion"] = 1765345178,
        ["publishedVersion"] = "1744860968",
    };

    private static JsonObject Ids(SandboxBot bot, bool filled) => new()
    {
        ["linkedApps"] = new JsonArray(bot.LinkedApps.Where(_ => filled).Select(id => (JsonNode)id).ToArray()),
        ["isUXOUB"] = bot.IsUniversal,
    };
}

using System.Text.Json.Nodes;
using KoreExport.Sandbox.Api;
using KoreExport.Sandbox.Http;

namespace KoreExport.Sandbox.Account;

/// <summary>The apps that a universal bot links: <c>GET …/universalbot/link?language=en</c> [doc].</summary>
internal sealed class LinkedAppList
{
    private static readonly string[] Required = ["bot-language", "app-language", "client-app", "state"];

    private readonly SandboxLinkedAppShape _shape;
    private readonly BotDirectory _bots;

    public LinkedAppList(KoreSandboxOptions options, BotDirectory bots)
    {
        _shape = options.LinkedAppShape;
        _bots = bots;
    }

    public Answer Answer(Exchange exchange, AccountBot bot)
    {
        // Required [doc]; how their absence is answered is not known [inferred].
        if (Required.Any(name => string.IsNullOrEmpty(exchange.Header(name))))
        {
            return ErrorTable.InvalidArguments();
        }

        // A bot that is not universal links nothing; how the platform says so is not known [inferred].
        var answer = new JsonObject
        {
            ["type"] = bot.IsUniversal ? "unified" : bot.Type,
            ["appType"] = "unified",
            ["isUXOUB"] = bot.IsUniversal,
            ["isDialogGPTEnabled"] = false,
        };
        if (_shape == SandboxLinkedAppShape.PublishedBots)
        {
            answer["publishedBots"] = Apps(bot, true);
            return Http.Answer.Json(200, answer);
        }

        var configured = _shape != SandboxLinkedAppShape.Published;
        var published = _shape != SandboxLinkedAppShape.Configured;
        answer["configuredLinkedApps"] = Apps(bot, configured);
        answer["publishedLinkedApps"] = Apps(bot, published);
        answer["uxoUBConfigured"] = Ids(bot, configured);
        answer["uxoUBPublished"] = Ids(bot, published);
        return Http.Answer.Json(200, answer);
    }

    private JsonArray Apps(AccountBot bot, bool filled) =>
        new(bot.LinkedApps.Where(_ => filled).Select(id => (JsonNode)Describe(id)).ToArray());

    // The status is a number here and a word in the bots list [doc].
    private JsonObject Describe(string id) => new()
    {
        ["_id"] = id,
        ["name"] = _bots.NameOf(id),
        ["defaultLanguage"] = _bots.Find(id)?.Language ?? "en",
        ["appType"] = "unified",
        ["type"] = _bots.Find(id)?.Type ?? "default",
        ["status"] = 1,
        ["isDialogGPTEnabled"] = false,
        ["configuredVersion"] = 1765345178,
        ["publishedVersion"] = "1744860968",
    };

    private static JsonObject Ids(AccountBot bot, bool filled) => new()
    {
        ["linkedApps"] = new JsonArray(bot.LinkedApps.Where(_ => filled).Select(id => (JsonNode)id).ToArray()),
        ["isUXOUB"] = bot.IsUniversal,
    };
}

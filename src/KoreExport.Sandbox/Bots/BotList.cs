using System.Text.Json.Nodes;
using KoreExport.Sandbox.Http;

namespace KoreExport.Sandbox.Bots;

/// <summary>The bots list: <c>GET /api/public/bots?offset=&amp;limit=</c>, at most 50 a page [doc].</summary>
internal sealed class BotList(KoreSandboxOptions options, SandboxApiFaults faults, BotDirectory bots)
{
    private const int LongestPage = 50;

    public Response Get(Exchange exchange)
    {
        // How numbers that are none are answered is not known, nor the page where no limit is given [inferred].
        if (!QueryText.TryReadNumber(exchange.Query, "offset", 0, out var offset)
            || !QueryText.TryReadNumber(exchange.Query, "limit", LongestPage, out var limit) || limit == 0)
        {
            return ErrorResponses.InvalidArguments();
        }

        var total = bots.All.Count;
        var size = Math.Min(limit, LongestPage);
        var first = options.BotListOffset == SandboxBotListOffset.Pages ? (long)offset * size : offset;
        if (faults.BotListEndless && first >= total)
        {
            first = Math.Max(0, total - size);
        }

        var page = bots.All.Skip((int)Math.Min(first, total)).Take(size).ToArray();
        return Response.Json(200, new JsonObject
        {
            ["total"] = total,
            ["availableMore"] = faults.BotListEndless || first + page.Length < total,
            ["bots"] = new JsonArray(page.Select(bot => (JsonNode)Describe(bot)).ToArray()),
        });
    }

    private JsonObject Describe(SandboxBot bot) => new()
    {
        ["_id"] = bot.Id,
        ["accountId"] = "6661e128d3203924648b0a11",
        ["purpose"] = "customer",
        ["createdOn"] = JsFormat.Iso(bot.CreatedOn),
        ["createdBy"] = "u-" + DeterministicId.Uuid(bot.Id, "creator"),
        ["type"] = bot.Type,
        ["defaultLanguage"] = bot.Language,
        ["isDeflect"] = false,
        ["resourceid"] = "btstreams",
        ["status"] = bot.Status,
        ["icon"] = "66e0430359593a57768e456b",
        ["name"] = bot.Name,
        ["description"] = "A bot of the sandbox",
        ["isLinkedTo"] = new JsonArray(bots.UniversalBotsOf(bot.Id).Select(id => (JsonNode)id).ToArray()),
        ["containsPanelOrWidget"] = false,
        ["jwtApps"] = new JsonArray(App(bot, 1), App(bot, 2)),
    };

    // The platform answers the secrets of the bot's apps in clear [doc]. These open nothing, and say so.
    private static JsonObject App(SandboxBot bot, int number)
    {
        var tail = Convert.ToBase64String(DeterministicId.Hash(bot.Id, "app" + number));
        return new JsonObject
        {
            ["clientId"] = "cs-" + DeterministicId.Uuid(bot.Id, "client" + number),
            ["clientSecret"] = SandboxSecrets.JwtAppMark + tail.Substring(SandboxSecrets.JwtAppMark.Length),
            ["jtiClaimEnforced"] = false,
            ["jweEncryptionEnforced"] = false,
            ["createdOn"] = JsFormat.Iso(bot.CreatedOn.AddDays(number)),
        };
    }
}

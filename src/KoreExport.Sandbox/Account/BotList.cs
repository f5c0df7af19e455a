using System.Text.Json.Nodes;
using KoreExport.Sandbox.Api;
using KoreExport.Sandbox.Files;
using KoreExport.Sandbox.Http;

namespace KoreExport.Sandbox.Account;

/// <summary>The bots list: <c>GET /api/public/bots?offset=&amp;limit=</c>, at most 50 a page [doc].</summary>
internal sealed class BotList
{
    private const int LongestPage = 50;

    private readonly KoreSandboxOptions _options;
    private readonly SandboxApiFaults _faults;
    private readonly BotDirectory _bots;

    public BotList(KoreSandboxOptions options, SandboxApiFaults faults, BotDirectory bots)
    {
        _options = options;
        _faults = faults;
        _bots = bots;
    }

    public Answer Answer(Exchange exchange)
    {
        // How numbers that are none are answered is not known, nor the page where no limit is given [inferred].
        if (!QueryText.TryReadNumber(exchange.Query, "offset", 0, out var offset)
            || !QueryText.TryReadNumber(exchange.Query, "limit", LongestPage, out var limit) || limit == 0)
        {
            return ErrorTable.InvalidArguments();
        }

        var total = _bots.All.Count;
        var size = Math.Min(limit, LongestPage);
        var first = _options.BotListOffset == SandboxBotListOffset.Pages ? (long)offset * size : offset;
        if (_faults.BotListEndless && first >= total)
        {
            first = Math.Max(0, total - size);
        }

        var page = _bots.All.Skip((int)Math.Min(first, total)).Take(size).ToArray();
        return Http.Answer.Json(200, new JsonObject
        {
            ["total"] = total,
            ["availableMore"] = _faults.BotListEndless || first + page.Length < total,
            ["bots"] = new JsonArray(page.Select(bot => (JsonNode)Describe(bot)).ToArray()),
        });
    }

    private JsonObject Describe(AccountBot bot) => new()
    {
        ["_id"] = bot.Id,
        ["accountId"] = "6661e128d3203924648b0a11",
        ["purpose"] = "customer",
        ["createdOn"] = JsonText.Iso(bot.CreatedOn),
        ["createdBy"] = "u-" + BotContent.Uuid(bot.Id, "creator"),
        ["type"] = bot.Type,
        ["defaultLanguage"] = bot.Language,
        ["isDeflect"] = false,
        ["resourceid"] = "btstreams",
        ["status"] = bot.Status,
        ["icon"] = "66e0430359593a57768e456b",
        ["name"] = bot.Name,
        ["description"] = "A bot of the sandbox",
        ["isLinkedTo"] = new JsonArray(_bots.UniversalBotsOf(bot.Id).Select(id => (JsonNode)id).ToArray()),
        ["containsPanelOrWidget"] = false,
        ["jwtApps"] = new JsonArray(App(bot, 1), App(bot, 2)),
    };

    // The platform answers the secrets of the bot's apps in clear [doc]. These open nothing, and say so.
    private static JsonObject App(AccountBot bot, int number)
    {
        var tail = Convert.ToBase64String(BotContent.Hash(bot.Id, "app" + number));
        return new JsonObject
        {
            ["clientId"] = "cs-" + BotContent.Uuid(bot.Id, "client" + number),
            ["clientSecret"] = KoreSandboxServer.JwtAppSecretMark + tail.Substring(KoreSandboxServer.JwtAppSecretMark.Length),
            ["jtiClaimEnforced"] = false,
            ["jweEncryptionEnforced"] = false,
            ["createdOn"] = JsonText.Iso(bot.CreatedOn.AddDays(number)),
        };
    }
}

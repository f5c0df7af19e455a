using System.Globalization;
using KoreExport.Abstractions;
using KoreExport.Exports;
using KoreExport.Http;
using KoreExport.RateLimiting;

namespace KoreExport.Bots;

/// <summary>The calls about bots: the account's list, and the apps that a universal bot links.</summary>
internal sealed class BotClient
{
    /// <summary>The most bots the platform gives at a time (vendor documentation).</summary>
    public const int PageSize = 50;

    /// <summary>What an app needs for calls about the account.</summary>
    public const string AccountScope = "Use an app of the Admin Console with the scope 'Profile Management > Role Management'; apps of the Bot Builder see one bot and cannot have it.";

    private const string LinkedScope = "Add the scope 'Get linked App details' (Bot Builder app) or 'Getlinkedbotdetails' (Admin Console app) to the app, and publish the app if it is new.";

    private static readonly Dictionary<string, string> LinkedHeaders = new()
    {
        ["bot-language"] = "en",
        ["app-language"] = "en",
        ["client-app"] = "unified",
        ["state"] = "configured",
    };

    private readonly ExportClient _api;

    public BotClient(ExportClient api) => _api = api;

    public IKoreLog Log => _api.Log;

    /// <summary><c>GET /api/public/bots?offset=…&amp;limit=50</c> (vendor documentation).</summary>
    public async Task<BotPage> GetPageAsync(int offset, CancellationToken cancellationToken)
    {
        var call = new ApiCall(HttpMethod.Get, $"api/public/bots?offset={offset.ToString(CultureInfo.InvariantCulture)}&limit={PageSize}", botId: null)
        {
            RateLimitKey = RateLimitKey.Account,
            ScopeAdvice = AccountScope,
            RedactsSecrets = true,
        };
        var json = await _api.Transport.SendAsync(call, cancellationToken).ConfigureAwait(false);
        return BotParser.ReadPage(json) ?? throw ApiErrors.Invalid(call, "it holds no list of bots", _api.Session);
    }

    /// <summary><c>GET /api/1.1/public/bot/{botId}/universalbot/link</c> (vendor documentation).</summary>
    public async Task<IReadOnlyList<KoreBot>> GetLinkedAppsAsync(string botId, CancellationToken cancellationToken)
    {
        var call = new ApiCall(HttpMethod.Get, $"api/1.1/public/bot/{Uri.EscapeDataString(botId)}/universalbot/link?language=en", botId)
        {
            Headers = LinkedHeaders,
            RateLimitKey = RateLimitKey.Bot(botId),
            ScopeAdvice = LinkedScope,
            RedactsSecrets = true,
        };
        return BotParser.ReadLinkedApps(await _api.Transport.SendAsync(call, cancellationToken).ConfigureAwait(false), botId);
    }
}

using KoreExport.Abstractions;
using KoreExport.Exports;
using KoreExport.Http;
using KoreExport.Models;
using KoreExport.RateLimiting;

namespace KoreExport.Bots;

/// <summary>The calls about bots: the account's list, and the apps that a universal bot links.</summary>
internal sealed class BotClient(ExportClient api)
{
    /// <summary>The most bots the platform gives at a time (vendor documentation).</summary>
    public const int PageSize = 50;

    private static readonly Dictionary<string, string> LinkedHeaders = new()
    {
        ["bot-language"] = "en",
        ["app-language"] = "en",
        ["client-app"] = "unified",
        ["state"] = "configured",
    };

    public IKoreLog Log => api.Log;

    /// <summary><c>GET /api/public/bots?offset=…&amp;limit=50</c> (vendor documentation).</summary>
    public async Task<BotPage> GetPageAsync(int offset, CancellationToken cancellationToken)
    {
        var path = FormattableString.Invariant($"api/public/bots?offset={offset}&limit={PageSize}");
        var call = new ApiCall(HttpMethod.Get, path, botId: null)
        {
            RateLimitKey = RateLimitKey.Account,
            ScopeAdvice = AppScope.Account,
            RedactsSecrets = true,
        };
        var json = await api.Transport.SendAsync(call, cancellationToken).ConfigureAwait(false);
        return BotParser.ReadPage(json) ?? throw ApiErrors.Invalid(call, "it holds no list of bots", api.Session);
    }

    /// <summary><c>GET /api/1.1/public/bot/{botId}/universalbot/link</c> (vendor documentation).</summary>
    public async Task<IReadOnlyList<KoreBot>> GetLinkedAppsAsync(BotId bot, CancellationToken cancellationToken)
    {
        var call = new ApiCall(HttpMethod.Get, $"api/1.1/public/bot/{bot}/universalbot/link?language=en", bot.Value)
        {
            Headers = LinkedHeaders,
            RateLimitKey = RateLimitKey.Bot(bot.Value),
            ScopeAdvice = AppScope.LinkedApps,
            RedactsSecrets = true,
        };
        return BotParser.ReadLinkedApps(await api.Transport.SendAsync(call, cancellationToken).ConfigureAwait(false), bot);
    }
}

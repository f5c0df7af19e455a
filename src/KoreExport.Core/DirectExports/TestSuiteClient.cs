using System.Text.Json;
using KoreExport.Downloads;
using KoreExport.Errors;
using KoreExport.Exports;
using KoreExport.Http;
using KoreExport.Models;
using KoreExport.RateLimiting;

namespace KoreExport.DirectExports;

/// <summary>The calls about batch test suites (vendor documentation).</summary>
internal sealed class TestSuiteClient(ExportClient api)
{
    // Asked for where the language is not known and the platform does not choose one itself.
    private const string DefaultLanguage = "en";

    private const int PageSize = 50;
    private const int MaximumPages = 200;

    /// <summary>
    /// The suites of all languages of the bot, each once. A suite belongs to a language: asked for in another one it may not be there.
    /// Where no language is known the platform chooses.
    /// </summary>
    public async Task<IReadOnlyList<KoreTestSuite>> ListAsync(ExportContext context, BotId bot, CancellationToken cancellationToken)
    {
        var languages = context.Languages;
        if (languages.Count == 0 && context.FindLanguages is { } find)
        {
            languages = await find(bot, cancellationToken).ConfigureAwait(false);
        }

        if (languages.Count == 0)
        {
            return await ListInAnyLanguageAsync(context, bot, cancellationToken).ConfigureAwait(false);
        }

        var suites = new List<KoreTestSuite>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var language in languages)
        {
            var before = new HashSet<string>(suites.Select(static suite => suite.Name), StringComparer.Ordinal);
            foreach (var suite in await ListAsync(bot, language, cancellationToken).ConfigureAwait(false))
            {
                suite.IsNameTaken = before.Contains(suite.Name);
                if (ids.Add(suite.Id))
                {
                    suites.Add(suite);
                }
            }
        }

        return suites;
    }

    private async Task<IReadOnlyList<KoreTestSuite>> ListInAnyLanguageAsync(
        ExportContext context, BotId bot, CancellationToken cancellationToken)
    {
        try
        {
            return await ListAsync(bot, language: null, cancellationToken).ConfigureAwait(false);
        }
        catch (KoreException refused) when (refused is { ErrorId: KoreErrorId.RequestRejected, StatusCode: 400 or 412 })
        {
            context.WarnOnce(
                $"The languages of some bots are not known: their test suites are listed in '{DefaultLanguage}'. Where that is wrong, "
                + "pass -Language to Export-KoreTestSuite, or use an app of the Admin Console, which can list the bots.");
            return await ListAsync(bot, DefaultLanguage, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// <c>GET /api/public/bot/{botId}/testsuite?skip=…&amp;limit=…</c>, page by page, in the platform's order. Ends for sure.
    /// </summary>
    private async Task<IReadOnlyList<KoreTestSuite>> ListAsync(BotId bot, string? language, CancellationToken cancellationToken)
    {
        var suites = new List<KoreTestSuite>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var skip = 0;
        for (var page = 0; page < MaximumPages; page++)
        {
            var call = Call(HttpMethod.Get, bot, FormattableString.Invariant($"testsuite?skip={skip}&limit={PageSize}"), language);
            var root = await api.Transport.SendAsync(call, cancellationToken).ConfigureAwait(false);
            if (root.ValueKind != JsonValueKind.Object)
            {
                throw ApiErrors.Invalid(call, "it holds no test suites", api.Session);
            }

            var found = DirectExportParser.ReadTestSuites(root, bot, language);
            var fresh = found.Where(suite => seen.Add(suite.Id)).ToList();
            suites.AddRange(fresh);
            skip += found.Count;

            // Either sign is enough, as long as there is something new.
            var more = root.Flag("moreAvailable") == true || root.Number("count") > suites.Count;
            if (!more)
            {
                return suites;
            }

            if (fresh.Count == 0)
            {
                break;
            }
        }

        api.Log.Warning($"The platform says that bot {bot} has more test suites than the {suites.Count} it shows.");
        return suites;
    }

    /// <summary><c>POST /api/public/bot/{botId}/testsuite/{name}/export</c>: what it takes to download the suite.</summary>
    public async Task<DownloadTicket> GetTicketAsync(BotId bot, KoreTestSuite suite, CancellationToken cancellationToken)
    {
        if (suite.Name is "." or "..")
        {
            // Escaped or not, it would lead to another call.
            throw KoreErrors.OptionInvalid(
                $"The test suite '{suite.Name}' of bot {bot} cannot be exported: its name means something else in an address.",
                "Rename it on the platform.");
        }

        var call = Call(HttpMethod.Post, bot, $"testsuite/{Uri.EscapeDataString(suite.Name)}/export", suite.Language);
        JsonElement root;
        try
        {
            root = await api.Transport.SendAsync(call, cancellationToken).ConfigureAwait(false);
        }
        catch (KoreException refused)
            when (refused.PlatformMessage?.IndexOf("Test Suite not found", StringComparison.OrdinalIgnoreCase) >= 0)
        {
            throw KoreErrors.TestSuiteNotFound(suite.BotId, suite.Name);
        }

        var link = ExportParser.ReadLink(root);
        return string.IsNullOrEmpty(link)
            ? throw KoreErrors.DownloadLinkMissing(suite.BotId, suite.Id, TimeSpan.Zero)
            : new DownloadTicket(bot, link, announcedSize: null, token => GetTicketAsync(bot, suite, token));
    }

    private static ApiCall Call(HttpMethod method, BotId bot, string rest, string? language) =>
        new(method, $"api/public/bot/{bot}/{rest}", bot.Value)
        {
            Headers = language is null ? null : new Dictionary<string, string> { ["bot-language"] = language },
            RateLimitKey = RateLimitKey.Bot(bot.Value),
            ScopeAdvice = AppScope.TestSuites,
        };
}

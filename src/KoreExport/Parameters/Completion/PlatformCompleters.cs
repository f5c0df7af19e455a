using System.Collections;
using System.Management.Automation;
using KoreExport.Bots;
using KoreExport.DirectExports;
using KoreExport.Exports;
using KoreExport.Sessions;
using BotIdRule = KoreExport.Models.BotId;

namespace KoreExport.Parameters;

/// <summary>Completes a parameter with what the platform has: that of -Session, or of the default session.</summary>
internal abstract class PlatformCompleter : KoreCompleter
{
    // Pages of 50: enough to choose from, and few of the calls that the account has in a minute.
    private const int MaximumPages = 5;

    private protected PlatformCompleter()
    {
    }

    private protected sealed override IEnumerable<Suggestion> Suggest(IDictionary bound, string word)
    {
        var session = Plain(bound["Session"]) as KoreSession ?? DefaultSession.Current;
        return session is { IsConnected: true } ? Suggest(session, bound) : [];
    }

    private protected abstract IEnumerable<Suggestion> Suggest(KoreSession session, IDictionary bound);

    private protected static IReadOnlyList<KoreBot> Bots(KoreSession session) => CompletionCache.Get(session, "bots", ListBotsAsync);

    private protected static object? Plain(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    private static async Task<IReadOnlyList<KoreBot>> ListBotsAsync(ExportClient api, CancellationToken cancellationToken)
    {
        var lister = new BotLister(new BotClient(api));
        var bots = new List<KoreBot>();
        for (var page = 0; page < MaximumPages && await lister.NextAsync(cancellationToken).ConfigureAwait(false) is { } found; page++)
        {
            bots.AddRange(found);
        }

        return bots;
    }
}

/// <summary>Completes <c>-BotId</c>, by the beginning of an id or of a name; the name is the tooltip.</summary>
internal sealed class BotIdCompleter : PlatformCompleter
{
    private protected override IEnumerable<Suggestion> Suggest(KoreSession session, IDictionary bound) =>
        Bots(session).Select(static bot => new Suggestion(bot.BotId, bot.Name));
}

/// <summary>Completes names of bots; the id is in the tooltip.</summary>
internal sealed class BotNameCompleter : PlatformCompleter
{
    private protected override IEnumerable<Suggestion> Suggest(KoreSession session, IDictionary bound) =>
        Bots(session).Where(static bot => bot.Name.Length > 0).Select(static bot => new Suggestion(bot.Name, bot.ToString()));
}

/// <summary>Completes names of test suites of the bots that -BotId names.</summary>
internal sealed class TestSuiteCompleter : PlatformCompleter
{
    private const int MaximumBots = 3;

    private protected override IEnumerable<Suggestion> Suggest(KoreSession session, IDictionary bound)
    {
        var languages = Texts(bound["Language"]).ToArray();
        return Texts(bound["BotId"])
            .Select(static id => BotIdRule.TryParse(id, out var bot) ? bot : (BotIdRule?)null)
            .OfType<BotIdRule>()
            .Take(MaximumBots)
            .SelectMany(bot => CompletionCache.Get(session, $"suites of {bot} in {string.Join(",", languages)}", (api, token) =>
                new TestSuiteClient(api).ListAsync(SuiteLanguages.For(new ExportContext(api), languages), bot, token)))
            .Select(static suite => new Suggestion(
                suite.Name, suite.Description is { Length: > 0 } text ? $"{suite.Name}: {text}" : suite.Name));
    }

    private static IEnumerable<string?> Texts(object? value) =>
        (Plain(value) is IEnumerable several and not string ? several.Cast<object?>().Select(Plain) : [Plain(value)])
        .Select(static one => one as string);
}

using KoreExport.Models;

namespace KoreExport.Bots;

/// <summary>
/// The languages of the account's bots, from its list of bots, which is read once. An app of the Bot Builder may not read it: then no
/// language is known.
/// </summary>
internal sealed class BotLanguages(BotClient api)
{
    private readonly object _gate = new();
    private Task<Dictionary<string, IReadOnlyList<string>>>? _known;

    /// <summary>The bot's languages, its default one first; none where they are not known.</summary>
    public async Task<IReadOnlyList<string>> FindAsync(BotId bot, CancellationToken cancellationToken)
    {
        Task<Dictionary<string, IReadOnlyList<string>>> known;
        lock (_gate)
        {
            // What failed for a passing reason is tried again for the next bot.
            known = _known is null or { IsFaulted: true } or { IsCanceled: true } ? _known = ListAsync(cancellationToken) : _known;
        }

        return (await known.ConfigureAwait(false)).TryGetValue(bot.Value, out var languages) ? languages : [];
    }

    private async Task<Dictionary<string, IReadOnlyList<string>>> ListAsync(CancellationToken cancellationToken)
    {
        var known = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        var lister = new BotLister(api);
        try
        {
            while (await lister.NextAsync(cancellationToken).ConfigureAwait(false) is { } page)
            {
                foreach (var bot in page)
                {
                    known[bot.BotId] = bot.Languages;
                }
            }
        }
        catch (KoreException refused)
            when (refused.ErrorId is KoreErrorId.ScopeMissing or KoreErrorId.RequestRejected or KoreErrorId.CredentialRejected)
        {
            api.Log.Verbose($"The languages of the bots are not known, because their list was refused: {refused.Message}");
        }

        return known;
    }
}

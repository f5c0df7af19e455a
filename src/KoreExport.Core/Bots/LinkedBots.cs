using KoreExport.Models;

namespace KoreExport.Bots;

/// <summary>The apps that universal bots link, and those that they link in turn. Each comes once, whatever circle the links make.</summary>
internal sealed class LinkedBots
{
    private readonly BotClient _api;
    private readonly bool _recurse;
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly Queue<BotId> _next = new();
    private readonly BotId _root;

    public LinkedBots(BotClient api, BotId botId, bool recurse)
    {
        _api = api;
        _recurse = recurse;
        _root = botId;
        _seen.Add(_root.Value);
        _next.Enqueue(_root);
    }

    /// <summary>The apps of one more universal bot, or null after the last one.</summary>
    public async Task<IReadOnlyList<KoreBot>?> NextAsync(CancellationToken cancellationToken)
    {
        if (_next.Count == 0)
        {
            return null;
        }

        var fresh = new List<KoreBot>();
        foreach (var bot in await AskAsync(_next.Dequeue(), cancellationToken).ConfigureAwait(false))
        {
            if (_seen.Add(bot.BotId))
            {
                fresh.Add(bot);
                if (_recurse)
                {
                    _next.Enqueue(BotId.Parse(bot.BotId));
                }
            }
        }

        return fresh;
    }

    private async Task<IReadOnlyList<KoreBot>> AskAsync(BotId botId, CancellationToken cancellationToken)
    {
        try
        {
            return await _api.GetLinkedAppsAsync(botId, cancellationToken).ConfigureAwait(false);
        }
        catch (KoreException refused) when (botId != _root && refused.ErrorId is KoreErrorId.RequestRejected or KoreErrorId.BotNotFound)
        {
            // Whether a linked app is universal itself only the call tells; how it is answered for one that is not, or that this app may
            // not see, is not documented.
            _api.Log.Verbose($"Bot {botId} is taken to link no apps: {refused.Message}");
            return [];
        }
    }
}

namespace KoreExport.Bots;

/// <summary>
/// Lists the bots of the account, a page at a time. Whether <c>offset</c> counts bots or pages is disputed: it is taken to count bots
/// until a page brings nothing new although there should be more, and then to count pages. Ends for sure, whatever the platform says.
/// </summary>
internal sealed class BotLister(BotClient api)
{
    /// <summary>No account has so many pages; a list that goes on is one that never ends.</summary>
    public const int MaximumRequests = 2500;

    private const int MaximumIdlePages = 2;

    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private int _requests;
    private int _received;
    private int _idle;
    private int? _pageNumber;
    private bool _ended;

    /// <summary>How many bots the platform says there are.</summary>
    public long? Total { get; private set; }

    /// <summary>How many it has shown.</summary>
    public int Count => _seen.Count;

    /// <summary>The bots of the next page that were not there before, or null after the last one.</summary>
    public async Task<IReadOnlyList<KoreBot>?> NextAsync(CancellationToken cancellationToken)
    {
        if (_ended)
        {
            return null;
        }

        var page = await api.GetPageAsync(_pageNumber ?? _received, cancellationToken).ConfigureAwait(false);
        var fresh = page.Bots.Where(bot => _seen.Add(bot.BotId)).ToList();
        _requests++;
        _received += page.Length;
        Total = page.Total ?? Total;
        _pageNumber++;
        if (page.Bots.Count < page.Length)
        {
            api.Log.Warning($"{page.Length - page.Bots.Count} of the listed bots have no id that can be used, and were left out.");
        }

        _ended = IsLast(page, fresh.Count > 0);
        return fresh;
    }

    private bool IsLast(BotPage page, bool progress)
    {
        _idle = progress ? 0 : _idle + 1;
        if (!SaysMore(page))
        {
            return true;
        }

        if (_requests >= MaximumRequests)
        {
            api.Log.Warning($"The list of bots does not end: stopped after {_requests} pages and {_seen.Count} bots.");
            return true;
        }

        if (progress)
        {
            return false;
        }

        // The platform claims that there is more, but has shown as many as it says there are.
        if (_seen.Count >= Total)
        {
            return true;
        }

        if (_pageNumber is null)
        {
            api.Log.Verbose("The list of bots brought nothing new although there is more: offset counts pages here, not bots.");
            _pageNumber = 1;
            _idle = 0;
            return false;
        }

        if (_idle < MaximumIdlePages)
        {
            return false;
        }

        var total = Total is { } number ? $", {number} in all," : string.Empty;
        api.Log.Warning($"The platform says that there are more bots{total} than the {_seen.Count} it shows. Some may be missing here.");
        return true;
    }

    // Missing a bot is worse than asking once more, so either sign is enough.
    private bool SaysMore(BotPage page) => page switch
    {
        { AvailableMore: true } => true,
        { Total: { } total } => _seen.Count < total,
        { AvailableMore: false } => false,
        _ => page.Length >= BotClient.PageSize,
    };
}

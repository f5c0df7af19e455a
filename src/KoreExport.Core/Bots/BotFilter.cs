namespace KoreExport.Bots;

/// <summary>Which bots somebody asked for. A list that is null lets everything pass.</summary>
internal sealed class BotFilter
{
    public IReadOnlyList<Predicate<string>>? Name { get; init; }

    public IReadOnlyList<Predicate<string>>? Status { get; init; }

    public IReadOnlyList<Predicate<string>>? Type { get; init; }

    public IReadOnlyList<Predicate<string>>? Language { get; init; }

    public BotShard? Shard { get; init; }

    public bool Passes(KoreBot bot) =>
        Matches(Name, bot.Name) && Matches(Status, bot.Status) && Matches(Type, bot.Type) && Matches(Language, bot.DefaultLanguage)
        && (Shard?.Holds(bot.BotId) ?? true);

    private static bool Matches(IReadOnlyList<Predicate<string>>? any, string? text) =>
        any is null || any.Any(one => one(text ?? string.Empty));
}

namespace KoreExport;

/// <summary>
/// A bot of the account, as the platform's list describes it. The list also holds the client secrets of the bot's apps (<c>jwtApps</c>):
/// they are removed from the answer before it is read, and are nowhere in this object.
/// </summary>
public sealed class KoreBot
{
    internal KoreBot()
    {
    }

    /// <summary>The bot's id (<c>_id</c>): <c>st-…</c>.</summary>
    public string BotId { get; internal init; } = string.Empty;

    /// <summary>Its name.</summary>
    public string Name { get; internal init; } = string.Empty;

    /// <summary>Its description.</summary>
    public string? Description { get; internal init; }

    /// <summary>The platform's own word, for instance <c>published</c> or <c>configured</c>. Linked apps have a number here.</summary>
    public string? Status { get; internal init; }

    /// <summary>The platform's own word, for instance <c>default</c>, <c>universalbot</c> or <c>unified</c>.</summary>
    public string? Type { get; internal init; }

    /// <summary>Whom it is for, for instance <c>customer</c>.</summary>
    public string? Purpose { get; internal init; }

    /// <summary>Its default language, for instance <c>en</c>.</summary>
    public string? DefaultLanguage { get; internal init; }

    /// <summary>Its languages, the default one first. Which others are enabled, not every platform says.</summary>
    public IReadOnlyList<string> Languages { get; internal init; } = [];

    /// <summary>When it was made, UTC.</summary>
    public DateTimeOffset? CreatedOn { get; internal init; }

    /// <summary>The user who made it.</summary>
    public string? CreatedBy { get; internal init; }

    /// <summary>The account it belongs to.</summary>
    public string? AccountId { get; internal init; }

    /// <summary>The universal bots that it is linked to, as far as the answer tells.</summary>
    public IReadOnlyList<string> LinkedTo { get; internal init; } = [];

    /// <summary>
    /// Fields of the answer that the module does not know, as text, numbers, lists and dictionaries; secrets and links in them are masked.
    /// </summary>
    public IReadOnlyDictionary<string, object?> AdditionalProperties { get; internal init; } = new Dictionary<string, object?>();

    /// <summary>Name and id.</summary>
    public override string ToString() => $"{Name} ({BotId})";
}

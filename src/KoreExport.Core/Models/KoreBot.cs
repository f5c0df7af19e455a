using KoreExport.Models;

namespace KoreExport;

/// <summary>
/// A bot of the account, as the platform's list describes it. The list also holds the client secrets of the bot's apps (<c>jwtApps</c>):
/// they are removed from the answer before it is read, and are nowhere in this object.
/// </summary>
public sealed class KoreBot
{
    internal KoreBot(string botId, BotFields fields)
    {
        BotId = botId;
        Name = fields.Name;
        Description = fields.Description;
        Status = fields.Status;
        Type = fields.Type;
        Purpose = fields.Purpose;
        DefaultLanguage = fields.DefaultLanguage;
        CreatedOn = fields.CreatedOn;
        CreatedBy = fields.CreatedBy;
        AccountId = fields.AccountId;
        LinkedTo = fields.LinkedTo;
        AdditionalProperties = fields.AdditionalProperties;
    }

    /// <summary>The bot's id (<c>_id</c>): <c>st-…</c>.</summary>
    public string BotId { get; }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Its description.</summary>
    public string? Description { get; }

    /// <summary>The platform's own word, for instance <c>published</c> or <c>configured</c>. Linked apps have a number here.</summary>
    public string? Status { get; }

    /// <summary>The platform's own word, for instance <c>default</c>, <c>universalbot</c> or <c>unified</c>.</summary>
    public string? Type { get; }

    /// <summary>Whom it is for, for instance <c>customer</c>.</summary>
    public string? Purpose { get; }

    /// <summary>Its default language, for instance <c>en</c>.</summary>
    public string? DefaultLanguage { get; }

    /// <summary>When it was made, UTC.</summary>
    public DateTime? CreatedOn { get; }

    /// <summary>The user who made it.</summary>
    public string? CreatedBy { get; }

    /// <summary>The account it belongs to.</summary>
    public string? AccountId { get; }

    /// <summary>The universal bots that it is linked to, as far as the answer tells.</summary>
    public IReadOnlyList<string> LinkedTo { get; }

    /// <summary>Fields of the answer that the module does not know, as text, numbers, lists and dictionaries; secrets and links in them are masked.</summary>
    public IReadOnlyDictionary<string, object?> AdditionalProperties { get; }

    /// <summary>Name and id.</summary>
    public override string ToString() => $"{Name} ({BotId})";
}

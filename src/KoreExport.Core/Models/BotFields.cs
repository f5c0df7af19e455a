namespace KoreExport.Models;

/// <summary>The fields of a <see cref="KoreBot"/> on their way from JSON.</summary>
internal sealed class BotFields
{
    public string Name { get; init; } = string.Empty;

    public string? Description { get; init; }

    public string? Status { get; init; }

    public string? Type { get; init; }

    public string? Purpose { get; init; }

    public string? DefaultLanguage { get; init; }

    public DateTime? CreatedOn { get; init; }

    public string? CreatedBy { get; init; }

    public string? AccountId { get; init; }

    public IReadOnlyList<string> LinkedTo { get; init; } = [];

    public IReadOnlyDictionary<string, object?> AdditionalProperties { get; init; } = new Dictionary<string, object?>();
}

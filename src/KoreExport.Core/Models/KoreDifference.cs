namespace KoreExport;

/// <summary>One difference between two exports of a bot.</summary>
public sealed class KoreDifference
{
    /// <summary>The bot, or null where neither export says it.</summary>
    public string? BotId { get; init; }

    /// <summary>What kind of component it is: <c>Dialog</c>, <c>DialogComponent</c>, <c>Sentence</c>, <c>Faq</c>, <c>Bot</c>…</summary>
    public string Component { get; init; } = string.Empty;

    /// <summary>What the component is called now, or was called if it is gone.</summary>
    public string? Name { get; init; }

    /// <summary>The component's <c>refId</c>, which all copies of the bot share, if it has one.</summary>
    public string? RefId { get; init; }

    /// <summary>The language, if the difference is in one.</summary>
    public string? Language { get; init; }

    /// <summary>What happened.</summary>
    public KoreChangeKind Change { get; init; }

    /// <summary>The property that differs; null where the component as a whole was added or removed.</summary>
    public string? Property { get; init; }

    /// <summary>The older value: text and code decoded, secrets masked, other values as JSON.</summary>
    public string? Before { get; init; }

    /// <summary>The newer value.</summary>
    public string? After { get; init; }

    /// <summary>Where it is: the member of the definition, what identifies the component, and the way to the property.</summary>
    public string Path { get; init; } = string.Empty;

    /// <summary>The difference in one line.</summary>
    public override string ToString() => Property is null ? $"{Change} {Component} {Name}" : $"{Change} {Component} {Name}: {Property}";
}

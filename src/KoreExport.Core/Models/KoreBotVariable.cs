namespace KoreExport;

/// <summary>A variable of a bot, as its export describes it.</summary>
public sealed class KoreBotVariable
{
    internal KoreBotVariable()
    {
    }

    /// <summary>The bot.</summary>
    public string BotId { get; internal init; } = string.Empty;

    /// <summary>The variable's name.</summary>
    public string Key { get; internal init; } = string.Empty;

    /// <summary>Its value. Empty for a secured variable, and for one whose values are in <see cref="Locales"/>.</summary>
    public string? Value { get; internal init; }

    /// <summary>What its author says about it.</summary>
    public string? Hint { get; internal init; }

    /// <summary>The platform's own word: <c>env</c> for an environment variable, <c>locale</c> for content.</summary>
    public string? VariableType { get; internal init; }

    /// <summary>The platform's own word, for instance <c>prePopulated</c>.</summary>
    public string? Scope { get; internal init; }

    /// <summary>The group it is in.</summary>
    public string? Group { get; internal init; }

    /// <summary>Whether its value is passed on to linked bots.</summary>
    public bool? PropagateValue { get; internal init; }

    /// <summary>The namespaces it is in.</summary>
    public IReadOnlyList<string> Namespaces { get; internal init; } = [];

    /// <summary>Whether it is secured: then the export has no value for it.</summary>
    public bool IsSecured { get; internal init; }

    /// <summary>The audio that goes with it.</summary>
    public string? AudioTag { get; internal init; }

    /// <summary>Its values by language.</summary>
    public IReadOnlyDictionary<string, string?> Locales { get; internal init; } = new Dictionary<string, string?>();

    /// <summary>Its name.</summary>
    public override string ToString() => Key;
}

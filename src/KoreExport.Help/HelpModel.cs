namespace KoreExport.Help;

/// <summary>What the help says of one cmdlet.</summary>
internal sealed record CmdletHelp(string Verb, string Noun)
{
    /// <summary>The cmdlet's name, as it is typed.</summary>
    public string Name => $"{Verb}-{Noun}";

    /// <summary>One sentence: what the cmdlet does.</summary>
    public string Synopsis { get; init; } = "";

    /// <summary>The paragraphs of the description.</summary>
    public IReadOnlyList<string> Description { get; init; } = [];

    /// <summary>The names of the parameter sets, the default one first.</summary>
    public IReadOnlyList<string> ParameterSets { get; init; } = [];

    /// <summary>The parameters, in the order in which a syntax line shows them.</summary>
    public IReadOnlyList<ParameterHelp> Parameters { get; init; } = [];

    /// <summary>What can be piped to the cmdlet.</summary>
    public IReadOnlyList<TypeHelp> Inputs { get; init; } = [];

    /// <summary>What the cmdlet writes.</summary>
    public IReadOnlyList<TypeHelp> Outputs { get; init; } = [];

    /// <summary>The examples.</summary>
    public IReadOnlyList<ExampleHelp> Examples { get; init; } = [];

    /// <summary>The related links.</summary>
    public IReadOnlyList<LinkHelp> Links { get; init; } = [];
}

/// <summary>What the help says of one parameter.</summary>
internal sealed record ParameterHelp(string Name, string TypeName)
{
    /// <summary>How the parameter binds, by parameter set.</summary>
    public required IReadOnlyDictionary<string, Binding> Sets { get; init; }

    /// <summary>The paragraphs of the description.</summary>
    public IReadOnlyList<string> Description { get; init; } = [];

    /// <summary>Whether it is a switch: a name without a value.</summary>
    public bool IsSwitch { get; init; }

    /// <summary>Whether it takes several values.</summary>
    public bool IsArray { get; init; }

    /// <summary>Whether it takes wildcards.</summary>
    public bool Globbing { get; init; }

    /// <summary>The value it has when it is left out, in words.</summary>
    public string? Default { get; init; }

    /// <summary>Its other names.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>The values it takes, where they can be told.</summary>
    public IReadOnlyList<ValueHelp> Values { get; init; } = [];

    /// <summary>How the parameter binds in a set, or null where it takes no part.</summary>
    public Binding? In(string set)
        => Sets.TryGetValue(set, out var binding) || Sets.TryGetValue(Binding.AllSets, out binding) ? binding : null;
}

/// <summary>How a parameter binds in one parameter set.</summary>
internal sealed record Binding(bool Mandatory, int? Position, bool ByValue, bool ByPropertyName)
{
    /// <summary>PowerShell's name for a binding that belongs to every set.</summary>
    public const string AllSets = "__AllParameterSets";

    /// <summary>What can be said of several sets at once: mandatory only where all are, from the pipeline where any is.</summary>
    public static Binding Combine(IReadOnlyCollection<Binding> bindings) => new(
        bindings.All(b => b.Mandatory),
        bindings.Select(b => b.Position).FirstOrDefault(),
        bindings.Any(b => b.ByValue),
        bindings.Any(b => b.ByPropertyName));
}

/// <summary>A type that goes in or comes out.</summary>
internal sealed record TypeHelp(string Name, IReadOnlyList<string> Description);

/// <summary>A value that a parameter takes.</summary>
internal sealed record ValueHelp(string Value, IReadOnlyList<string> Description);

/// <summary>An example: a title, the commands and what there is to say of them.</summary>
internal sealed record ExampleHelp(string Title, string Code, IReadOnlyList<string> Remarks);

/// <summary>A related link: a text, an address or both.</summary>
internal sealed record LinkHelp(string Text, string Address);

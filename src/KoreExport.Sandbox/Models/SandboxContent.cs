namespace KoreExport;

/// <summary>The parts of a bot that can be edited one by one.</summary>
[Flags]
public enum SandboxContent
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>What a bot export holds.</summary>
    Definition = 1,

    /// <summary>What an ML utterances export holds.</summary>
    Utterances = 2,

    /// <summary>The bot's variables, as their own export has them.</summary>
    Variables = 4,

    /// <summary>The bot's batch test suites.</summary>
    TestSuites = 8,

    /// <summary>All of it.</summary>
    All = Definition | Utterances | Variables | TestSuites,
}

namespace KoreExport;

/// <summary>One step of a restore.</summary>
public sealed class KoreRestoreStep
{
    internal KoreRestoreStep(KoreRestoreStage stage, KoreRestoreOutcome outcome, string message, TimeSpan duration)
    {
        Stage = stage;
        Outcome = outcome;
        Message = message;
        Duration = duration;
    }

    /// <summary>Which one.</summary>
    public KoreRestoreStage Stage { get; }

    /// <summary>How it ended.</summary>
    public KoreRestoreOutcome Outcome { get; }

    /// <summary>What was done, or why it was not.</summary>
    public string Message { get; }

    /// <summary>How long it took.</summary>
    public TimeSpan Duration { get; }

    /// <summary>The step in one line.</summary>
    public override string ToString() => $"{Stage}: {Outcome}{(Message.Length > 0 ? ". " + Message : string.Empty)}";
}

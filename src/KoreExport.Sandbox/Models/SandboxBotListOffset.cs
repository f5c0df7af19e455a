namespace KoreExport;

/// <summary>What <c>offset</c> of the bots list counts: the documentation can be read both ways.</summary>
public enum SandboxBotListOffset
{
    /// <summary>Bots: the second page of 50 is at 50.</summary>
    Bots,

    /// <summary>Pages: the second page is at 1.</summary>
    Pages,
}

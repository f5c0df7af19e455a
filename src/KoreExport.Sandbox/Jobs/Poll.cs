namespace KoreExport.Sandbox.Jobs;

/// <summary>What a status call gets to see.</summary>
internal sealed class Poll
{
    public Poll(ExportJob? shown, int ordinal)
    {
        Shown = shown;
        Ordinal = ordinal;
    }

    /// <summary>The export shown; null where there never was one.</summary>
    public ExportJob? Shown { get; }

    /// <summary>Counts the status calls since the latest start, from 1.</summary>
    public int Ordinal { get; }
}

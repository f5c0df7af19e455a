namespace KoreExport.Downloads;

/// <summary>
/// Counts the retries of one download. Progress does not make a failure undone: a server that sends a little and fails would be asked
/// for ever. But each megabyte is worth a new count, so that a large file may need many connections.
/// </summary>
/// <param name="maximum">How many retries there are.</param>
internal sealed class RetryBudget(int maximum)
{
    /// <summary>So many bytes make up for the failures before them.</summary>
    public const long WorthANewCount = 1024 * 1024;

    private long _countedFrom;

    /// <summary>How many retries were used since the last megabyte.</summary>
    public int Used { get; private set; }

    /// <summary>Counts a failure; false where there is no retry left for it.</summary>
    /// <param name="position">How many bytes of the file there were.</param>
    public bool TryUse(long position)
    {
        if (position - _countedFrom >= WorthANewCount)
        {
            _countedFrom = position;
            Used = 0;
        }

        Used++;
        return Used <= maximum;
    }
}

namespace KoreExport.Files;

/// <summary>
/// Tries a rename again that another program is in the way of: on Windows a file that a scanner, an indexer or an editor has open for a
/// moment can be neither moved nor replaced.
/// </summary>
internal static class BusyRetry
{
    /// <summary>Runs the action; with ten attempts about a second passes before its failure comes out.</summary>
    /// <param name="action">The rename.</param>
    /// <param name="isWorthAnother">Whether another try can end otherwise, as things now stand.</param>
    /// <param name="attempts">How many tries there are.</param>
    /// <param name="sleep">Waits; for tests.</param>
    public static void Run(Action action, Func<bool> isWorthAnother, int attempts = 10, Action<TimeSpan>? sleep = null)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                action();
                return;
            }
            catch (Exception busy) when (busy is IOException or UnauthorizedAccessException && attempt < attempts && isWorthAnother())
            {
                (sleep ?? Thread.Sleep)(TimeSpan.FromMilliseconds(20 * attempt));
            }
        }
    }
}

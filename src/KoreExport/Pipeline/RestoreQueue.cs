using KoreExport.Errors;

namespace KoreExport.Pipeline;

/// <summary>
/// Keeps restores into one bot apart: each waits for the one before, and is not begun where that failed. A second file of a kind for the
/// same bot is refused: nobody can mean both.
/// </summary>
internal sealed class RestoreQueue
{
    private readonly HashSet<(string BotId, KoreExportKind Kind)> _seen = [];
    private readonly Dictionary<string, Task<bool>> _last = new(StringComparer.Ordinal);

    /// <summary>The work, at its turn. Called on the pipeline thread, in the order of the input.</summary>
    /// <param name="botId">The bot; null for a new one.</param>
    /// <param name="kind">What is restored.</param>
    /// <param name="work">Restores it.</param>
    public Func<Action<Downloads.ExportProgress>, CancellationToken, Task<KoreRestore>> Add(
        string? botId, KoreExportKind kind, Func<Action<Downloads.ExportProgress>, CancellationToken, Task<KoreRestore>> work)
    {
        if (botId is null)
        {
            return work;
        }

        if (!_seen.Add((botId, kind)))
        {
            throw KoreErrors.OptionInvalid(
                $"There is more than one {kind} file for bot {botId}.",
                "Restore one of them: Get-KoreBackup -Newest 1 gives the newest of each bot and kind.");
        }

        _last.TryGetValue(botId, out var before);
        var ended = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        _last[botId] = ended.Task;
        return async (progress, cancellationToken) =>
        {
            var succeeded = false;
            try
            {
                progress(new Downloads.ExportProgress("waiting for another restore of the bot"));
                if (before is not null && !await before.ConfigureAwait(false))
                {
                    throw KoreErrors.OptionInvalid(
                        $"{kind} of bot {botId} was not restored, because the restore before it failed.",
                        "See its error, and restore this one by itself.");
                }

                var result = await work(progress, cancellationToken).ConfigureAwait(false);
                succeeded = true;
                return result;
            }
            finally
            {
                ended.TrySetResult(succeeded);
            }
        };
    }
}

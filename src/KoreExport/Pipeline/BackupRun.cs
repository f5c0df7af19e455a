using KoreExport.Backups;
using KoreExport.DirectExports;
using KoreExport.Downloads;
using KoreExport.Exports;

namespace KoreExport.Pipeline;

/// <summary>
/// What Export-KoreBot does with the bots that come in: each kind of each once, and what the set holds already not at all.
/// </summary>
internal sealed class BackupRun(ExportClient api, BackupPlan plan)
{
    private readonly BackupExporter _exporter = new(api, plan);
    private readonly HashSet<(string BotId, KoreExportKind Kind)> _seen = [];

    /// <summary>How many exports were left out because the set has them.</summary>
    public int Skipped { get; private set; }

    /// <summary>What is to be done when all exports have ended.</summary>
    public Task CloseAsync() => plan.Set?.CloseAsync() ?? Task.CompletedTask;

    /// <summary>The export of one kind of one bot, or null where there is nothing to do.</summary>
    public BackupJob? Plan(string botId, string? name, KoreExportKind kind)
    {
        // What belongs to the account is exported once, whichever bot comes first.
        var job = ExportDescriptors.For(kind).BelongsToAccount
            ? new BackupJob(string.Empty, null, kind)
            : new BackupJob(botId, string.IsNullOrWhiteSpace(name) ? null : name, kind);
        if (!_seen.Add((job.BotId, kind)))
        {
            // The platform shows only the latest export of a bot; a second one would hide the first.
            api.Log.Verbose($"Bot {botId} came more than once; {kind} is exported once.");
            return null;
        }

        if (_exporter.IsDone(job))
        {
            Skipped++;
            api.Log.Verbose($"Bot {botId}: {kind} is in the set already.");
            return null;
        }

        return job;
    }

    /// <summary>Exports what was planned.</summary>
    public Task<IReadOnlyList<KoreSavedExport>> RunAsync(
        BackupJob job, Action<ExportProgress> progress, CancellationToken cancellationToken) =>
        _exporter.RunAsync(job, (text, percent) => progress(new ExportProgress(text, percent)), cancellationToken);
}

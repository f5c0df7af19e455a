using KoreExport.Backups;
using KoreExport.Exports;

namespace KoreExport.Pipeline;

/// <summary>What Export-KoreBot does with the bots that come in: each kind of each once, and what the set holds already not at all.</summary>
internal sealed class BackupRun
{
    private readonly SaveRun _run;
    private readonly ExportClient _api;
    private readonly BackupExporter _exporter;
    private readonly HashSet<(string BotId, KoreExportKind Kind)> _seen = [];

    public BackupRun(SaveRun run, ExportClient api, BackupPlan plan)
    {
        _run = run;
        _api = api;
        _exporter = new BackupExporter(api, plan);
        if (plan.Set is { } set)
        {
            _run.Close = set.CloseAsync;
        }
    }

    /// <summary>Starts the export of one kind of one bot.</summary>
    /// <param name="botId">The bot.</param>
    /// <param name="name">Its name, where known.</param>
    /// <param name="kind">What to export.</param>
    /// <param name="confirm">Asks the user.</param>
    public void Start(string botId, string? name, KoreExportKind kind, Func<string, bool> confirm)
    {
        // Roles belong to the account: once is enough, whichever bot comes first.
        var job = kind == KoreExportKind.Role ? new BackupJob(string.Empty, null, kind) : new BackupJob(botId, name, kind);
        if (!_seen.Add((job.BotId, kind)))
        {
            // The platform shows only the latest export of a bot; a second one would hide the first.
            _api.Log.Verbose($"Bot {botId} came more than once; {kind} is exported once.");
        }
        else if (_exporter.IsDone(job))
        {
            _api.Log.Verbose($"Bot {botId}: {kind} is in the set already.");
        }
        else if (confirm(job.BotId.Length > 0 ? job.BotId : "account"))
        {
            _run.Start(job.Label, job.BotId, (report, cancellationToken) => _exporter.RunAsync(job, (text, percent) => report(text, percent), cancellationToken));
        }
    }
}

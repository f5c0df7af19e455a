using KoreExport.Backups;
using KoreExport.Downloads;
using KoreExport.Exports;
using BotIdRule = KoreExport.Models.BotId;

namespace KoreExport.Pipeline;

/// <summary>
/// What Export-KoreBot does with the bots that come in: each kind of each once, and what the set holds already not at all.
/// </summary>
internal sealed class BackupRun(ExportContext context, BackupOptions? options)
{
    private readonly BackupExporter _exporter = new(context, options);
    private readonly HashSet<(string BotId, KoreExportKind Kind)> _seen = [];

    /// <summary>What exports that were ended left in the set.</summary>
    public IReadOnlyList<string> FindLeftovers() =>
        options is null ? [] : BackupLeftovers.Find(BackupSetReader.Open(options.Folder), context.Clock.UtcNow);

    /// <summary>Finishes or removes one of them.</summary>
    public void CleanUp(string path) => BackupLeftovers.CleanUp(path, context.Api.Log);

    /// <summary>The export of one kind of one bot, or null where there is nothing to do. Throws where it cannot be a bot's id.</summary>
    /// <param name="botId">The bot.</param>
    /// <param name="name">Its name, where that is known.</param>
    /// <param name="kind">What of it.</param>
    public BackupJob? Plan(string botId, string? name, KoreExportKind kind)
    {
        var bot = BotIdRule.Parse(botId);
        var job = new BackupJob(bot, kind)
        {
            Name = string.IsNullOrWhiteSpace(name) ? null : name,
        };
        job = job with { Options = job.Descriptor.DescribeOptions(context.Request) };
        if (job.Descriptor.BelongsToAccount)
        {
            // Once is enough, whichever bot comes first.
            job = job with { Bot = null, Name = null };
        }

        if (!_seen.Add((job.BotId, kind)))
        {
            // The platform shows only the latest export of a bot; a second one would hide the first.
            context.Api.Log.Verbose($"Bot {bot} came more than once; {kind} is exported once.");
            return null;
        }

        if (_exporter.IsDone(job))
        {
            context.Api.Log.Verbose($"Bot {bot}: {kind} is in the set already.");
            return null;
        }

        return job;
    }

    public Task<BackupResult> RunAsync(BackupJob job, Action<ExportProgress> progress, CancellationToken cancellationToken) =>
        _exporter.RunAsync(job, progress, cancellationToken);
}

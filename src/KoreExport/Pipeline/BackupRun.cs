using KoreExport.Backups;
using KoreExport.DirectExports;
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

    /// <summary>How many exports were left out because the set has them.</summary>
    public int Skipped { get; private set; }

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
        // What belongs to the account is exported once, whichever bot comes first, and without any.
        var isOfAccount = ExportDescriptors.For(kind).BelongsToAccount;
        var bot = isOfAccount && botId.Length == 0 ? (BotIdRule?)null : BotIdRule.Parse(botId);
        var job = isOfAccount
            ? new BackupJob(Bot: null, kind)
            : new BackupJob(bot, kind) { Name = string.IsNullOrWhiteSpace(name) ? null : name };
        job = job with { Options = job.Descriptor.DescribeOptions(context.Request) };
        if (!_seen.Add((job.BotId, kind)))
        {
            // The platform shows only the latest export of a bot; a second one would hide the first.
            context.Api.Log.Verbose($"{Who(job)} came more than once; {kind} is exported once.");
            return null;
        }

        if (_exporter.IsDone(job))
        {
            Skipped++;
            context.Api.Log.Verbose($"{Who(job)}: {kind} is in the set already.");
            return null;
        }

        return job;
    }

    /// <summary>Exports what was planned.</summary>
    public Task<BackupResult> RunAsync(BackupJob job, Action<ExportProgress> progress, CancellationToken cancellationToken) =>
        _exporter.RunAsync(job, progress, cancellationToken);

    private static string Who(BackupJob job) => job.Bot is { } bot ? $"Bot {bot}" : "The account";
}

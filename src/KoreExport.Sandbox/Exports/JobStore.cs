namespace KoreExport.Sandbox.Exports;

/// <summary>The exports of one kind. The platform shows one per bot, the latest [qa].</summary>
internal sealed class JobStore(SandboxJobFaults faults)
{
    private readonly object _gate = new();
    private readonly Dictionary<string, List<ExportJob>> _jobs = new(StringComparer.Ordinal);

    public void Add(ExportJob job)
    {
        lock (_gate)
        {
            if (!_jobs.TryGetValue(job.BotId, out var jobs))
            {
                _jobs[job.BotId] = jobs = new List<ExportJob>();
            }

            jobs.Add(job);

            // The latest is shown, and the one before by a fault; nobody sees an older one again.
            if (jobs.Count > 2)
            {
                jobs.RemoveAt(0);
            }
        }
    }

    /// <summary>The id of the latest export, for counting calls; null where there is none.</summary>
    public string? LatestId(string botId)
    {
        lock (_gate)
        {
            return Latest(botId)?.Id;
        }
    }

    /// <summary>What a status call shows: the latest export, or, told so by a fault, the one before or somebody else's.</summary>
    /// <param name="botId">The bot asked for.</param>
    /// <param name="startAnother">Makes the export of somebody else.</param>
    public Poll Poll(string botId, Func<ExportJob> startAnother)
    {
        lock (_gate)
        {
            if (Latest(botId) is not { } latest)
            {
                return new Poll(null, 0);
            }

            var faulty = faults.AppliesTo(botId);
            latest.Polls++;
            if (faulty && latest.IsCallers && faults.SupersedeAfterPolls is { } polls && latest.Polls > polls)
            {
                var another = startAnother();
                another.Polls = 1;
                Add(another);
                return new Poll(another, 1);
            }

            var jobs = _jobs[botId];
            var stale = faulty && latest.IsCallers && latest.Polls <= faults.StaleStatusCount && jobs.Count > 1;
            return new Poll(stale ? jobs[jobs.Count - 2] : latest, latest.Polls);
        }
    }

    private ExportJob? Latest(string botId) => _jobs.TryGetValue(botId, out var jobs) ? jobs[jobs.Count - 1] : null;
}

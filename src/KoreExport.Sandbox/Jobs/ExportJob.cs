using System.Text.Json.Nodes;
using KoreExport.Sandbox.Files;

namespace KoreExport.Sandbox.Jobs;

/// <summary>How far an export is.</summary>
internal enum JobState
{
    Running,
    Succeeded,
    Failed,
}

/// <summary>One export of one bot. It has no timer: how far it is follows from the clock.</summary>
internal sealed class ExportJob
{
    private int _successes;

    public ExportJob(string id, string botId, DateTimeOffset startedAt, TimeSpan duration, StoredFile file)
    {
        Id = id;
        BotId = botId;
        StartedAt = startedAt;
        Duration = duration;
        File = file;
    }

    public string Id { get; }

    public string BotId { get; }

    public DateTimeOffset StartedAt { get; }

    public TimeSpan Duration { get; }

    /// <summary>What the export gives once it has succeeded.</summary>
    public StoredFile File { get; }

    /// <summary>Fails when its time is over.</summary>
    public bool Fails { get; set; }

    /// <summary>The fields that only the bot export or only the ML export has, as its start answered them.</summary>
    public JsonObject OwnFields { get; set; } = new();

    /// <summary>Somebody asked the API for it; it was not planted.</summary>
    public bool IsCallers { get; set; }

    /// <summary>How many status calls have come since its start and before the next one's.</summary>
    public int Polls { get; set; }

    /// <summary>Counts how often it is shown as succeeded, from 1.</summary>
    public int CountSuccess() => Interlocked.Increment(ref _successes);

    public JobState State(DateTimeOffset now) =>
        now - StartedAt < Duration ? JobState.Running : Fails ? JobState.Failed : JobState.Succeeded;

    /// <summary>How much is done, from 0 to 99 while it runs.</summary>
    public int Percent(DateTimeOffset now)
    {
        if (now >= StartedAt + Duration)
        {
            return 100;
        }

        return Math.Max(0, Math.Min(99, (int)(100 * (now - StartedAt).TotalMilliseconds / Duration.TotalMilliseconds)));
    }
}
